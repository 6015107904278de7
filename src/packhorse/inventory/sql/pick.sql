-- One pick, whole: the allocation is picked, the bin gives the units up, the ledger says so.
-- No row comes back when the allocation is not waiting to be picked any more.
WITH taken AS (
    UPDATE inventory_allocation
    SET state = 'picked', changed_at = %(now)s
    WHERE id = %(allocation)s AND state = 'allocated' AND bin_id IS NOT NULL
    RETURNING product_id, warehouse_id, bin_id, lot_id, quantity
), bin AS (
    UPDATE inventory_binstock AS stock
    SET quantity = stock.quantity - taken.quantity, planned = stock.planned - taken.quantity
    FROM taken
    WHERE stock.bin_id = taken.bin_id AND stock.product_id = taken.product_id
          AND stock.lot_id IS NOT DISTINCT FROM taken.lot_id
    RETURNING stock.id
), ledger AS (
    INSERT INTO inventory_movement
        (at, kind, product_id, warehouse_id, lot_id, quantity, delta, blocked, from_bin_id, to_bin_id, actor, cause,
         cause_id, reason)
    SELECT %(now)s, 'picked', product_id, warehouse_id, lot_id, quantity, 0, 0, bin_id, NULL, %(actor)s, 'pick task',
           %(task)s, ''
    FROM taken
    RETURNING id
)
SELECT taken.quantity, ledger.id FROM taken JOIN bin ON true JOIN ledger ON true
