-- What may still come back of an order is counted by one person at a time.
SELECT pg_advisory_xact_lock(hashtextextended('packhorse.inbound.return', %(order)s))
