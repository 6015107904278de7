-- One writer of the catalog at a time, so that no two give the same barcode to two things, or make a kit of a kit.
SELECT pg_advisory_xact_lock(7305935)
