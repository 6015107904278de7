-- Nothing is promised that is not there.
SELECT format('product %s in warehouse %s: on hand %s, allocated %s, reserved %s',
              product_id, warehouse_id, on_hand, allocated, reserved)
FROM inventory_stocklevel
WHERE allocated < 0 OR reserved < 0 OR allocated + reserved > on_hand
ORDER BY id
