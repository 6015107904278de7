-- Keep why a batch of orders is served as it is.
INSERT INTO sourcing_sourcingdecision (order_id, at, method, reasons, cost_minor, missing_units, run)
SELECT order_id, %(now)s, method, reasons, cost_minor, missing_units, %(run)s
FROM unnest(%(orders)s::bigint[], %(methods)s::text[], %(reasons)s::bytea[], %(cost)s::bigint[], %(missing)s::int[])
     AS decided (order_id, method, reasons, cost_minor, missing_units)
