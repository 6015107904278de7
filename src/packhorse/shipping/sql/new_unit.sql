-- Open a pallet or cage for a lane and carrier, unless somebody has just done so.
INSERT INTO shipping_handlingunit (warehouse_id, lane_id, carrier_id, kind, state, opened_at, opened_by, sscc, closed_by)
VALUES (%(warehouse)s, %(lane)s, %(carrier)s, %(kind)s, 'open', %(now)s, %(actor)s, '', '')
ON CONFLICT DO NOTHING
