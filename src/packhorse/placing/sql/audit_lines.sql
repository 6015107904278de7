-- A line's counters are what stock says (orders with news still under way are left out).
SELECT format('order PH%s, line %s (%s): sourced %s, stock says %s; shipped %s, stock says %s',
              line.order_id + 1000000, line.position, product.sku, line.sourced, coalesce(held.units, 0),
              line.shipped, coalesce(held.shipped, 0)), product.sku
FROM placing_orderline AS line
JOIN catalog_product AS product ON product.id = line.product_id
LEFT JOIN (
    SELECT line_id, sum(quantity) AS units, sum(quantity) FILTER (WHERE state = 'shipped') AS shipped
    FROM inventory_allocation WHERE state IN ('allocated', 'picked', 'shipped') GROUP BY line_id
) AS held ON held.line_id = line.id
WHERE (line.sourced <> coalesce(held.units, 0) OR line.shipped <> coalesce(held.shipped, 0))
  AND NOT EXISTS (
      SELECT FROM outbox_delivery AS delivery JOIN outbox_event AS event ON event.id = delivery.event_id
      WHERE event.order_id = line.order_id
  )
ORDER BY line.id
