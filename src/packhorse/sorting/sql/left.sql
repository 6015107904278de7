-- How far a picked list is sorted: picks that brought goods for the wall, those of them in slots, and the first that are
-- in none, with the overflow place they lie in. Orders that went past the wall are left out.
WITH brought AS (
    SELECT task.sequence, task.product_id, task.picked - coalesce(laid.units, 0) AS units, laid.aside
    FROM picking_picktask AS task
    LEFT JOIN LATERAL (
        SELECT sum(put.quantity) FILTER (WHERE put.slot_id IS NOT NULL) AS units, max(place.code) AS aside
        FROM sorting_put AS put LEFT JOIN sorting_overflow AS place ON place.id = put.overflow_id
        WHERE put.task_id = task.id
    ) AS laid ON true
    WHERE task.pick_list_id = %(list)s AND task.picked > 0
      AND NOT EXISTS (SELECT FROM sorting_pastwall AS past WHERE past.fulfillment_id = task.fulfillment_id)
)
SELECT counted.total, counted.done, waiting.units, product.sku, product.name, coalesce(waiting.aside, '')
FROM (SELECT count(*) AS total, count(*) FILTER (WHERE units <= 0) AS done FROM brought) AS counted
LEFT JOIN LATERAL (SELECT * FROM brought WHERE units > 0 ORDER BY sequence LIMIT %(limit)s) AS waiting ON true
LEFT JOIN catalog_product AS product ON product.id = waiting.product_id
ORDER BY waiting.sequence
