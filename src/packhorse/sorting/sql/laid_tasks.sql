-- Those of these pick tasks that need no sorting: all lies in a slot already, or its order went past the wall.
SELECT task.id FROM picking_picktask AS task
WHERE task.id = ANY(%(tasks)s) AND (
    task.picked <= (SELECT sum(quantity) FROM sorting_put WHERE task_id = task.id AND slot_id IS NOT NULL)
    OR EXISTS (SELECT FROM sorting_pastwall WHERE fulfillment_id = task.fulfillment_id)
)
