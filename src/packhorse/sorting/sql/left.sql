-- How far a picked list is sorted: picks that brought goods, those of them in slots, and the first that are in none.
WITH brought AS (
    SELECT task.sequence, task.product_id, task.picked, put.id IS NOT NULL AS laid
    FROM picking_picktask AS task
    LEFT JOIN sorting_put AS put ON put.task_id = task.id
    WHERE task.pick_list_id = %(list)s AND task.picked > 0
)
SELECT counted.total, counted.done, waiting.picked, product.sku, product.name
FROM (SELECT count(*) AS total, count(*) FILTER (WHERE laid) AS done FROM brought) AS counted
LEFT JOIN LATERAL (SELECT * FROM brought WHERE NOT laid ORDER BY sequence LIMIT %(limit)s) AS waiting ON true
LEFT JOIN catalog_product AS product ON product.id = waiting.product_id
ORDER BY waiting.sequence
