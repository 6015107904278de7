-- One packer at a time works out the parcels of a fulfillment order.
SELECT pg_advisory_xact_lock(hashtextextended('packhorse.packing.fulfillment', %(fulfillment)s))
