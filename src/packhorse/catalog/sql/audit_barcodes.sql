-- A barcode means one thing: a product, or a pack of one.
SELECT format('barcode %s is that of product %s and of the %s of product %s', pack.barcode, product.id, pack.level,
              pack.product_id)
FROM catalog_packsize AS pack JOIN catalog_product AS product ON product.barcode = pack.barcode
ORDER BY pack.id
