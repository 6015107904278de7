-- Nothing is promised that is not there, or that nobody may have.
SELECT format('product %s in warehouse %s: on hand %s, allocated %s, reserved %s, blocked %s',
              product_id, warehouse_id, on_hand, allocated, reserved, blocked)
FROM inventory_stocklevel
WHERE allocated < 0 OR reserved < 0 OR blocked < 0 OR allocated + reserved + blocked > on_hand
ORDER BY id
