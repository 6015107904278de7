-- Lots that keep no longer as their goods must on a day and may be had all the same, and why they may not.
SELECT lot.id,
       CASE WHEN lot.expires_on < %(today)s THEN 'expired'
            ELSE 'keeps less than ' || product.min_days_left || ' days' END
FROM inventory_lot AS lot
JOIN catalog_product AS product ON product.id = lot.product_id
WHERE lot.blocked = '' AND NOT lot.stale
  AND lot.expires_on < %(today)s::date + coalesce(product.min_days_left, 0)
  AND (%(only)s::bigint[] IS NULL OR lot.id = ANY(%(only)s::bigint[]))
ORDER BY lot.id
