-- Slots of a warehouse are given out one after another, so that no two sorters choose the same.
SELECT pg_advisory_xact_lock(hashtextextended('packhorse.sorting.wall', %(warehouse)s))
