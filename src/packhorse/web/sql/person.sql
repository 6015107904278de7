-- A login by its id, with the names of its roles and the warehouses it is tied to.
SELECT id, password, last_login, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined,
       ARRAY(
           SELECT role.name::text FROM auth_user_groups AS given JOIN auth_group AS role ON role.id = given.group_id
           WHERE given.user_id = person.id
       ),
       ARRAY(SELECT warehouse_id FROM web_worksat AS place WHERE place.user_id = person.id)
FROM auth_user AS person
WHERE id = %(id)s
