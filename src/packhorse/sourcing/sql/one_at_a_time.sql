-- Sourcing decides one batch at a time, so that no two batches give the same need twice.
SELECT pg_advisory_xact_lock(7305932)
