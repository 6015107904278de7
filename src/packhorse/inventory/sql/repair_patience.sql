-- Others who work on stock are waited for so long, and no longer.
SET LOCAL lock_timeout = '5s'
