-- Lay units into bins (sums of a whole batch), making rows where a product or lot is new to a bin.
INSERT INTO inventory_binstock AS stock (bin_id, product_id, warehouse_id, lot_id, quantity, planned, blocked)
SELECT bin_id, product_id, warehouse_id, lot_id, quantity, 0, blocked
FROM unnest(%(bins)s::bigint[], %(products)s::bigint[], %(warehouses)s::bigint[], %(lots)s::bigint[],
            %(quantities)s::int[], %(blocked)s::boolean[])
     AS laid (bin_id, product_id, warehouse_id, lot_id, quantity, blocked)
ORDER BY bin_id, product_id, lot_id
ON CONFLICT (bin_id, product_id, lot_id) DO UPDATE SET quantity = stock.quantity + excluded.quantity
