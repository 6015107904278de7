-- What went past the wall to the bench lies in no slot, and all of it was picked (orders with news under way left out).
SELECT format('order PH%s of %s is at the bench without a slot: %s of its picks are open, %s units lie in slots',
              mine.order_id + 1000000, site.code, tasks.open, coalesce(laid.units, 0))
FROM sorting_pastwall AS past
JOIN sourcing_fulfillmentorder AS mine ON mine.id = past.fulfillment_id
JOIN network_warehouse AS site ON site.id = past.warehouse_id
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE state = 'open') AS open FROM picking_picktask WHERE fulfillment_id = mine.id
) AS tasks
LEFT JOIN LATERAL (
    SELECT sum(quantity) AS units FROM sorting_put WHERE fulfillment_id = mine.id AND slot_id IS NOT NULL
) AS laid ON true
WHERE (past.ended_at IS NULL AND tasks.open > 0) OR laid.units > 0
ORDER BY past.fulfillment_id
