-- The next parcel of the same fulfillment order that is still to be packed.
SELECT sscc, position, "of" FROM packing_parcel
WHERE fulfillment_id = %(fulfillment)s AND state = 'packing' AND id <> %(parcel)s
ORDER BY position
LIMIT 1
