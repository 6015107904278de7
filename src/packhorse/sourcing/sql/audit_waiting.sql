-- The backorder queue holds exactly what is wanted and not served (orders with news still under way are left out).
WITH lacking AS (
    SELECT line.order_id, sum(line.quantity - line.cancelled - coalesce(held.units, 0)) AS units
    FROM placing_orderline AS line
    JOIN placing_order AS orders ON orders.id = line.order_id AND orders.decided
    LEFT JOIN (
        SELECT line_id, sum(quantity) AS units FROM inventory_allocation
        WHERE state IN ('allocated', 'picked', 'shipped') GROUP BY line_id
    ) AS held ON held.line_id = line.id
    GROUP BY line.order_id
)
SELECT format('order PH%s: %s units wait, %s are lacking', order_id + 1000000, coalesce(waiting.units, 0),
              coalesce(lacking.units, 0))
FROM sourcing_waitingorder AS waiting
FULL JOIN lacking USING (order_id)
WHERE coalesce(waiting.units, 0) <> coalesce(lacking.units, 0)
  AND NOT EXISTS (
      SELECT FROM outbox_delivery AS delivery JOIN outbox_event AS event ON event.id = delivery.event_id
      WHERE event.order_id = coalesce(waiting.order_id, lacking.order_id)
  )
ORDER BY order_id
