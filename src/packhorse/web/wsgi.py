"""What the web server loads in each of its workers."""

from django.core.wsgi import get_wsgi_application

from packhorse.web.start import start

start(migrate=False)
application = get_wsgi_application()
