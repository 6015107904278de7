-- The parts of a kit are its kits times their units, on every order.
SELECT format('order %s, %s kits at line %s: %s units each, line %s of order %s has %s', kit.order_id, kit.quantity,
              kit.position, coalesce(part.kit_units, 0), part.position, part.order_id, coalesce(part.quantity, 0))
FROM placing_orderkit AS kit LEFT JOIN placing_orderline AS part ON part.kit_id = kit.id
WHERE part.id IS NULL OR part.order_id <> kit.order_id OR part.quantity <> kit.quantity * part.kit_units
ORDER BY kit.id
