-- What may still come back of an order is counted by one at a time; inbound takes goods back in the same turn.
SELECT pg_advisory_xact_lock(hashtextextended('packhorse.inbound.return', %(order)s))
