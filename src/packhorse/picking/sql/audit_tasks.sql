-- A pick task says the same as its allocation (orders with news still under way are left out).
SELECT format('pick task %s on list PL%s, %s from bin %s of %s for order PH%s, is %s; its allocation %s is %s '
              '(%s of %s units)', task.id, to_char(task.pick_list_id, 'FM000000'), product.sku, bin.code, site.code,
              task.order_id + 1000000, task.state, allocation.id, allocation.state, allocation.quantity, task.quantity),
       product.sku, site.code
FROM picking_picktask AS task
JOIN inventory_allocation AS allocation ON allocation.id = task.allocation_id
JOIN catalog_product AS product ON product.id = task.product_id
JOIN network_bin AS bin ON bin.id = task.bin_id
JOIN network_warehouse AS site ON site.id = bin.warehouse_id
WHERE ((task.state = 'open' AND (allocation.state <> 'allocated' OR allocation.quantity <> task.quantity))
    OR (task.picked > 0 AND allocation.state NOT IN ('picked', 'shipped', 'released'))
    OR (task.state = 'cancelled' AND allocation.state NOT IN ('released', 'shorted')))
  AND NOT EXISTS (
      SELECT FROM outbox_delivery AS delivery JOIN outbox_event AS event ON event.id = delivery.event_id
      WHERE event.order_id = task.order_id
  )
ORDER BY task.id
