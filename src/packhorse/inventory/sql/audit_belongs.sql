-- What lies in a bin, is promised or is reserved belongs there: the bin to the warehouse, the lot to the product.
SELECT format('%s in bin %s of %s is booked in %s', product.sku, bin.code, site.code, other.code),
       product.sku, site.code
FROM inventory_binstock AS stock
JOIN network_bin AS bin ON bin.id = stock.bin_id AND bin.warehouse_id <> stock.warehouse_id
JOIN catalog_product AS product ON product.id = stock.product_id
JOIN network_warehouse AS site ON site.id = bin.warehouse_id
JOIN network_warehouse AS other ON other.id = stock.warehouse_id
UNION ALL
SELECT format('%s in %s: pickers are sent to bin %s of another warehouse (allocation %s)', product.sku, site.code,
              bin.code, allocation.id), product.sku, site.code
FROM inventory_allocation AS allocation
JOIN network_bin AS bin ON bin.id = allocation.bin_id AND bin.warehouse_id <> allocation.warehouse_id
JOIN catalog_product AS product ON product.id = allocation.product_id
JOIN network_warehouse AS site ON site.id = allocation.warehouse_id
WHERE allocation.state = 'allocated'
UNION ALL
SELECT format('%s in bin %s of %s is of lot %s, which is of another product', product.sku, bin.code, site.code,
              lot.code), product.sku, site.code
FROM inventory_binstock AS stock
JOIN inventory_lot AS lot ON lot.id = stock.lot_id AND lot.product_id <> stock.product_id
JOIN network_bin AS bin ON bin.id = stock.bin_id
JOIN catalog_product AS product ON product.id = stock.product_id
JOIN network_warehouse AS site ON site.id = bin.warehouse_id
