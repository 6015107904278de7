-- What of a bin is on pick lists is what allocations send pickers there for, lot by lot.
SELECT format('%s%s in bin %s of %s: planned %s, the allocations say %s', product.sku,
              CASE WHEN lot_id > 0 THEN format(' of lot %s', lot.code) END,
              bin.code, site.code, coalesce(stock.planned, 0), coalesce(sent.units, 0)), product.sku, site.code
FROM (
    SELECT bin_id, product_id, coalesce(lot_id, 0) AS lot_id, planned FROM inventory_binstock
) AS stock
FULL JOIN (
    SELECT bin_id, product_id, coalesce(lot_id, 0) AS lot_id, sum(quantity) AS units FROM inventory_allocation
    WHERE state = 'allocated' AND bin_id IS NOT NULL GROUP BY bin_id, product_id, coalesce(lot_id, 0)
) AS sent USING (bin_id, product_id, lot_id)
JOIN catalog_product AS product ON product.id = product_id
JOIN network_bin AS bin ON bin.id = bin_id
JOIN network_warehouse AS site ON site.id = bin.warehouse_id
LEFT JOIN inventory_lot AS lot ON lot.id = lot_id
WHERE coalesce(stock.planned, 0) <> coalesce(sent.units, 0)
ORDER BY 1
