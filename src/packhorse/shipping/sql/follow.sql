-- Note where parcels are.
UPDATE shipping_shipment AS mine
SET tracking_state = told.state, tracking_at = told.at, delivered_at = told.delivered
FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(at)s::timestamptz[], %(delivered)s::timestamptz[])
     AS told (id, state, at, delivered)
WHERE mine.id = told.id
