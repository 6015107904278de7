-- Orders of the queue in their turn, after a turn or from the first: all, those that lack one of these products, or
-- those that wait for one of these reasons, and where `there` is true also those that wait for a day though some of what
-- they lack is free somewhere. One that takes nothing before it can have all is left out of those that lack a product as
-- long as nobody has some of it.
SELECT priority, since, order_id
FROM sourcing_waitingorder AS waiting
WHERE (%(products)s::bigint[] IS NULL OR (products && %(products)s::bigint[]
  AND NOT (whole AND EXISTS (
      SELECT FROM unnest(waiting.products) AS lacking (product_id)
      WHERE NOT EXISTS (
          SELECT FROM inventory_stocklevel AS level
          WHERE level.product_id = lacking.product_id AND level.on_hand > level.allocated + level.reserved
      )
  ))))
  AND (%(codes)s::text[] IS NULL
       OR code = ANY (%(codes)s::text[])
       OR (%(there)s AND code = 'EXPECTED' AND EXISTS (
           SELECT FROM inventory_stocklevel AS level
           WHERE level.product_id = ANY (waiting.products) AND level.on_hand > level.allocated + level.reserved
       )))
  AND (%(order)s::bigint IS NULL
       OR priority < %(priority)s::int
       OR (priority = %(priority)s::int AND (since, order_id) > (%(since)s::timestamptz, %(order)s::bigint)))
ORDER BY priority DESC, since, order_id
LIMIT %(limit)s::bigint
