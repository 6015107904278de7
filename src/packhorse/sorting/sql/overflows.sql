-- The overflow places of a warehouse and the units of live orders that lie in them, the emptiest first.
SELECT place.id, place.code, place.barcode, coalesce(held.units, 0)
FROM sorting_overflow AS place
LEFT JOIN LATERAL (
    SELECT sum(put.quantity) AS units FROM sorting_put AS put
    JOIN sourcing_fulfillmentorder AS mine ON mine.id = put.fulfillment_id
    WHERE put.overflow_id = place.id AND mine.state IN ('released', 'picking', 'picked', 'sorted')
) AS held ON true
WHERE place.warehouse_id = %(warehouse)s
ORDER BY coalesce(held.units, 0), place.code
