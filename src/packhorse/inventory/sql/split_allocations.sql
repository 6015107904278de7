-- Parts of allocations that go their own way, as allocations of their own.
INSERT INTO inventory_allocation
    (order_id, line_id, fulfillment_id, product_id, warehouse_id, bin_id, lot_id, quantity, state, allocated_at,
     changed_at)
SELECT allocation.order_id, allocation.line_id, allocation.fulfillment_id, allocation.product_id,
       allocation.warehouse_id, rest.bin_id, rest.lot_id, rest.quantity, rest.state, allocation.allocated_at, %(now)s
FROM unnest(%(ids)s::bigint[], %(bins)s::bigint[], %(lots)s::bigint[], %(quantities)s::int[], %(states)s::text[])
     AS rest (id, bin_id, lot_id, quantity, state)
JOIN inventory_allocation AS allocation ON allocation.id = rest.id
RETURNING id
