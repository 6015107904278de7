-- No line holds more than is wanted of it, and nothing is at the door that did not ship.
SELECT format('order PH%s, line %s (%s): quantity %s, cancelled %s, sourced %s, shipped %s, delivered %s',
              order_id + 1000000, position, product.sku, quantity, cancelled, sourced, shipped, delivered), product.sku
FROM placing_orderline AS line
JOIN catalog_product AS product ON product.id = line.product_id
WHERE (sourced > quantity - cancelled OR shipped > sourced OR delivered > shipped OR least(sourced, shipped, delivered) < 0)
  AND NOT EXISTS (
      SELECT FROM outbox_delivery AS delivery JOIN outbox_event AS event ON event.id = delivery.event_id
      WHERE event.order_id = line.order_id
  )
ORDER BY line.id
