-- What was sorted is what was picked, and no more of it.
WITH laid AS (
    SELECT task_id, min(fulfillment_id) AS fulfillment_id, sum(quantity) AS units
    FROM sorting_put GROUP BY task_id
)
SELECT format('%s for order PH%s, sorted in %s: %s units, its pick task took %s (pick task %s)', product.sku,
              task.order_id + 1000000, site.code, laid.units, task.picked, task.id), product.sku, site.code
FROM laid
JOIN picking_picktask AS task ON task.id = laid.task_id
JOIN catalog_product AS product ON product.id = task.product_id
JOIN network_bin AS bin ON bin.id = task.bin_id
JOIN network_warehouse AS site ON site.id = bin.warehouse_id
WHERE laid.units > task.picked OR laid.fulfillment_id <> task.fulfillment_id
ORDER BY task.id
