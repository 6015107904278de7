-- The open pallet or cage of a lane and carrier, locked until the parcel stands on it.
SELECT id FROM shipping_handlingunit
WHERE lane_id = %(lane)s AND carrier_id = %(carrier)s AND state = 'open'
FOR UPDATE
