-- Reserved is the sum of what live reservations keep; one that is over keeps nothing.
SELECT format('product %s in warehouse %s: reserved %s, the reservations say %s',
              product_id, warehouse_id, coalesce(level.reserved, 0), coalesce(kept.units, 0))
FROM inventory_stocklevel AS level
FULL JOIN (
    SELECT product_id, warehouse_id, sum(held) AS units FROM inventory_reservedunits
    WHERE held > 0 GROUP BY product_id, warehouse_id
) AS kept USING (product_id, warehouse_id)
WHERE coalesce(level.reserved, 0) <> coalesce(kept.units, 0)
UNION ALL
SELECT format('reservation %s is %s and still keeps %s of product %s', reservation_id, state, held, product_id)
FROM inventory_reservedunits JOIN inventory_reservation AS reservation ON reservation.id = reservation_id
WHERE held > 0 AND state IN ('released', 'expired')
