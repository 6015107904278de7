-- The rest of stock. Whoever had some of it before he came for a level is let through: nobody else is thrown out.
LOCK TABLE inventory_allocation, inventory_reservation, inventory_reservedunits, inventory_binstock, inventory_lot,
           inventory_serial, inventory_movement IN EXCLUSIVE MODE
