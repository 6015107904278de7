-- Write a batch of fulfillment orders.
INSERT INTO sourcing_fulfillmentorder
    (id, order_id, warehouse_id, state, created_at, changed_at, ship_by, promised_on, km)
SELECT id, order_id, warehouse_id, 'open', %(now)s, %(now)s, ship_by, promised_on, km
FROM unnest(%(ids)s::bigint[], %(orders)s::bigint[], %(warehouses)s::bigint[], %(ship_by)s::timestamptz[],
            %(promised)s::date[], %(km)s::int[])
     AS made (id, order_id, warehouse_id, ship_by, promised_on, km)
