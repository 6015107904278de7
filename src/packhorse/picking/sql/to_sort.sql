-- The stops of a list at which units of a product were taken, in the order they are sorted; none is undone meanwhile.
SELECT task.id, list.warehouse_id, task.fulfillment_id, task.order_id, task.line_id, task.product_id, task.bin_id,
       task.picked
FROM picking_picktask AS task
JOIN picking_picklist AS list ON list.id = task.pick_list_id
WHERE task.pick_list_id = %(list)s AND task.product_id = %(product)s AND task.picked > 0
ORDER BY task.tote, task.id
FOR KEY SHARE OF task
