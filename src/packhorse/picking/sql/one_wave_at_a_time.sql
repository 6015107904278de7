-- One wave at a time is planned in a warehouse, so that no order gets onto two lists.
SELECT pg_advisory_xact_lock(hashtextextended('packhorse.picking.wave', %(warehouse)s))
