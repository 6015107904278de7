"""Models can be imported only once Django is set up."""

import django

django.setup()
