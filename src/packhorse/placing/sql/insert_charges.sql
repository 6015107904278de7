-- The charges of a batch of new orders.
INSERT INTO placing_ordercharge (order_id, code, description, amount_minor)
SELECT * FROM unnest(%(orders)s::bigint[], %(codes)s::text[], %(descriptions)s::text[], %(amounts)s::bigint[])
