-- Whoever sorts goods of a pick list does so one after another: the same unit is never put twice.
SELECT pg_advisory_xact_lock(hashtextextended('packhorse.sorting.list', %(list)s))
