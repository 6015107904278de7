-- Write a batch of ledger lines.
INSERT INTO inventory_movement
    (at, kind, product_id, warehouse_id, lot_id, quantity, delta, blocked, from_bin_id, to_bin_id, actor, cause,
     cause_id, reason, scan_id)
SELECT %(now)s, kind, product_id, warehouse_id, lot_id, quantity, delta, blocked, from_bin_id, to_bin_id, %(actor)s,
       cause, cause_id, reason, scan_id
FROM unnest(%(kinds)s::text[], %(products)s::bigint[], %(warehouses)s::bigint[], %(lots)s::bigint[],
            %(quantities)s::int[], %(deltas)s::int[], %(blocked)s::int[], %(from_bins)s::bigint[],
            %(to_bins)s::bigint[], %(causes)s::text[], %(cause_ids)s::bigint[], %(reasons)s::text[],
            %(scans)s::uuid[])
     AS moved (kind, product_id, warehouse_id, lot_id, quantity, delta, blocked, from_bin_id, to_bin_id, cause,
               cause_id, reason, scan_id)
RETURNING id
