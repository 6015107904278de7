-- A bin in doubt is to be counted: it has an open count, or one that was asked for and is not made yet.
SELECT format('%s in bin %s of %s is in doubt since %s and has no count', product.sku, bin.code, site.code,
              to_char(stock.doubted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')), product.sku, site.code
FROM inventory_binstock AS stock
JOIN network_bin AS bin ON bin.id = stock.bin_id
JOIN network_warehouse AS site ON site.id = bin.warehouse_id
JOIN catalog_product AS product ON product.id = stock.product_id
WHERE stock.doubted_at IS NOT NULL
      AND NOT EXISTS (
          SELECT FROM counting_count AS count
          WHERE count.bin_id = stock.bin_id AND count.state IN ('due', 'counting', 'recount', 'approval')
      )
      AND NOT EXISTS (
          SELECT FROM outbox_delivery AS delivery JOIN outbox_event AS event ON event.id = delivery.event_id
          WHERE event.kind IN ('PickShort', 'BinDoubted') AND (event.payload ->> 'bin_id')::bigint = stock.bin_id
      )
ORDER BY 1
