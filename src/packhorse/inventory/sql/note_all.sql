-- What may be had of any product may have changed.
INSERT INTO inventory_stockchange (product_id) SELECT id FROM catalog_product
