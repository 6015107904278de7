-- What stands on a pallet or cage is bound for its lane with its carrier, and left with it.
SELECT format('parcel %s on %s of %s: %s', parcel.sscc, 'HU' || to_char(unit.id, 'FM000000'), site.code,
              CASE WHEN shipment.staged_at IS NULL THEN 'it was never scanned into a lane'
                   WHEN shipment.state = 'handed_over' AND shipment.manifest_id IS DISTINCT FROM unit.manifest_id
                       THEN 'it left without it'
                   WHEN unit.state = 'handed_over' AND shipment.state <> 'handed_over' THEN 'the unit left without it'
                   ELSE 'it is bound for another lane or carrier' END)
FROM shipping_shipment AS shipment
JOIN shipping_handlingunit AS unit ON unit.id = shipment.unit_id
JOIN packing_parcel AS parcel ON parcel.id = shipment.parcel_id
JOIN network_warehouse AS site ON site.id = unit.warehouse_id
WHERE shipment.staged_at IS NULL OR shipment.lane_id IS DISTINCT FROM unit.lane_id
   OR shipment.carrier_id <> unit.carrier_id OR (unit.state = 'handed_over') <> (shipment.state = 'handed_over')
   OR (shipment.state = 'handed_over' AND shipment.manifest_id IS DISTINCT FROM unit.manifest_id)
ORDER BY shipment.id
