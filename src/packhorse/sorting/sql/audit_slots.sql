-- A complete slot holds exactly what was picked for its order.
SELECT format('slot %s of %s: %s units lie in it, %s were picked for order PH%s', slot.code, site.code,
              coalesce(laid.units, 0), coalesce(held.units, 0), mine.order_id + 1000000)
FROM sorting_slot AS slot
JOIN sourcing_fulfillmentorder AS mine ON mine.id = slot.fulfillment_id
JOIN network_warehouse AS site ON site.id = mine.warehouse_id
LEFT JOIN (
    SELECT fulfillment_id, sum(quantity) AS units FROM sorting_put WHERE slot_id IS NOT NULL GROUP BY fulfillment_id
) AS laid ON laid.fulfillment_id = slot.fulfillment_id
LEFT JOIN (
    SELECT fulfillment_id, sum(quantity) AS units FROM inventory_allocation WHERE state = 'picked' GROUP BY fulfillment_id
) AS held ON held.fulfillment_id = slot.fulfillment_id
WHERE slot.state = 'complete' AND slot.part = 1 AND coalesce(laid.units, 0) <> coalesce(held.units, 0)
  AND NOT EXISTS (
      SELECT FROM outbox_delivery AS delivery JOIN outbox_event AS event ON event.id = delivery.event_id
      WHERE event.order_id = mine.order_id
  )
ORDER BY slot.id
