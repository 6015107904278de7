-- Every open allocation is held by a live fulfillment order of the same order and warehouse.
SELECT format('allocation %s (%s): fulfillment order %s is %s', allocation.id, allocation.state,
              allocation.fulfillment_id, coalesce(holder.state, 'not there'))
FROM inventory_allocation AS allocation
LEFT JOIN sourcing_fulfillmentorder AS holder
    ON holder.id = allocation.fulfillment_id AND holder.order_id = allocation.order_id
    AND holder.warehouse_id = allocation.warehouse_id
WHERE allocation.state IN ('allocated', 'picked') AND coalesce(holder.state, 'cancelled') = 'cancelled'
ORDER BY allocation.id
