-- Fill-ups nobody has in hand and whose goods lie in reserve no more are cancelled.
UPDATE picking_fillup AS fill
SET state = 'cancelled', closed_at = %(now)s, note = 'the goods lie there no more'
WHERE fill.warehouse_id = %(warehouse)s AND fill.state = 'open' AND fill.person = ''
  AND NOT EXISTS (
      SELECT FROM inventory_binstock AS stock
      WHERE stock.bin_id = fill.from_bin_id AND stock.product_id = fill.product_id
        AND stock.lot_id IS NOT DISTINCT FROM fill.lot_id
        AND stock.quantity - stock.planned >= fill.units AND NOT stock.blocked
  )
