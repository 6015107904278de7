"""What the web server loads in each of its workers."""

import gc

from django.core.wsgi import get_wsgi_application

from packhorse.web.start import start

start(migrate=False)
application = get_wsgi_application()

from packhorse.placing import addressing  # noqa: E402  (Django must be set up first)
from packhorse.web import urls  # noqa: E402, F401  (all pages and the API, before the first request)

addressing.warm()
# What is loaded now stays for ever: the collector need not look at it again and again.
gc.collect()
gc.freeze()
