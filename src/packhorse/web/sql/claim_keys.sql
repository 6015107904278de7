-- Take the keys that nobody else is at work with, until the end of the transaction; the others are not waited for.
SELECT name, pg_try_advisory_xact_lock(hashtextextended('packhorse.web.once.' || name, 0))
FROM unnest(%(names)s::text[]) AS asked (name)
