-- What a sorter laid into a slot of a list and has not confirmed, the oldest first; of nobody in particular, anybody's.
SELECT put.scan_id, put.quantity, product.sku, product.name, put.fulfillment_id, mine.codes
FROM sorting_put AS put
JOIN picking_picktask AS task ON task.id = put.task_id
JOIN catalog_product AS product ON product.id = put.product_id
CROSS JOIN LATERAL (
    SELECT string_agg(code, ' + ' ORDER BY part) AS codes FROM sorting_slot WHERE fulfillment_id = put.fulfillment_id
) AS mine
WHERE put.confirmed_at IS NULL AND task.pick_list_id = %(list)s AND (%(actor)s = '' OR put.actor = %(actor)s)
ORDER BY put.id
LIMIT 1
