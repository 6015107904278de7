-- What the queue lacks of these products from a priority on, summed up by where it goes: squares of five degrees of a
-- country. Left out are orders that are held, taken aside, or such that nothing that comes changes why they wait, and
-- those that take nothing before they can have all as long as nobody has some of it.
WITH crowd AS MATERIALIZED (
    SELECT waiting.order_id, waiting.channel_id, waiting.products, waiting.units, wish.pinned_id, wish.barred
    FROM sourcing_waitingorder AS waiting
    LEFT JOIN sourcing_orderwish AS wish ON wish.order_id = waiting.order_id
    WHERE waiting.products && %(products)s::bigint[] AND waiting.priority >= %(priority)s::int
      AND waiting.code <> ALL (%(standing)s::text[]) AND (wish.order_id IS NULL OR wish.aside = '')
      AND waiting.order_id NOT IN (SELECT order_id FROM placing_orderhold WHERE released_at IS NULL)
      AND NOT (waiting.whole AND EXISTS (
          SELECT FROM unnest(waiting.products) AS lacking (product_id)
          WHERE NOT EXISTS (
              SELECT FROM inventory_stocklevel AS level
              WHERE level.product_id = lacking.product_id AND level.on_hand > level.allocated + level.reserved
          )
      ))
), lacking AS (
    SELECT order_id, channel_id, pinned_id, barred, products[1] AS product_id, units
    FROM crowd
    WHERE cardinality(products) = 1
    UNION ALL
    SELECT crowd.order_id, channel_id, pinned_id, barred, line.product_id,
           line.quantity - line.cancelled - coalesce(held.units, 0)
    FROM crowd
    JOIN placing_orderline AS line ON line.order_id = crowd.order_id AND line.product_id = ANY (%(products)s::bigint[])
    LEFT JOIN LATERAL (
        SELECT sum(quantity) AS units FROM inventory_allocation AS allocation
        WHERE allocation.order_id = line.order_id AND allocation.line_id = line.id
          AND allocation.state IN ('allocated', 'picked', 'shipped')
    ) AS held ON true
    WHERE cardinality(products) > 1
)
SELECT lacking.product_id, address.country, avg(address.latitude), avg(address.longitude), channel.code,
       lacking.pinned_id, coalesce(lacking.barred::text, '{}'), sum(lacking.units)::bigint, count(*)
FROM lacking
JOIN placing_orderaddress AS address ON address.order_id = lacking.order_id AND address.latitude IS NOT NULL
JOIN placing_channel AS channel ON channel.id = lacking.channel_id
WHERE lacking.units > 0
GROUP BY lacking.product_id, address.country, round(address.latitude / 5), round(address.longitude / 5), channel.code,
         lacking.pinned_id, lacking.barred
