-- No more is returned of an order line than was shipped, each unit is credited once, and what came is on the books.
WITH sent AS (
    SELECT content.line_id, sum(content.quantity) AS units FROM shipping_shipment AS shipment
    JOIN packing_parcelline AS content ON content.parcel_id = shipment.parcel_id
    WHERE shipment.state = 'handed_over'
      AND content.line_id IN (SELECT line_id FROM returns_returnaccount)
    GROUP BY content.line_id
), stands AS (
    SELECT line_id, sum(stands) AS units, sum(credited) AS credited, sum(credit_minor) AS minor
    FROM returns_returnline GROUP BY line_id
), faults AS (
    SELECT account.line_id, format('%s are returned, the returns say %s', account.returned, coalesce(stands.units, 0))
           AS words
    FROM returns_returnaccount AS account LEFT JOIN stands USING (line_id)
    WHERE account.returned <> coalesce(stands.units, 0)
    UNION ALL
    SELECT account.line_id, format('%s are returned, %s were sent', account.returned, coalesce(sent.units, 0))
    FROM returns_returnaccount AS account LEFT JOIN sent USING (line_id)
    WHERE account.returned > coalesce(sent.units, 0)
    UNION ALL
    SELECT account.line_id, format('%s units are credited with %s, the returns say %s with %s', account.credited,
           account.credited_minor, coalesce(stands.credited, 0), coalesce(stands.minor, 0))
    FROM returns_returnaccount AS account LEFT JOIN stands USING (line_id)
    WHERE (account.credited, account.credited_minor) <> (coalesce(stands.credited, 0), coalesce(stands.minor, 0))
    UNION ALL
    SELECT line.line_id, format('return %s: %s came, the scans say %s', mine.rma, line.received, coalesce(item.units, 0))
    FROM returns_returnline AS line
    JOIN returns_return AS mine ON mine.id = line.returned_id
    LEFT JOIN (SELECT line_id, sum(units) AS units FROM returns_returnitem GROUP BY line_id) AS item
           ON item.line_id = line.id
    WHERE line.received <> coalesce(item.units, 0)
)
SELECT format('order PH%s, %s: %s', wanted.order_id + 1000000, product.sku, faults.words), product.sku, NULL
FROM faults
JOIN placing_orderline AS wanted ON wanted.id = faults.line_id
JOIN catalog_product AS product ON product.id = wanted.product_id
ORDER BY 1
