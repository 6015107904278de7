-- The kits of a batch of new orders, and their parts as lines of the orders; a part names its kit by the kit's position.
WITH kits AS (
    INSERT INTO placing_orderkit (order_id, position, product_id, quantity, unit_price_minor)
    SELECT * FROM unnest(%(orders)s::bigint[], %(positions)s::int[], %(products)s::bigint[], %(quantities)s::int[],
                         %(prices)s::bigint[])
    RETURNING id, order_id, position
)
INSERT INTO placing_orderline
    (order_id, position, product_id, quantity, unit_price_minor, cancelled, sourced, shipped, delivered, kit_id,
     kit_units)
SELECT part.order_id, part.position, part.product_id, part.quantity, 0, 0, 0, 0, 0, kits.id, part.units
FROM unnest(%(part_orders)s::bigint[], %(part_kits)s::int[], %(part_positions)s::int[], %(part_products)s::bigint[],
            %(part_quantities)s::int[], %(part_units)s::int[])
     AS part (order_id, kit, position, product_id, quantity, units)
JOIN kits ON kits.order_id = part.order_id AND kits.position = part.kit
