-- Take orders out of planned waves: these, or all of a warehouse that cannot go out from there any more.
WITH gone AS (
    DELETE FROM picking_waveorder AS member
    USING picking_wave AS wave, sourcing_fulfillmentorder AS fulfillment
    WHERE wave.id = member.wave_id AND fulfillment.id = member.fulfillment_id
      AND (member.order_id = ANY(%(orders)s)
           OR (wave.warehouse_id = %(warehouse)s
               AND (fulfillment.state <> 'open' OR fulfillment.warehouse_id <> wave.warehouse_id
                    OR EXISTS (SELECT FROM picking_picktask AS task WHERE task.fulfillment_id = fulfillment.id)
                    OR NOT EXISTS (SELECT FROM inventory_allocation AS allocation
                                   WHERE allocation.fulfillment_id = fulfillment.id
                                     AND allocation.state = 'allocated'))))
    RETURNING member.wave_id, member.late
)
UPDATE picking_wave AS wave
SET orders = greatest(0, wave.orders - left_it.orders),
    late = least(greatest(0, wave.late - left_it.late), greatest(0, wave.orders - left_it.orders))
FROM (SELECT wave_id, count(*) AS orders, count(*) FILTER (WHERE late) AS late FROM gone GROUP BY wave_id) AS left_it
WHERE wave.id = left_it.wave_id AND wave.state = 'planned'
RETURNING wave.id
