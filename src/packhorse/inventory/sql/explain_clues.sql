-- Lines of a product's ledger that cannot be right: after them fewer than nothing was there, or no verb writes such.
WITH line AS (
    SELECT id, warehouse_id, kind, cause, delta, quantity, from_bin_id, to_bin_id FROM inventory_movement
    WHERE product_id = %(product)s
), total AS (
    SELECT id, warehouse_id, sum(delta) OVER (PARTITION BY warehouse_id ORDER BY id) AS units FROM line
), step AS (
    SELECT id, warehouse_id, to_bin_id AS bin_id, quantity AS units FROM line WHERE to_bin_id IS NOT NULL
    UNION ALL
    SELECT id, warehouse_id, from_bin_id, -quantity FROM line WHERE from_bin_id IS NOT NULL
), lying AS (
    SELECT id, warehouse_id, bin_id, sum(units) OVER (PARTITION BY bin_id ORDER BY id) AS units FROM step
)
(SELECT DISTINCT ON (warehouse_id) 'below', id, warehouse_id, NULL::bigint, units::bigint FROM total
 WHERE units < 0 ORDER BY warehouse_id, id)
UNION ALL
(SELECT DISTINCT ON (bin_id) 'below', id, warehouse_id, bin_id, units::bigint FROM lying
 WHERE units < 0 ORDER BY bin_id, id)
UNION ALL
(SELECT 'strange', id, warehouse_id, coalesce(from_bin_id, to_bin_id), delta FROM line
 WHERE cause <> 'repair'
   AND ((from_bin_id IS NULL AND to_bin_id IS NULL AND kind <> 'shipped')
        OR (kind = 'moved' AND to_bin_id IS NULL))
 ORDER BY id LIMIT 20)
ORDER BY 2, 1
