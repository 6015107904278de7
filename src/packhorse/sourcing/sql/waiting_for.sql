-- Orders of the queue that lack one of these products, those whose turn it is first. One that takes nothing before it
-- can have all is left out as long as nobody has some of it.
SELECT order_id
FROM sourcing_waitingorder AS waiting
WHERE products && %(products)s::bigint[]
  AND NOT (whole AND EXISTS (
      SELECT FROM unnest(waiting.products) AS lacking (product_id)
      WHERE NOT EXISTS (
          SELECT FROM inventory_stocklevel AS level
          WHERE level.product_id = lacking.product_id AND level.on_hand > level.allocated + level.reserved
      )
  ))
ORDER BY priority DESC, since, order_id
LIMIT %(limit)s::bigint
