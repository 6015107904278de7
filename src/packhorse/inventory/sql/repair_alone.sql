-- Stock stands still for a repair: everybody else who would change it waits until it is over. Levels come first, as for
-- everybody else.
LOCK TABLE inventory_stocklevel IN EXCLUSIVE MODE
