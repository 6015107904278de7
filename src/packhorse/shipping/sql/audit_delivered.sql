-- A line is delivered as far as its parcels are (orders with news still under way are left out).
WITH home AS (
    SELECT line.line_id, sum(line.quantity) AS units
    FROM shipping_shipment AS shipment
    JOIN packing_parcelline AS line ON line.parcel_id = shipment.parcel_id
    WHERE shipment.delivered_at IS NOT NULL
    GROUP BY line.line_id
)
SELECT format('order PH%s, line %s (%s): %s units delivered, its parcels say %s', line.order_id + 1000000,
              line.position, product.sku, line.delivered, coalesce(home.units, 0)), product.sku
FROM placing_orderline AS line
JOIN catalog_product AS product ON product.id = line.product_id
LEFT JOIN home ON home.line_id = line.id
WHERE line.delivered <> coalesce(home.units, 0)
  AND NOT EXISTS (
      SELECT FROM outbox_delivery AS delivery JOIN outbox_event AS event ON event.id = delivery.event_id
      WHERE event.order_id = line.order_id
  )
ORDER BY line.id
