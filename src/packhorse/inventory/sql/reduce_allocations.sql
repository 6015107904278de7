-- Allocations keep the rest after a part of each went its own way.
UPDATE inventory_allocation AS allocation
SET quantity = allocation.quantity - gone.quantity, changed_at = %(now)s
FROM unnest(%(ids)s::bigint[], %(quantities)s::int[]) AS gone (id, quantity)
WHERE allocation.id = gone.id
