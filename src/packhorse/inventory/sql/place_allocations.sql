-- Send allocations to their bins, with the part and the lot of each that comes from there.
UPDATE inventory_allocation AS allocation
SET bin_id = sent.bin_id, lot_id = sent.lot_id, quantity = sent.quantity, changed_at = %(now)s
FROM unnest(%(ids)s::bigint[], %(bins)s::bigint[], %(lots)s::bigint[], %(quantities)s::int[])
     AS sent (id, bin_id, lot_id, quantity)
WHERE allocation.id = sent.id AND allocation.state = 'allocated' AND allocation.bin_id IS NULL
RETURNING allocation.id
