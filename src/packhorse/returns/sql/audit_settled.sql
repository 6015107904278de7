-- What may be refunded is what was paid for what counts, less fees; an exchange is an order that replaces the returned.
SELECT format('return %s: %s may be refunded, its lines say %s', mine.rma, mine.proposed_minor,
              greatest(0, sums.minor - mine.label_minor)), NULL, NULL
FROM returns_return AS mine
JOIN (
    SELECT returned_id, sum(credit_minor - fee_minor) AS minor FROM returns_returnline GROUP BY returned_id
) AS sums ON sums.returned_id = mine.id
WHERE mine.proposed_minor <> greatest(0, sums.minor - mine.label_minor)
UNION ALL
SELECT format('return %s: order PH%s does not replace order PH%s', mine.rma, mine.exchange_id + 1000000,
              mine.order_id + 1000000), NULL, NULL
FROM returns_return AS mine
JOIN placing_order AS other ON other.id = mine.exchange_id
WHERE other.replaces_id IS DISTINCT FROM mine.order_id
UNION ALL
SELECT format('return %s is %s, its history says %s', mine.rma, mine.state, last.state), NULL, NULL
FROM returns_return AS mine
JOIN LATERAL (
    SELECT state FROM returns_returnstep WHERE returned_id = mine.id AND state <> '' ORDER BY id DESC LIMIT 1
) AS last ON true
WHERE mine.state <> last.state
ORDER BY 1
