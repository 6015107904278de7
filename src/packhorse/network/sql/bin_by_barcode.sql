-- The bin with this barcode.
SELECT id, warehouse_id, code, barcode, zone, aisle, x_mm, y_mm, storage_class, use, width_mm, depth_mm, height_mm,
       max_weight_g
FROM network_bin WHERE barcode = %(barcode)s
