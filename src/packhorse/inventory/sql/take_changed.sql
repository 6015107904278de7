-- Take notes of changed products away, however many there are of each; those of others' transactions come later.
WITH taken AS (
    DELETE FROM inventory_stockchange
    WHERE id IN (SELECT id FROM inventory_stockchange ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
    RETURNING product_id
)
SELECT DISTINCT product_id FROM taken
