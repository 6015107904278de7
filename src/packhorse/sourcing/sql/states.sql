-- The states of fulfillment orders.
SELECT id, state FROM sourcing_fulfillmentorder WHERE id = ANY(%(ids)s)
