-- One at a time plans fill-ups in a warehouse, so that nobody is sent twice for the same goods.
SELECT pg_advisory_xact_lock(hashtextextended('packhorse.picking.fill', %(warehouse)s))
