-- The overflow places of a warehouse and the units of live orders that lie in them, the emptiest first.
SELECT place.id, place.code, place.barcode, coalesce(sum(put.quantity) FILTER (
           WHERE mine.state IN ('released', 'picking', 'picked', 'sorted')), 0) AS units
FROM sorting_overflow AS place
LEFT JOIN sorting_put AS put ON put.overflow_id = place.id
LEFT JOIN sourcing_fulfillmentorder AS mine ON mine.id = put.fulfillment_id
WHERE place.warehouse_id = %(warehouse)s
GROUP BY place.id
ORDER BY units, place.code
