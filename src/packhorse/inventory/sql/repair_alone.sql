-- Stock stands still for a repair: everybody else who would change it waits until it is over.
LOCK TABLE inventory_stocklevel, inventory_binstock, inventory_allocation, inventory_reservation,
           inventory_reservedunits, inventory_lot, inventory_serial, inventory_movement IN EXCLUSIVE MODE
