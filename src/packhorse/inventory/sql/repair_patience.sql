-- Others who work on stock are waited for so long, and no longer.
SELECT set_config('lock_timeout', %(patience)s, true)
