-- Lay units into bins (sums of a whole batch), making rows where a product is new to a bin.
INSERT INTO inventory_binstock AS stock (bin_id, product_id, warehouse_id, quantity, planned)
SELECT bin_id, product_id, warehouse_id, quantity, 0
FROM unnest(%(bins)s::bigint[], %(products)s::bigint[], %(warehouses)s::bigint[], %(quantities)s::int[])
     AS laid (bin_id, product_id, warehouse_id, quantity)
ORDER BY bin_id, product_id
ON CONFLICT (bin_id, product_id) DO UPDATE SET quantity = stock.quantity + excluded.quantity
