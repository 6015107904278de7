-- Orders of the queue that lack one of these products, those whose turn it is first.
SELECT order_id
FROM sourcing_waitingorder
WHERE products && %(products)s::bigint[]
ORDER BY priority DESC, since, order_id
LIMIT %(limit)s
