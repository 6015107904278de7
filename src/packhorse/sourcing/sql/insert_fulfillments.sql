-- Write a batch of fulfillment orders; what was told of goods that are sent again from elsewhere stays the first promise.
INSERT INTO sourcing_fulfillmentorder
    (id, order_id, warehouse_id, state, created_at, changed_at, ship_by, promised_on, km, chance, first_promised_on,
     first_chance)
SELECT made.id, made.order_id, made.warehouse_id, 'open', %(now)s, %(now)s, made.ship_by, made.promised_on, made.km,
       said.chance, coalesce(told.first_promised_on, made.promised_on),
       CASE WHEN told.first_promised_on IS NULL THEN said.chance ELSE told.first_chance END
FROM unnest(%(ids)s::bigint[], %(orders)s::bigint[], %(warehouses)s::bigint[], %(ship_by)s::timestamptz[],
            %(promised)s::date[], %(km)s::int[])
     AS made (id, order_id, warehouse_id, ship_by, promised_on, km)
LEFT JOIN sourcing_promise AS said
    ON said.order_id = made.order_id AND said.warehouse_id = made.warehouse_id AND said.at = %(now)s
LEFT JOIN LATERAL (
    SELECT first_promised_on, first_chance FROM sourcing_fulfillmentorder AS ended
    WHERE ended.order_id = made.order_id AND ended.state = 'cancelled' AND ended.first_promised_on IS NOT NULL
    ORDER BY ended.first_promised_on DESC
    LIMIT 1
) AS told ON true
