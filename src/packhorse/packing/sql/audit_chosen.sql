-- A parcel has the carton that a person chose last.
WITH last AS (
    SELECT DISTINCT ON (parcel_id) parcel_id, carton_id FROM packing_cartonchange ORDER BY parcel_id, id DESC
)
SELECT format('parcel %s of order PH%s: it has carton %s, %s was chosen last', parcel.sscc, parcel.order_id + 1000000,
              coalesce(mine.code, 'none'), chosen.code), NULL, site.code
FROM last
JOIN packing_parcel AS parcel ON parcel.id = last.parcel_id
JOIN packing_carton AS chosen ON chosen.id = last.carton_id
JOIN network_warehouse AS site ON site.id = parcel.warehouse_id
LEFT JOIN packing_carton AS mine ON mine.id = parcel.carton_id
WHERE parcel.carton_id IS DISTINCT FROM last.carton_id
ORDER BY parcel.id
