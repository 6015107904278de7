-- Nothing is picked without a task that says so.
SELECT format('allocation %s is %s and no pick task took it', allocation.id, allocation.state)
FROM inventory_allocation AS allocation
WHERE allocation.state IN ('picked', 'shipped')
  AND NOT EXISTS (
      SELECT FROM picking_picktask AS task
      WHERE task.fulfillment_id = allocation.fulfillment_id AND task.line_id = allocation.line_id AND task.picked > 0
  )
ORDER BY allocation.id
