-- How promises were kept: the figures of days, put together by week, warehouse, service, channel, chance, and in all.
SELECT date_trunc('week', day::timestamp)::date AS week, warehouse_id, service_id, channel, said,
       grouping(date_trunc('week', day::timestamp)::date, warehouse_id, service_id, channel, said),
       sum(delivered)::bigint, sum(early)::bigint, sum(on_time)::bigint, sum(late)::bigint, sum(days_late)::bigint,
       sum(chances)::bigint, coalesce(sum(early + on_time + late) FILTER (WHERE said IS NOT NULL), 0)::bigint
FROM shipping_keptfigure
WHERE day BETWEEN %(since)s AND %(until)s
  AND (%(warehouse)s::bigint IS NULL OR warehouse_id = %(warehouse)s)
  AND (%(service)s::bigint IS NULL OR service_id = %(service)s)
  AND (%(channel)s::text IS NULL OR channel = %(channel)s)
GROUP BY GROUPING SETS ((date_trunc('week', day::timestamp)::date), (warehouse_id), (service_id), (channel), (said), ())
ORDER BY 6, 1 DESC, 2, 3, 4, 5
