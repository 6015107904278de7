-- Keep what is promised, each time it is worked out.
INSERT INTO sourcing_promise (order_id, warehouse_id, at, leaves_at, promised_on, chance)
SELECT order_id, warehouse_id, %(now)s, leaves_at, promised_on, chance
FROM unnest(%(orders)s::bigint[], %(warehouses)s::bigint[], %(leaves)s::timestamptz[], %(promised)s::date[],
            %(chances)s::smallint[]) AS said (order_id, warehouse_id, leaves_at, promised_on, chance)
ON CONFLICT (order_id, warehouse_id, at) DO UPDATE
SET leaves_at = excluded.leaves_at, promised_on = excluded.promised_on, chance = excluded.chance
