-- How many orders wait in each queue, counted up to a bound.
SELECT queue, (SELECT count(*) FROM (SELECT FROM sourcing_waitingorder AS waiting
                                     WHERE waiting.queue = named.queue LIMIT %(most)s) AS bounded)
FROM unnest(%(queues)s::text[]) AS named (queue)
