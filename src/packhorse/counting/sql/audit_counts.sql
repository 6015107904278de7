-- An approved difference is in the ledger, no more and no less; a found unit may have been moved from another bin.
WITH booked AS (
    SELECT count.id AS count_id, count.bin_id, line.product_id, coalesce(line.lot_id, 0) AS lot_id,
           sum(line.booked) AS units
    FROM counting_countedline AS line
    JOIN counting_countround AS round ON round.id = line.round_id
    JOIN counting_count AS count ON count.id = round.count_id
    GROUP BY count.id, count.bin_id, line.product_id, coalesce(line.lot_id, 0)
), last AS (
    SELECT DISTINCT ON (count.id) count.id AS count_id, count.bin_id, round.id AS round_id
    FROM counting_count AS count JOIN counting_countround AS round ON round.count_id = count.id
    WHERE count.result IN ('booked', 'approved')
    ORDER BY count.id, round.nth DESC
), due AS (
    SELECT last.count_id, last.bin_id, line.product_id, coalesce(line.lot_id, 0) AS lot_id, line.difference AS units
    FROM last JOIN counting_countedline AS line ON line.round_id = last.round_id
), ledger AS (
    SELECT cause_id AS count_id, coalesce(to_bin_id, from_bin_id) AS bin_id, product_id, coalesce(lot_id, 0) AS lot_id,
           sum(CASE WHEN from_bin_id IS NULL OR to_bin_id IS NULL THEN delta ELSE quantity END) AS units
    FROM inventory_movement WHERE cause = 'count' AND cause_id IS NOT NULL
    GROUP BY cause_id, coalesce(to_bin_id, from_bin_id), product_id, coalesce(lot_id, 0)
)
SELECT format('count CT%s, %s%s in bin %s of %s: %s approved, %s noted as booked, the ledger says %s',
              count_id + 1000000, product.sku, CASE WHEN lot_id > 0 THEN format(' of lot %s', lot.code) END,
              bin.code, site.code, coalesce(due.units, 0), coalesce(booked.units, 0), coalesce(ledger.units, 0)),
       product.sku, site.code
FROM booked
FULL JOIN due USING (count_id, bin_id, product_id, lot_id)
FULL JOIN ledger USING (count_id, bin_id, product_id, lot_id)
JOIN catalog_product AS product ON product.id = product_id
LEFT JOIN network_bin AS bin ON bin.id = bin_id
LEFT JOIN network_warehouse AS site ON site.id = bin.warehouse_id
LEFT JOIN inventory_lot AS lot ON lot.id = lot_id
WHERE coalesce(ledger.units, 0) <> coalesce(due.units, 0) OR coalesce(booked.units, 0) <> coalesce(due.units, 0)
ORDER BY 1
