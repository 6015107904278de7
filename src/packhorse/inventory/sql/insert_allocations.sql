-- Write a batch of allocations.
INSERT INTO inventory_allocation
    (order_id, line_id, fulfillment_id, product_id, warehouse_id, quantity, state, allocated_at, changed_at)
SELECT order_id, line_id, fulfillment_id, product_id, warehouse_id, quantity, 'allocated', %(now)s, %(now)s
FROM unnest(%(orders)s::bigint[], %(lines)s::bigint[], %(fulfillments)s::bigint[], %(products)s::bigint[],
            %(warehouses)s::bigint[], %(quantities)s::int[])
     AS wanted (order_id, line_id, fulfillment_id, product_id, warehouse_id, quantity)
