-- How well the books fitted: counts done since a moment, by warehouse and reason.
WITH done AS (
    SELECT id, warehouse_id, reason FROM counting_count WHERE state = 'done' AND closed_at >= %(since)s
), first AS (
    SELECT DISTINCT ON (round.count_id) round.id
    FROM counting_countround AS round JOIN done ON done.id = round.count_id
    WHERE round.outcome NOT IN ('', 'moved')
    ORDER BY round.count_id, round.nth
), line AS (
    SELECT round.count_id, line.*, product.currency, first.id IS NOT NULL AS is_first,
           line.difference <> 0 OR line.missing <> '{}' OR line.found <> '{}' AS differs
    FROM counting_countedline AS line
    JOIN counting_countround AS round ON round.id = line.round_id
    JOIN done ON done.id = round.count_id
    JOIN catalog_product AS product ON product.id = line.product_id
    LEFT JOIN first ON first.id = line.round_id
)
SELECT done.warehouse_id, done.reason, count(DISTINCT done.id),
       count(line.id) FILTER (WHERE is_first),
       count(line.id) FILTER (WHERE is_first AND NOT differs),
       coalesce(sum(greatest(booked, 0)), 0)::bigint,
       coalesce(-sum(least(booked, 0)), 0)::bigint,
       coalesce(sum(greatest(booked, 0) * price_minor), 0)::bigint,
       coalesce(-sum(least(booked, 0) * price_minor), 0)::bigint,
       coalesce(max(currency), 'GBP')
FROM done LEFT JOIN line ON line.count_id = done.id
GROUP BY done.warehouse_id, done.reason
ORDER BY done.warehouse_id, done.reason
