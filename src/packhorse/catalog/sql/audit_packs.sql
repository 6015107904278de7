-- Each pack of a product holds several whole ones of the pack below it.
SELECT format('product %s: %s of %s does not hold whole %ss of %s', upper.product_id, upper.level, upper.units,
              lower.level, lower.units)
FROM catalog_packsize AS lower JOIN catalog_packsize AS upper ON upper.product_id = lower.product_id
WHERE (lower.level, upper.level) IN (('inner', 'case'), ('case', 'pallet'), ('inner', 'pallet'))
  AND (upper.units <= lower.units OR mod(upper.units, lower.units) <> 0)
ORDER BY upper.id
