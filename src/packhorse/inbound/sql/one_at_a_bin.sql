-- Who lays goods into a bin looks at what lies there first, one after another, so that no two fill the same room.
SELECT pg_advisory_xact_lock(hashtextextended('packhorse.inbound.bin', %(bin)s))
