-- A fill-up carried what the ledger says it carried, from its bin of reserve into its pick face; nothing before it is done.
WITH ledger AS (
    SELECT move.cause_id AS task_id, sum(move.quantity) AS units,
           bool_and(move.product_id = task.product_id AND move.from_bin_id = task.from_bin_id
                    AND move.to_bin_id = task.to_bin_id AND move.lot_id IS NOT DISTINCT FROM task.lot_id) AS its_way
    FROM inventory_movement AS move JOIN picking_fillup AS task ON task.id = move.cause_id
    WHERE move.cause = 'fill-up'
    GROUP BY move.cause_id
)
SELECT format('fill-up %s of %s from bin %s to bin %s of %s is %s: %s', task.id, product.sku, reserve.code, face.code,
              site.code, task.state,
              CASE WHEN NOT coalesce(ledger.its_way, true) THEN 'the ledger says that other goods went, or another way'
                   WHEN task.moved <> coalesce(ledger.units, 0)
                       THEN format('moved %s, the ledger says %s', task.moved, coalesce(ledger.units, 0))
                   WHEN task.state <> 'done' AND task.moved > 0 THEN format('moved %s before it is done', task.moved)
                   WHEN task.state = 'done' AND task.moved = 0 THEN 'done, and nothing was moved'
                   ELSE 'it does not lead from reserve into a pick face of its warehouse' END), product.sku, site.code
FROM picking_fillup AS task
LEFT JOIN ledger ON ledger.task_id = task.id
JOIN catalog_product AS product ON product.id = task.product_id
JOIN network_bin AS reserve ON reserve.id = task.from_bin_id
JOIN network_bin AS face ON face.id = task.to_bin_id
JOIN network_warehouse AS site ON site.id = task.warehouse_id
LEFT JOIN inventory_lot AS lot ON lot.id = task.lot_id
WHERE task.moved <> coalesce(ledger.units, 0) OR NOT coalesce(ledger.its_way, true)
   OR (task.state = 'done') <> (task.moved > 0)
   OR (task.state = 'open' AND (reserve.use <> 'reserve' OR face.use <> 'pick' OR lot.product_id <> task.product_id
                                OR reserve.warehouse_id <> site.id OR face.warehouse_id <> site.id))
ORDER BY task.id
