-- The bin with this barcode.
SELECT id, warehouse_id, code, barcode, zone, aisle, x_mm, y_mm FROM network_bin WHERE barcode = %(barcode)s
