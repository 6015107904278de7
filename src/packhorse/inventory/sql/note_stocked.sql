-- What may be had of the products that lie in these warehouses may have changed.
INSERT INTO inventory_stockchange (product_id)
SELECT DISTINCT product_id FROM inventory_stocklevel WHERE warehouse_id = ANY(%(warehouses)s::bigint[]) AND on_hand > 0
