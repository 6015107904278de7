-- The orders of a single-unit list that want a product and are not packed yet, the first to leave first.
SELECT past.fulfillment_id
FROM sorting_pastwall AS past
JOIN sourcing_fulfillmentorder AS mine ON mine.id = past.fulfillment_id
WHERE past.pick_list_id = %(list)s AND past.tote = 0 AND past.ended_at IS NULL AND EXISTS (
    SELECT FROM picking_picktask AS task
    WHERE task.fulfillment_id = past.fulfillment_id AND task.product_id = %(product)s AND task.picked > 0
)
ORDER BY mine.ship_by, past.fulfillment_id
