-- Block of these locked levels what lies in doubted bins and nobody is sent for, as far as nobody has a right to it; say
-- by how many units that changed.
WITH lying AS (
    SELECT product_id, warehouse_id, sum(quantity - planned) AS units FROM inventory_binstock
    WHERE doubted_at IS NOT NULL AND NOT blocked AND product_id = ANY(%(products)s::bigint[])
    GROUP BY product_id, warehouse_id
), weighed AS (
    SELECT level.id, level.doubted AS before,
           greatest(0, least(coalesce(lying.units, 0), level.on_hand - level.allocated - level.reserved - level.blocked
                                                       + level.doubted))::int AS units
    FROM inventory_stocklevel AS level
    JOIN unnest(%(products)s::bigint[], %(warehouses)s::bigint[]) AS wanted (product_id, warehouse_id)
      USING (product_id, warehouse_id)
    LEFT JOIN lying USING (product_id, warehouse_id)
), changed AS (
    UPDATE inventory_stocklevel AS level
    SET doubted = weighed.units, blocked = level.blocked - level.doubted + weighed.units
    FROM weighed WHERE weighed.id = level.id AND weighed.units <> weighed.before
    RETURNING level.product_id, level.warehouse_id, weighed.units - weighed.before AS more
), noted AS (
    INSERT INTO inventory_stockchange (product_id) SELECT DISTINCT product_id FROM changed
)
SELECT product_id, warehouse_id, more FROM changed ORDER BY product_id, warehouse_id
