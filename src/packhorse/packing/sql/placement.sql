-- What lies where in a parcel's carton.
SELECT placement FROM packing_parcel WHERE id = %(parcel)s
