-- The orders of a list that have no slot yet: their picks still to be laid, whether all come with this list, and the
-- sizes and units of their goods. Orders that go past the wall and cancelled ones are left out.
SELECT task.fulfillment_id, count(*), bool_and(task.pick_list_id = %(list)s), product.length_mm, product.width_mm,
       product.height_mm, sum(greatest(task.picked, CASE WHEN task.state = 'open' THEN task.quantity ELSE 0 END))
FROM picking_picktask AS task
JOIN catalog_product AS product ON product.id = task.product_id
JOIN sourcing_fulfillmentorder AS mine ON mine.id = task.fulfillment_id AND mine.state <> 'cancelled'
WHERE task.fulfillment_id IN (SELECT fulfillment_id FROM picking_picktask WHERE pick_list_id = %(list)s)
  AND (task.state = 'open' OR task.picked > 0)
  AND NOT EXISTS (SELECT FROM sorting_slot WHERE fulfillment_id = task.fulfillment_id)
  AND NOT EXISTS (SELECT FROM sorting_pastwall WHERE fulfillment_id = task.fulfillment_id)
GROUP BY task.fulfillment_id, product.id
ORDER BY task.fulfillment_id, product.id
