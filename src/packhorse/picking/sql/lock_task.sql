-- A pick task with its list, both locked: whoever closes tasks of a list does so one after another.
SELECT task.id, task.pick_list_id, task.sequence, task.tote, task.fulfillment_id, task.order_id, task.line_id,
       task.allocation_id, task.product_id, task.bin_id, task.lot_id, task.quantity, task.picked, task.state, task.scan_id,
       list.picker, list.state, list.warehouse_id
FROM picking_picktask AS task
JOIN picking_picklist AS list ON list.id = task.pick_list_id
WHERE task.id = %(task)s
FOR UPDATE OF list, task
