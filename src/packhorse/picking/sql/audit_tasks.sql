-- A pick task says the same as its allocation (orders with news still under way are left out).
SELECT format('pick task %s is %s, its allocation %s is %s (%s of %s units)', task.id, task.state, allocation.id,
              allocation.state, allocation.quantity, task.quantity)
FROM picking_picktask AS task
JOIN inventory_allocation AS allocation ON allocation.id = task.allocation_id
WHERE ((task.state = 'open' AND (allocation.state <> 'allocated' OR allocation.quantity <> task.quantity))
    OR (task.picked > 0 AND allocation.state NOT IN ('picked', 'shipped', 'released'))
    OR (task.state = 'cancelled' AND allocation.state NOT IN ('released', 'shorted')))
  AND NOT EXISTS (
      SELECT FROM outbox_delivery AS delivery JOIN outbox_event AS event ON event.id = delivery.event_id
      WHERE event.order_id = task.order_id
  )
ORDER BY task.id
