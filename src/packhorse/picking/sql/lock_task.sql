-- A pick task with its list, both locked: whoever closes tasks of a list does so one after another. `uid` is a scan's.
SELECT task.id, task.pick_list_id, task.sequence, task.tote, task.fulfillment_id, task.order_id, task.line_id,
       task.allocation_id, task.product_id, task.bin_id, task.lot_id, task.quantity, task.picked, task.state, task.scan_id,
       list.picker, list.state, list.warehouse_id, coalesce(cart.barcode, ''),
       CASE WHEN cart.id IS NULL THEN 1 ELSE (
           SELECT max(other.tote) FROM picking_picktask AS other WHERE other.pick_list_id = list.id
       ) END,
       scan.task_id, scan.kind, scan.units
FROM picking_picktask AS task
JOIN picking_picklist AS list ON list.id = task.pick_list_id
LEFT JOIN picking_cart AS cart ON cart.pick_list_id = list.id
LEFT JOIN picking_scan AS scan ON scan.uid = %(uid)s
WHERE task.id = %(task)s
FOR UPDATE OF list, task
