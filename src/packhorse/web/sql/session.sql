-- What a session holds, if it has not expired.
SELECT session_data FROM django_session WHERE session_key = %(key)s AND expire_date > %(now)s
