-- Put fulfillment orders that are on no pick list on hold, or take them off it.
UPDATE sourcing_fulfillmentorder
SET state = %(state)s, changed_at = %(now)s
WHERE order_id = ANY(%(orders)s) AND state = %(before)s
RETURNING id
