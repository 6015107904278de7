-- Reserved is the sum of what live reservations keep; one that is over keeps nothing.
SELECT format('%s in %s: reserved %s, the reservations say %s',
              product.sku, site.code, coalesce(level.reserved, 0), coalesce(kept.units, 0)), product.sku, site.code
FROM inventory_stocklevel AS level
FULL JOIN (
    SELECT product_id, warehouse_id, sum(held) AS units FROM inventory_reservedunits
    WHERE held > 0 GROUP BY product_id, warehouse_id
) AS kept USING (product_id, warehouse_id)
JOIN catalog_product AS product ON product.id = product_id
JOIN network_warehouse AS site ON site.id = warehouse_id
WHERE coalesce(level.reserved, 0) <> coalesce(kept.units, 0)
UNION ALL
SELECT format('%s in %s: the reservation of checkout %s on %s is %s and still keeps %s', product.sku, site.code,
              checkout, channel, state, held), product.sku, site.code
FROM inventory_reservedunits JOIN inventory_reservation AS reservation ON reservation.id = reservation_id
JOIN catalog_product AS product ON product.id = product_id
JOIN network_warehouse AS site ON site.id = warehouse_id
WHERE held > 0 AND state IN ('released', 'expired')
