-- What is in a parcel was scanned into it, and a closed parcel is whole.
SELECT format('parcel %s, line %s: %s of %s packed, %s scanned',
              parcel.sscc, line.line_id, line.packed, line.quantity, coalesce(sum(scan.quantity), 0))
FROM packing_parcelline AS line
JOIN packing_parcel AS parcel ON parcel.id = line.parcel_id
LEFT JOIN packing_packscan AS scan ON scan.parcel_line_id = line.id
GROUP BY line.id, parcel.id
HAVING line.packed <> coalesce(sum(scan.quantity), 0)
    OR (parcel.state IN ('packed', 'shipped') AND line.packed <> line.quantity)
ORDER BY line.id
