-- What an order's slot still waits for: units of a product, on which list, that are open, brought, or in overflow.
SELECT product.sku, product.name, task.pick_list_id, list.picker, list.state, task.state,
       CASE WHEN task.state = 'open' THEN task.quantity ELSE task.picked - coalesce(laid.units, 0) END,
       coalesce(laid.aside, '')
FROM picking_picktask AS task
JOIN picking_picklist AS list ON list.id = task.pick_list_id
JOIN catalog_product AS product ON product.id = task.product_id
LEFT JOIN LATERAL (
    SELECT sum(put.quantity) FILTER (WHERE put.slot_id IS NOT NULL) AS units, max(place.code) AS aside
    FROM sorting_put AS put LEFT JOIN sorting_overflow AS place ON place.id = put.overflow_id
    WHERE put.task_id = task.id
) AS laid ON true
WHERE task.fulfillment_id = %(fulfillment)s
  AND (task.state = 'open' OR task.picked > coalesce(laid.units, 0))
ORDER BY task.pick_list_id, task.sequence
