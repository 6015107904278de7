"""Packhorse as the processes of bench.storm are forked with it: loaded, and connected to nothing.

Its imports are all it does; they come after the set-up, which models need.
"""

import os

import django

os.environ.setdefault("DATABASE_URL", "postgresql://")  # any: each process points itself at its own
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packhorse.web.settings")
django.setup()

from bench import storm_buyers, storm_floor  # noqa: E402, F401
from packhorse.catalog import queries as catalog  # noqa: E402, F401
