-- An order's parcels hold exactly what was picked for it (orders with news still under way are left out).
WITH packed AS (
    SELECT parcel.fulfillment_id, line.line_id, sum(line.quantity) AS units
    FROM packing_parcelline AS line
    JOIN packing_parcel AS parcel ON parcel.id = line.parcel_id AND parcel.state <> 'cancelled'
    GROUP BY parcel.fulfillment_id, line.line_id
), held AS (
    SELECT fulfillment_id, line_id, sum(quantity) AS units FROM inventory_allocation
    WHERE state IN ('picked', 'shipped') GROUP BY fulfillment_id, line_id
)
SELECT format('order PH%s, %s from %s: %s units in parcels, %s picked', mine.order_id + 1000000, product.sku, site.code,
              packed.units, coalesce(held.units, 0)), product.sku, site.code
FROM packed
LEFT JOIN held USING (fulfillment_id, line_id)
JOIN sourcing_fulfillmentorder AS mine ON mine.id = packed.fulfillment_id
JOIN placing_orderline AS wanted ON wanted.id = packed.line_id
JOIN catalog_product AS product ON product.id = wanted.product_id
JOIN network_warehouse AS site ON site.id = mine.warehouse_id
WHERE packed.units <> coalesce(held.units, 0)
  AND NOT EXISTS (
      SELECT FROM outbox_delivery AS delivery JOIN outbox_event AS event ON event.id = delivery.event_id
      WHERE event.order_id = mine.order_id
  )
ORDER BY packed.fulfillment_id, packed.line_id
