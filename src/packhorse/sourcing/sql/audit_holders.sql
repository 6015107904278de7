-- Every open allocation is held by a live fulfillment order of the same order and warehouse.
SELECT format('%s in %s for order PH%s: %s units %s (allocation %s), fulfillment order %s is %s', product.sku,
              site.code, allocation.order_id + 1000000, allocation.quantity, allocation.state, allocation.id,
              allocation.fulfillment_id, coalesce(holder.state, 'not there')), product.sku, site.code
FROM inventory_allocation AS allocation
JOIN catalog_product AS product ON product.id = allocation.product_id
JOIN network_warehouse AS site ON site.id = allocation.warehouse_id
LEFT JOIN sourcing_fulfillmentorder AS holder
    ON holder.id = allocation.fulfillment_id AND holder.order_id = allocation.order_id
    AND holder.warehouse_id = allocation.warehouse_id
WHERE allocation.state IN ('allocated', 'picked') AND coalesce(holder.state, 'cancelled') = 'cancelled'
ORDER BY allocation.id
