-- Whoever packs a parcel does so one after another: the same scan sent at once counts once.
SELECT pg_advisory_xact_lock(hashtextextended('packhorse.packing.parcel', %(parcel)s))
