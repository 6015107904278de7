-- What a pick task took is what the ledger says it took out of its bin, less what was undone.
WITH ledger AS (
    SELECT cause_id AS task_id, sum(CASE WHEN kind = 'picked' THEN quantity ELSE -quantity END) AS units
    FROM inventory_movement
    WHERE (kind = 'picked' AND cause = 'pick task') OR (kind = 'moved' AND cause = 'undone pick')
    GROUP BY cause_id
)
SELECT format('pick task %s on list PL%s, %s from bin %s of %s for order PH%s: picked %s, the ledger says %s', task.id,
              to_char(task.pick_list_id, 'FM000000'), product.sku, bin.code, site.code, task.order_id + 1000000,
              task.picked, coalesce(ledger.units, 0)), product.sku, site.code
FROM picking_picktask AS task
LEFT JOIN ledger ON ledger.task_id = task.id
JOIN catalog_product AS product ON product.id = task.product_id
JOIN network_bin AS bin ON bin.id = task.bin_id
JOIN network_warehouse AS site ON site.id = bin.warehouse_id
WHERE task.picked <> coalesce(ledger.units, 0)
ORDER BY task.id
