-- The last decisions on orders that were tried again, where the reasons are others by now; no id where there is none.
SELECT newest.id, tried.order_id, newest.reasons
FROM unnest(%(orders)s::bigint[], %(reasons)s::bytea[]) AS tried (order_id, reasons)
     LEFT JOIN LATERAL (
         SELECT id, reasons
         FROM sourcing_sourcingdecision AS decision
         WHERE decision.order_id = tried.order_id
         ORDER BY id DESC
         LIMIT 1
     ) AS newest ON true
WHERE newest.reasons IS DISTINCT FROM tried.reasons
