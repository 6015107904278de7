-- What lies in a bin is what the ledger brought there and took away.
WITH ledger AS (
    SELECT bin_id, product_id, sum(units) AS units
    FROM (
        SELECT to_bin_id AS bin_id, product_id, quantity AS units FROM inventory_movement WHERE to_bin_id IS NOT NULL
        UNION ALL
        SELECT from_bin_id, product_id, -quantity FROM inventory_movement WHERE from_bin_id IS NOT NULL
    ) AS moved
    GROUP BY bin_id, product_id
)
SELECT format('product %s in bin %s: %s, the ledger says %s',
              product_id, bin_id, coalesce(stock.quantity, 0), coalesce(ledger.units, 0))
FROM inventory_binstock AS stock
FULL JOIN ledger USING (bin_id, product_id)
WHERE coalesce(stock.quantity, 0) <> coalesce(ledger.units, 0)
ORDER BY bin_id, product_id
