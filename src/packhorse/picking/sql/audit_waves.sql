-- A fulfillment order is in one live wave at most, and on no list while its wave is only planned.
SELECT format('order PH%s (fulfillment order %s) is in wave W%s, which is %s', member.order_id + 1000000,
              member.fulfillment_id, to_char(wave.id, 'FM000000'), wave.state), '', site.code
FROM picking_waveorder AS member
JOIN picking_wave AS wave ON wave.id = member.wave_id
JOIN network_warehouse AS site ON site.id = wave.warehouse_id
WHERE wave.state <> 'planned'
UNION ALL
SELECT format('order PH%s (fulfillment order %s) is in planned wave W%s, and on list PL%s', member.order_id + 1000000,
              member.fulfillment_id, to_char(member.wave_id, 'FM000000'), to_char(task.pick_list_id, 'FM000000')),
       '', site.code
FROM picking_waveorder AS member
JOIN picking_wave AS wave ON wave.id = member.wave_id
JOIN network_warehouse AS site ON site.id = wave.warehouse_id
JOIN LATERAL (
    SELECT pick_list_id FROM picking_picktask WHERE fulfillment_id = member.fulfillment_id ORDER BY id LIMIT 1
) AS task ON true
WHERE wave.state = 'planned'
UNION ALL
SELECT format('order PH%s (fulfillment order %s) is in waves W%s and W%s at once', min(task.order_id) + 1000000,
              task.fulfillment_id, to_char(min(list.wave_id), 'FM000000'), to_char(max(list.wave_id), 'FM000000')),
       '', min(site.code)
FROM picking_picktask AS task
JOIN picking_picklist AS list ON list.id = task.pick_list_id
JOIN picking_wave AS wave ON wave.id = list.wave_id AND wave.state = 'released'
JOIN network_warehouse AS site ON site.id = list.warehouse_id
GROUP BY task.fulfillment_id
HAVING min(list.wave_id) <> max(list.wave_id)
ORDER BY 1
