-- The parcel with this SSCC.
SELECT parcel.id, fulfillment_id, order_id, warehouse_id, position, "of", sscc, carton.code, parcel.state,
       parcel.length_mm, parcel.width_mm, parcel.height_mm, expected_g, parcel.weight_g, carton_cost_minor, reasons,
       packed_at, packer, freight_minor, expected_service, parcel.filling_minor, coolant.name, coolant_packs,
       coolant_minor
FROM packing_parcel AS parcel
LEFT JOIN packing_carton AS carton ON carton.id = parcel.carton_id
LEFT JOIN packing_coolant AS coolant ON coolant.id = parcel.coolant_id
WHERE sscc = %(sscc)s
