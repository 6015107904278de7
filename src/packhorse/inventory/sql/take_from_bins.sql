-- Take units out of locked bins, with how many of them were on pick lists (sums of a whole batch).
UPDATE inventory_binstock AS stock
SET quantity = stock.quantity - gone.units, planned = stock.planned - gone.planned
FROM unnest(%(ids)s::bigint[], %(units)s::int[], %(planned)s::int[]) AS gone (id, units, planned)
WHERE stock.id = gone.id
