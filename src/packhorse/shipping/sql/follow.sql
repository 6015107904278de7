-- Note where parcels are; of those in another state it is reckoned anew when they arrive, and of those whose way is over
-- there is nothing to reckon.
UPDATE shipping_shipment AS mine
SET tracking_state = told.state, tracking_at = told.at, delivered_at = told.delivered,
    likely_on = CASE WHEN told.over THEN NULL ELSE mine.likely_on END,
    in_time = CASE WHEN told.over THEN NULL ELSE mine.in_time END,
    likely_for = CASE WHEN mine.tracking_state = told.state THEN mine.likely_for END
FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(at)s::timestamptz[], %(delivered)s::timestamptz[],
            %(over)s::bool[]) AS told (id, state, at, delivered, over)
WHERE mine.id = told.id
