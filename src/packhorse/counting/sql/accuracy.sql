-- How well the books fitted: counts done since a moment, by warehouse and reason; what was only moved here was not lost.
WITH done AS (
    SELECT id, warehouse_id, reason FROM counting_count WHERE state = 'done' AND closed_at >= %(since)s
), first AS (
    SELECT DISTINCT ON (round.count_id) round.id
    FROM counting_countround AS round JOIN done ON done.id = round.count_id
    WHERE round.outcome NOT IN ('', 'moved')
    ORDER BY round.count_id, round.nth
), last AS (
    SELECT DISTINCT ON (round.count_id) round.id
    FROM counting_countround AS round JOIN done ON done.id = round.count_id
    ORDER BY round.count_id, round.nth DESC
), moved AS (
    SELECT movement.cause_id AS count_id, movement.product_id, coalesce(movement.lot_id, 0) AS lot_id,
           sum(movement.quantity)::bigint AS units
    FROM done JOIN inventory_movement AS movement ON movement.cause = 'count' AND movement.cause_id = done.id
    WHERE movement.from_bin_id IS NOT NULL AND movement.to_bin_id IS NOT NULL
    GROUP BY movement.cause_id, movement.product_id, coalesce(movement.lot_id, 0)
), line AS (
    SELECT round.count_id, line.id, line.price_minor, product.currency, first.id IS NOT NULL AS is_first,
           line.booked - coalesce(moved.units, 0) AS booked,
           line.difference <> 0 OR line.missing <> '{}' OR line.found <> '{}' AS differs
    FROM counting_countedline AS line
    JOIN counting_countround AS round ON round.id = line.round_id
    JOIN done ON done.id = round.count_id
    JOIN catalog_product AS product ON product.id = line.product_id
    LEFT JOIN first ON first.id = line.round_id
    LEFT JOIN last ON last.id = line.round_id
    LEFT JOIN moved ON last.id IS NOT NULL AND moved.count_id = round.count_id
                       AND moved.product_id = line.product_id AND moved.lot_id = coalesce(line.lot_id, 0)
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
