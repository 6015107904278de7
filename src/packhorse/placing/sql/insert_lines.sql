-- The goods of a batch of new orders.
INSERT INTO placing_orderline
    (order_id, position, product_id, quantity, unit_price_minor, cancelled, sourced, shipped, delivered)
SELECT wanted.*, 0, 0, 0, 0
FROM unnest(%(orders)s::bigint[], %(positions)s::int[], %(products)s::bigint[], %(quantities)s::int[],
            %(prices)s::bigint[]) AS wanted
