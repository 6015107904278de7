-- Of lists that end at the same moment, one after another looks at the orders they share.
SELECT pg_advisory_xact_lock(hashtextextended('packhorse.picking.finish', fulfillment))
FROM unnest(%(fulfillments)s::bigint[]) AS fulfillment
ORDER BY fulfillment
