-- Nothing is picked without a task that says so.
SELECT format('%s in %s for order PH%s: %s units are %s (allocation %s) and no pick task took it', product.sku,
              site.code, allocation.order_id + 1000000, allocation.quantity, allocation.state, allocation.id),
       product.sku, site.code
FROM inventory_allocation AS allocation
JOIN catalog_product AS product ON product.id = allocation.product_id
JOIN network_warehouse AS site ON site.id = allocation.warehouse_id
WHERE allocation.state IN ('picked', 'shipped')
  AND NOT EXISTS (
      SELECT FROM picking_picktask AS task
      WHERE task.fulfillment_id = allocation.fulfillment_id AND task.line_id = allocation.line_id AND task.picked > 0
  )
ORDER BY allocation.id
