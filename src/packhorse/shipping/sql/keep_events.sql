-- Keep what carriers told of parcels, each of their events once; return which were new.
INSERT INTO shipping_trackingevent (shipment_id, carrier_event_id, state, at, place, text, detail)
SELECT *
FROM unnest(%(shipments)s::bigint[], %(events)s::text[], %(states)s::text[], %(at)s::timestamptz[],
            %(places)s::text[], %(texts)s::text[], %(details)s::text[])
ON CONFLICT ON CONSTRAINT tracking_event_once DO NOTHING
RETURNING shipment_id, carrier_event_id
