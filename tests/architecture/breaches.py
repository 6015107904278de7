"""One small tree a guard that breaks its rule, and what the guard must say of it: no more, no less."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from architecture import choreography, files, rooms, statements, tables, verbs, words
from architecture.trees import HOUSE, PACKAGE


@dataclass(frozen=True)
class Breach:
    """A guard, the files of a tree that breaks its rule, and what is found there. `root`: what it guards here."""

    guard: Callable[[Path], list[str]]
    files: Mapping[str, str]
    found: Sequence[str]
    root: Path = PACKAGE


WIRED = {
    "events/bells.py": "class Rang:\n    pass\n\n\nclass Fell:\n    pass\n",
    "web/wiring.py": """\
from packhorse import events
from packhorse.picking import handlers as picking

WIRING = {
    events.Rang: [picking.wake, picking.gone],
    events.Sang: [],
}
""",
    "picking/handlers.py": """\
def wake(events: Sequence[Rang | Fell], *, now): ...
def sleep(events: Sequence[Fell], *, now): ...
def _quiet(events): ...
""",
}

BREACHES = [
    Breach(
        rooms.find_room_breaches,
        {
            "placing/rules.py": """\
from datetime import date
from packhorse.algorithms.geo import km
from packhorse.catalog.rules import faults
from packhorse.sourcing.rules import Site
from packhorse import errors
import django
""",
            "placing/models.py": "from django.db import models\nfrom packhorse.placing.rules import A\nimport httpx\n",
            "placing/jobs.py": """\
from procrastinate.contrib.django import app
from packhorse.placing import operations
from packhorse.placing.shops import hook
import httpx
""",
            "placing/handlers.py": """\
from packhorse.placing import operations
from packhorse.catalog import queries
from packhorse.placing.models import Order
from ..catalog.rules import faults
""",
        },
        [
            "placing/handlers.py:3 handlers may not know packhorse.placing.models.Order",
            "placing/handlers.py:4 handlers may not know packhorse.catalog.rules.faults",
            "placing/jobs.py:3 jobs may not know packhorse.placing.shops.hook",
            "placing/jobs.py:4 jobs may not know httpx",
            "placing/models.py:3 models may not know httpx",
            "placing/rules.py:4 rules may not know packhorse.sourcing.rules.Site",
            "placing/rules.py:5 rules may not know packhorse.errors",
            "placing/rules.py:6 rules may not know django",
        ],
    ),
    Breach(
        rooms.find_side_doors,
        {
            "picking/operations/pick.py": """\
from packhorse import catalog, sql
from packhorse.inventory import operations as inventory
from packhorse.outbox.publish import publish
from packhorse.placing import operations, queries

def late():
    from packhorse.network.models import Bin
""",
            "web/pages.py": "from packhorse.placing import operations\n",
        },
        [
            "picking/operations/pick.py:1 looks behind the door of packhorse.catalog",
            "picking/operations/pick.py:4 looks behind the door of packhorse.placing.operations",
            "picking/operations/pick.py:7 looks behind the door of packhorse.network.models.Bin",
        ],
    ),
    Breach(
        tables.find_forward_keys,
        {
            "placing/models.py": """\
from django.db import models

class Order(models.Model):
    channel = models.ForeignKey(Channel)
    product = models.ForeignKey("catalog.Product")
    parent = models.ForeignKey("placing.Order")
    parcel = models.OneToOneField("packing.Parcel")
    waves = models.ManyToManyField(blank=True, to="picking.Wave")
""",
            "catalog/models.py": 'bin = ForeignKey("network.Bin")\n',
        },
        [
            "catalog/models.py:1 points forward to network",
            "placing/models.py:7 points forward to packing",
            "placing/models.py:8 points forward to picking",
        ],
    ),
    Breach(
        tables.find_save_overrides,
        {"placing/models.py": "class Order(Model):\n    state = 1\n\n    def save(self, **rest):\n        pass\n"},
        ["placing/models.py:4 Order overrides save()"],
    ),
    Breach(
        statements.find_stray_sql,
        {
            "placing/queries.py": '''\
"""SELECT is said here, not run."""
from django.db import connection
from django.db.models.expressions import RawSQL

PAGE = """
    SELECT id FROM placing_order"""
NAMES = "with names as (values (1))"
MESSAGE = "Update the file and import it again"

def page(table):
    with connection.cursor() as cursor:
        cursor.execute(PAGE)
    Order.objects.raw(f"DELETE FROM {table}")
    Order.objects.filter(pk=1).extra(where=[RawSQL("1", [])])
''',
            "sql.py": "cursor.execute(text)\n",
            "placing/migrations/0001_initial.py": 'RunSQL("CREATE TABLE a ()")\n',
        },
        [
            "placing/queries.py:12 calls execute",
            "placing/queries.py:13 SQL in Python: DELETE",
            "placing/queries.py:13 calls raw",
            "placing/queries.py:14 calls RawSQL",
            "placing/queries.py:14 calls extra",
            "placing/queries.py:5 SQL in Python: SELECT",
            "placing/queries.py:7 SQL in Python: with",
        ],
    ),
    Breach(
        statements.find_uncommented_sql,
        {"placing/sql/good.sql": "-- Why.\nSELECT 1\n", "placing/sql/bare.sql": "SELECT 1 -- why\n"},
        ["placing/sql/bare.sql:1 does not begin with a comment"],
    ),
    Breach(
        statements.find_unused_sql,
        {
            "placing/queries.py": 'sql.rows("placing", "page", {})\n',
            "placing/sql/page.sql": "-- Read a page.\n",
            "placing/sql/audit_sums.sql": "-- Sums agree.\n",
            "placing/sql/left_over.sql": "-- Nobody asks.\n",
            "picking/sql/page.sql": "-- Named elsewhere only.\n",
        },
        ["picking/sql/page.sql:1 is not used", "placing/sql/left_over.sql:1 is not used"],
    ),
    Breach(
        statements.find_borrowed_sql,
        {
            "inventory/sql/pick.sql": "-- Pick.\n",
            "inventory/operations.py": 'sql.rows("inventory", "pick", {})\nsql.rows("inventory", "pikc", {})\n',
            "picking/operations.py": 'sql.rows("inventory", "pick", {})\n',
        },
        [
            "inventory/operations.py:2 runs inventory/sql/pikc.sql",
            "picking/operations.py:1 runs inventory/sql/pick.sql",
        ],
    ),
    Breach(choreography.find_unknown_events, WIRED, ["web/wiring.py:6 events.Sang is no event"]),
    Breach(
        choreography.find_miswired_handlers,
        WIRED,
        [
            "picking/handlers.py:1 picking.wake is not wired to Fell",
            "picking/handlers.py:2 picking.sleep is not wired to Fell",
            "web/wiring.py:5 picking.gone does not take Rang",
        ],
    ),
    Breach(
        words.find_vague_names,
        {"placing/utils.py": "", "web/common/__init__.py": "", "packing/services.py": "", "packing/commonly.py": ""},
        [
            "packing/services.py:1 says nothing by its name",
            "placing/utils.py:1 says nothing by its name",
            "web/common:1 says nothing by its name",
        ],
    ),
    Breach(
        words.find_signals,
        {
            "placing/apps.py": """\
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.db import models

models.signals.pre_delete.connect(print)
receiver = "the name at the door"
""",
        },
        [
            "placing/apps.py:1 imports django.db.models.signals.post_save",
            "placing/apps.py:2 imports django.dispatch.receiver",
            "placing/apps.py:5 uses models.signals.pre_delete",
        ],
    ),
    Breach(
        words.find_clocks,
        {
            "algorithms/walk.py": "import random\nrandom.seed(1)\ndice = random.Random(7)\ndice.random()\n",
            "placing/rules.py": "import datetime\ndatetime.datetime.now()\ntime.time()\nfrom random import choice\n",
            "placing/operations/place.py": "timezone.now()\nsecrets.token_hex()\n",
            "placing/handlers.py": "from django.utils.timezone import now\n",
            "web/working.py": "timezone.now()\n",
        },
        [
            "algorithms/walk.py:2 calls random.seed",
            "placing/handlers.py:1 imports django.utils.timezone.now",
            "placing/operations/place.py:1 calls timezone.now",
            "placing/rules.py:2 calls datetime.datetime.now",
            "placing/rules.py:3 calls time.time",
            "placing/rules.py:4 imports random.choice",
        ],
    ),
    Breach(
        files.find_long_files,
        {
            "src/packhorse/placing/queries.py": "\n" * 301,
            "src/packhorse/placing/rules.py": "\n" * 300,
            "src/packhorse/placing/migrations/0001_initial.py": "\n" * 301,
            "src/packhorse/web/static/vendor/htmx.js": "\n" * 301,
            "bench/score.sql": "\n" * 400,
        },
        ["bench/score.sql:400 lines", "src/packhorse/placing/queries.py:301 lines"],
        HOUSE,
    ),
    Breach(
        files.find_missing_readmes,
        {"placing/__init__.py": "", "picking/README.md": "\n" * 26, "packing/README.md": "\n" * 25, "web/urls.py": ""},
        ["picking/README.md:26 lines", "placing/README.md is missing"],
    ),
    Breach(
        verbs.find_loose_operations,
        {
            "picking/operations/__init__.py": """\
from packhorse.picking.operations.pick import pick, plan, put, take
__all__ = ["pick", "plan", "put"]
""",
            "picking/operations/pick.py": '''\
def pick(task_id: int, *, now):
    """Pick."""
def plan(ids: Sequence[int], cart, *, now):
    """Plan."""
def put(ids: Sequence[int], *, now): ...
def take(anything, at, all): ...
''',
            "catalog/operations.py": "def keep(sku, name): ...\n",
        },
        [
            "catalog/operations.py:1 keep has no docstring",
            "catalog/operations.py:1 keep takes 2 arguments by their place",
            "picking/operations/pick.py:1 pick takes task_id by its place, which is no batch",
            "picking/operations/pick.py:3 plan takes 2 arguments by their place",
            "picking/operations/pick.py:5 put has no docstring",
        ],
    ),
]
