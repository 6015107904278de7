-- No vacuum of stock while it is repaired: one lets go of a table only after a second, and that is waited for here. Whoever
-- reads or writes stock is not in the way.
LOCK TABLE inventory_stocklevel, inventory_allocation, inventory_reservation, inventory_reservedunits, inventory_binstock,
           inventory_lot, inventory_serial, inventory_movement IN SHARE UPDATE EXCLUSIVE MODE
