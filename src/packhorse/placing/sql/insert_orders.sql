-- Keep a batch of orders, each once: one that is there already is left as it is and does not come back.
-- Ids follow the batch; rows go in by their key, so that two batches with the same orders never wait for each other.
WITH batch AS MATERIALIZED (
    SELECT nextval(pg_get_serial_sequence('placing_order', 'id')) AS id, o.*
    FROM ROWS FROM (json_to_recordset(%(orders)s::json)
         AS (channel_id bigint, external_id text, customer_id bigint, placed_at timestamptz, currency text,
             goods_minor bigint, charges_minor bigint, service text, delivery_instructions text, gift_message text,
             fingerprint text, ship_rule text, priority smallint, replaces_id bigint))
         WITH ORDINALITY AS o (channel_id, external_id, customer_id, placed_at, currency, goods_minor, charges_minor,
                               service, delivery_instructions, gift_message, fingerprint, ship_rule, priority,
                               replaces_id, nth)
    ORDER BY nth
)
INSERT INTO placing_order
    (id, channel_id, external_id, customer_id, placed_at, taken_at, currency, goods_minor, charges_minor, service,
     delivery_instructions, gift_message, state, decided, fingerprint, ship_rule, priority, replaces_id)
SELECT id, channel_id, external_id, customer_id, placed_at, %(now)s, currency, goods_minor, charges_minor, service,
       delivery_instructions, gift_message, 'placed', false, fingerprint, ship_rule, priority, replaces_id
FROM batch
ORDER BY channel_id, external_id
ON CONFLICT (channel_id, external_id) DO NOTHING
RETURNING id, channel_id, external_id
