-- How far the picks of a fulfillment order are: open stops, and stops at which something was taken.
SELECT count(*) FILTER (WHERE state = 'open'), count(*) FILTER (WHERE picked > 0)
FROM picking_picktask
WHERE fulfillment_id = %(fulfillment)s
