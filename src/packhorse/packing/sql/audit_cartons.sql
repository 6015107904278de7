-- So many of a carton are on hand as came, were counted and were used.
SELECT format('cartons %s in %s: %s on hand, the movements say %s', carton.code, site.code, stock.on_hand,
              coalesce(moved.units, 0)), carton.code, site.code
FROM packing_cartonstock AS stock
JOIN packing_carton AS carton ON carton.id = stock.carton_id
JOIN network_warehouse AS site ON site.id = stock.warehouse_id
LEFT JOIN (
    SELECT carton_id, warehouse_id, sum(quantity) AS units FROM packing_cartonmovement GROUP BY carton_id, warehouse_id
) AS moved USING (carton_id, warehouse_id)
WHERE stock.on_hand <> coalesce(moved.units, 0)
ORDER BY stock.id
