-- What was sorted is what was picked.
SELECT format('%s for order PH%s, sorted in %s: %s units, its pick task took %s (put %s, pick task %s)', product.sku,
              task.order_id + 1000000, site.code, put.quantity, task.picked, put.id, task.id), product.sku, site.code
FROM sorting_put AS put
JOIN picking_picktask AS task ON task.id = put.task_id
JOIN catalog_product AS product ON product.id = task.product_id
JOIN network_bin AS bin ON bin.id = task.bin_id
JOIN network_warehouse AS site ON site.id = bin.warehouse_id
WHERE put.quantity <> task.picked OR put.fulfillment_id <> task.fulfillment_id
ORDER BY put.id
