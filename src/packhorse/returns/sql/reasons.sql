-- Why products come back: units returned for each reason in a time, and units that left the house in it.
WITH back AS (
    SELECT line.product_id, line.reason, sum(line.stands) AS units, sum(coalesce(good.units, 0)) AS restocked
    FROM returns_returnline AS line
    JOIN returns_return AS mine ON mine.id = line.returned_id
    LEFT JOIN LATERAL (
        SELECT sum(found.units) AS units FROM returns_returnitem AS item
        JOIN returns_inspection AS found ON found.item_id = item.id AND found.disposition = 'restock'
        WHERE item.line_id = line.id
    ) AS good ON true
    WHERE mine.requested_at >= %(since)s AND mine.requested_at < %(until)s AND line.stands > 0
    GROUP BY line.product_id, line.reason
), all_reasons AS (
    SELECT product_id, sum(units) AS units FROM back GROUP BY product_id
), sold AS (
    SELECT product_id, -sum(delta) AS units FROM inventory_movement
    WHERE kind = 'shipped' AND at >= %(since)s AND at < %(until)s
      AND product_id IN (SELECT product_id FROM all_reasons)
    GROUP BY product_id
)
SELECT product.sku, product.name, back.reason, back.units::bigint, back.restocked::bigint, all_reasons.units::bigint,
       coalesce(sold.units, 0)::bigint
FROM back
JOIN all_reasons USING (product_id)
JOIN catalog_product AS product ON product.id = back.product_id
LEFT JOIN sold USING (product_id)
WHERE %(sku)s = '' OR product.sku = %(sku)s
ORDER BY all_reasons.units DESC, product.sku, back.units DESC, back.reason
LIMIT %(limit)s
