-- Keep why a batch of orders is served as it is.
INSERT INTO sourcing_sourcingdecision (order_id, at, method, candidates, missing_units)
SELECT order_id, %(now)s, %(method)s, candidates::jsonb, missing_units
FROM unnest(%(orders)s::bigint[], %(candidates)b::text[], %(missing)s::int[])
     AS decided (order_id, candidates, missing_units)
