-- What lies in each bin of a warehouse, how much room it takes, what was picked there of late, since when it lies there.
WITH lying AS (
    SELECT stock.bin_id, sum(stock.quantity) AS units, count(DISTINCT stock.product_id) AS products,
           sum(stock.quantity::bigint * product.length_mm * product.width_mm * product.height_mm) AS volume,
           min(coalesce(lot.known_at, came.at)) AS since
    FROM inventory_binstock AS stock
    JOIN catalog_product AS product ON product.id = stock.product_id
    LEFT JOIN inventory_lot AS lot ON lot.id = stock.lot_id
    LEFT JOIN LATERAL (
        SELECT movement.at FROM inventory_movement AS movement
        WHERE %(aged)s AND movement.product_id = stock.product_id AND movement.warehouse_id = stock.warehouse_id
              AND movement.to_bin_id = stock.bin_id
        ORDER BY movement.at DESC LIMIT 1
    ) AS came ON true
    WHERE stock.warehouse_id = %(warehouse)s AND stock.quantity > 0
    GROUP BY stock.bin_id
), picked AS (
    SELECT movement.from_bin_id AS bin_id, sum(movement.quantity) AS units
    FROM inventory_stocklevel AS level
    JOIN inventory_movement AS movement
      ON movement.product_id = level.product_id AND movement.warehouse_id = level.warehouse_id
         AND movement.at >= %(since)s
    WHERE level.warehouse_id = %(warehouse)s AND movement.kind = 'picked'
    GROUP BY movement.from_bin_id
)
SELECT bin_id, coalesce(lying.units, 0), coalesce(lying.products, 0), coalesce(lying.volume, 0),
       coalesce(picked.units, 0), lying.since
FROM lying FULL JOIN picked USING (bin_id)
