-- What of a bin is on pick lists is what allocations send pickers there for.
SELECT format('product %s in bin %s: planned %s, the allocations say %s',
              product_id, bin_id, coalesce(stock.planned, 0), coalesce(sent.units, 0))
FROM inventory_binstock AS stock
FULL JOIN (
    SELECT bin_id, product_id, sum(quantity) AS units FROM inventory_allocation
    WHERE state = 'allocated' AND bin_id IS NOT NULL GROUP BY bin_id, product_id
) AS sent USING (bin_id, product_id)
WHERE coalesce(stock.planned, 0) <> coalesce(sent.units, 0)
ORDER BY bin_id, product_id
