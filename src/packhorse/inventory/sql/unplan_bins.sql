-- Units of bins are not on a pick list any more.
UPDATE inventory_binstock AS stock
SET planned = stock.planned - change.units
FROM unnest(%(bins)s::bigint[], %(products)s::bigint[], %(lots)s::bigint[], %(units)s::int[])
     AS change (bin_id, product_id, lot_id, units)
WHERE stock.bin_id = change.bin_id AND stock.product_id = change.product_id
      AND stock.lot_id IS NOT DISTINCT FROM change.lot_id
