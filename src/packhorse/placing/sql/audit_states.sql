-- An order's state is the roll-up of its lines, and its sum is theirs and its kits'.
WITH sums AS (
    SELECT order_id, sum(quantity - cancelled) AS due, sum(sourced) AS sourced, sum(shipped) AS shipped,
           sum(delivered) AS delivered, sum(quantity * unit_price_minor) AS goods
    FROM placing_orderline GROUP BY order_id
), kits AS (
    SELECT order_id, sum(quantity * unit_price_minor) AS goods FROM placing_orderkit GROUP BY order_id
), rolled AS (
    SELECT orders.id, orders.state, orders.goods_minor, coalesce(sums.goods, 0) + coalesce(kits.goods, 0) AS goods,
           CASE WHEN merged_into_id IS NOT NULL THEN 'merged' WHEN due = 0 THEN 'cancelled' WHEN delivered >= due THEN 'delivered' WHEN shipped >= due THEN 'shipped'
                WHEN sourced >= due THEN 'sourced' WHEN decided THEN 'backordered' ELSE 'placed' END AS wanted
    FROM placing_order AS orders LEFT JOIN sums ON sums.order_id = orders.id
    LEFT JOIN kits ON kits.order_id = orders.id
)
SELECT format('order PH%s: state %s, its lines say %s; goods %s, its lines say %s',
              id + 1000000, state, wanted, goods_minor, goods)
FROM rolled
WHERE state <> wanted OR goods_minor <> goods
ORDER BY id
