-- Add deliveries to the figures of their day, in the order of their keys.
INSERT INTO shipping_keptfigure AS kept
    (day, warehouse_id, service_id, channel, said, delivered, early, on_time, late, days_late, chances)
SELECT *
FROM unnest(%(days)s::date[], %(warehouses)s::bigint[], %(services)s::bigint[], %(channels)s::text[],
            %(said)s::smallint[], %(n_delivered)s::int[], %(n_early)s::int[], %(n_on_time)s::int[], %(n_late)s::int[],
            %(n_days_late)s::bigint[], %(n_chances)s::bigint[])
ORDER BY 1, 2, 3, 4, 5
ON CONFLICT (day, warehouse_id, service_id, channel, said) DO UPDATE
SET delivered = kept.delivered + excluded.delivered, early = kept.early + excluded.early,
    on_time = kept.on_time + excluded.on_time, late = kept.late + excluded.late,
    days_late = kept.days_late + excluded.days_late, chances = kept.chances + excluded.chances
