-- Note units of bins as being on a pick list.
UPDATE inventory_binstock AS stock
SET planned = stock.planned + change.planned
FROM unnest(%(ids)s::bigint[], %(planned)s::int[]) AS change (id, planned)
WHERE stock.id = change.id
