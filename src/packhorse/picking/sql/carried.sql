-- Those of these fulfillment orders all of whose picks are made on one list: the list, its kind, and the tote.
SELECT task.fulfillment_id, min(task.order_id), min(list.warehouse_id), min(list.id), min(list.kind), min(task.tote)
FROM picking_picktask AS task
JOIN picking_picklist AS list ON list.id = task.pick_list_id
WHERE task.fulfillment_id = ANY(%(fulfillments)s) AND (task.state = 'open' OR task.picked > 0)
GROUP BY task.fulfillment_id
HAVING count(*) FILTER (WHERE task.state = 'open') = 0 AND count(DISTINCT task.pick_list_id) = 1
ORDER BY task.fulfillment_id
