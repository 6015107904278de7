-- How many orders wait in each queue, counted up to a bound.
SELECT queue, (SELECT count(*) FROM (SELECT FROM sourcing_waitingorder AS waiting
                                     WHERE waiting.queue = named.queue
                                     -- by the index: a queue of which there is little must not be sought in all
                                     ORDER BY waiting.queue, waiting.since, waiting.order_id LIMIT %(most)s) AS bounded)
FROM unnest(%(queues)s::text[]) AS named (queue)
