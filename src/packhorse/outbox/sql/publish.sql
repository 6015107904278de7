-- Keep events and note who must hear of them, in the caller's transaction.
WITH told AS (
    INSERT INTO outbox_event (kind, order_id, warehouse_id, payload, at, actor)
    SELECT kind, order_id, warehouse_id, payload::jsonb, %(now)s, %(actor)s
    FROM unnest(%(kinds)b::text[], %(orders)s::bigint[], %(warehouses)s::bigint[], %(payloads)b::text[])
         WITH ORDINALITY AS e (kind, order_id, warehouse_id, payload, nth)
    ORDER BY nth
    RETURNING id, kind
)
INSERT INTO outbox_delivery (event_id, handler, attempts, next_try_at, error)
SELECT told.id, wiring.handler, 0, %(now)s, ''
FROM told
JOIN unnest(%(wired_kinds)s::text[], %(wired_handlers)s::text[]) AS wiring (kind, handler) ON wiring.kind = told.kind
ORDER BY told.id
