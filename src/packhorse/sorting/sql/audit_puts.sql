-- What was sorted is what was picked.
SELECT format('put %s: %s units, its pick task took %s', put.id, put.quantity, task.picked)
FROM sorting_put AS put
JOIN picking_picktask AS task ON task.id = put.task_id
WHERE put.quantity <> task.picked OR put.fulfillment_id <> task.fulfillment_id
ORDER BY put.id
