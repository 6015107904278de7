-- Write a batch of ledger lines.
INSERT INTO inventory_movement
    (at, kind, product_id, warehouse_id, quantity, delta, from_bin_id, to_bin_id, actor, cause, cause_id)
SELECT %(now)s, kind, product_id, warehouse_id, quantity, delta, from_bin_id, to_bin_id, %(actor)s, cause, cause_id
FROM unnest(%(kinds)s::text[], %(products)s::bigint[], %(warehouses)s::bigint[], %(quantities)s::int[],
            %(deltas)s::int[], %(from_bins)s::bigint[], %(to_bins)s::bigint[], %(causes)s::text[],
            %(cause_ids)s::bigint[])
     AS moved (kind, product_id, warehouse_id, quantity, delta, from_bin_id, to_bin_id, cause, cause_id)
