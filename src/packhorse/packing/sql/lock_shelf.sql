-- Nobody else takes a counted carton of a warehouse: two benches never get the last one.
SELECT id FROM packing_cartonstock WHERE warehouse_id = %(site)s AND counted ORDER BY id FOR UPDATE
