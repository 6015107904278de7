-- Those of these pick tasks whose goods lie in a slot already.
SELECT task_id FROM sorting_put WHERE task_id = ANY(%(tasks)s)
