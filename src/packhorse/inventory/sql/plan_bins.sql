-- Note units of locked bins as being on a pick list, or (less than none) as not being on one any more.
UPDATE inventory_binstock AS stock
SET planned = stock.planned + change.planned
FROM unnest(%(ids)s::bigint[], %(planned)s::int[]) AS change (id, planned)
WHERE stock.id = change.id
