"""What the web server loads in each of its workers."""

import os

from django.core.wsgi import get_wsgi_application

from packhorse.web.start import start

start(migrate=False, database=os.environ.get("PACKHORSE_DATABASE", "packhorse"))
application = get_wsgi_application()
