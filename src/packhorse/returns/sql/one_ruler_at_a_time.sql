-- Versions of the rules are counted by one at a time.
SELECT pg_advisory_xact_lock(hashtextextended('packhorse.returns.rules', 0))
