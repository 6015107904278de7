-- What of a bin is on pick lists is what allocations send pickers there for, lot by lot.
SELECT format('product %s in bin %s: planned %s, the allocations say %s',
              product_id, bin_id, coalesce(stock.planned, 0), coalesce(sent.units, 0))
FROM (
    SELECT bin_id, product_id, coalesce(lot_id, 0) AS lot_id, planned FROM inventory_binstock
) AS stock
FULL JOIN (
    SELECT bin_id, product_id, coalesce(lot_id, 0) AS lot_id, sum(quantity) AS units FROM inventory_allocation
    WHERE state = 'allocated' AND bin_id IS NOT NULL GROUP BY bin_id, product_id, coalesce(lot_id, 0)
) AS sent USING (bin_id, product_id, lot_id)
WHERE coalesce(stock.planned, 0) <> coalesce(sent.units, 0)
ORDER BY bin_id, product_id, lot_id
