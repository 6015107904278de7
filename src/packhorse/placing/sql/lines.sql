-- The lines of orders with their counters, by order and position.
SELECT id, order_id, position, product_id, quantity, unit_price_minor, cancelled, sourced, shipped, delivered, ordered_in_id,
       kit_id, kit_units
FROM placing_orderline
WHERE order_id = ANY(%(orders)s::bigint[])
ORDER BY order_id, position
