-- Note where parcels are; of those in another state than before it is reckoned anew when they arrive.
UPDATE shipping_shipment AS mine
SET tracking_state = told.state, tracking_at = told.at, delivered_at = told.delivered,
    likely_for = CASE WHEN mine.tracking_state = told.state THEN mine.likely_for END
FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(at)s::timestamptz[], %(delivered)s::timestamptz[])
     AS told (id, state, at, delivered)
WHERE mine.id = told.id
