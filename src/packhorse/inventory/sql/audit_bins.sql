-- What lies in a bin is what the ledger brought there and took away, lot by lot.
WITH ledger AS (
    SELECT bin_id, product_id, coalesce(lot_id, 0) AS lot_id, sum(units) AS units
    FROM (
        SELECT to_bin_id AS bin_id, product_id, lot_id, quantity AS units
        FROM inventory_movement WHERE to_bin_id IS NOT NULL
        UNION ALL
        SELECT from_bin_id, product_id, lot_id, -quantity FROM inventory_movement WHERE from_bin_id IS NOT NULL
    ) AS moved
    GROUP BY bin_id, product_id, coalesce(lot_id, 0)
), stock AS (
    SELECT bin_id, product_id, coalesce(lot_id, 0) AS lot_id, quantity FROM inventory_binstock
)
SELECT format('%s%s in bin %s of %s: %s, the ledger says %s', product.sku,
              CASE WHEN lot_id > 0 THEN format(' of lot %s', lot.code) END,
              bin.code, site.code, coalesce(stock.quantity, 0), coalesce(ledger.units, 0)), product.sku, site.code
FROM stock
FULL JOIN ledger USING (bin_id, product_id, lot_id)
JOIN catalog_product AS product ON product.id = product_id
JOIN network_bin AS bin ON bin.id = bin_id
JOIN network_warehouse AS site ON site.id = bin.warehouse_id
LEFT JOIN inventory_lot AS lot ON lot.id = lot_id
WHERE coalesce(stock.quantity, 0) <> coalesce(ledger.units, 0)
ORDER BY 1
