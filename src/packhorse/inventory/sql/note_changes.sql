-- What may be had of these products may have changed.
INSERT INTO inventory_stockchange (product_id) SELECT DISTINCT unnest(%(products)s::bigint[])
