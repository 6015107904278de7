-- How many of each counted carton are left in a warehouse, without those that parcels at its benches will take.
SELECT stock.carton_id, stock.on_hand - (
    SELECT count(*) FROM packing_parcel AS parcel
    WHERE parcel.warehouse_id = stock.warehouse_id AND parcel.carton_id = stock.carton_id AND parcel.state = 'packing'
)
FROM packing_cartonstock AS stock
WHERE stock.warehouse_id = %(site)s AND stock.counted
