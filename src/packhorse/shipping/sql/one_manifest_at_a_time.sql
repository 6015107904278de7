-- Parcels of a warehouse are handed over by one at a time, so that exactly one hand-over is the last of an order.
SELECT pg_advisory_xact_lock(hashtextextended('packhorse.shipping.manifest', %(warehouse)s))
