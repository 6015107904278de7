-- Packers of one list of single-unit orders open them one after another: no two get the same.
SELECT pg_advisory_xact_lock(hashtextextended('packhorse.packing.list', %(list)s))
