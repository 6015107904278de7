-- A checkout that asks twice at once is answered one after the other.
SELECT pg_advisory_xact_lock(7305934, hashtext(%(checkout)s))
