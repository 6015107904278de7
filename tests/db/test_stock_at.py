"""Stock at any past time is what the ledger adds up to, whatever was done when, with snapshots in between."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from company import NOW, bin_id, carry, change, differences, open_company, product, receive, run_sql, site
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st
from machine import Api

from db.test_chosen import client_of
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.inventory.rules import Want
from packhorse.web import keys, stock_at

VERBS = ("receive", "write off", "block", "free", "pick and ship", "snapshot", "old snapshot")
MINUTES = st.sampled_from([0, 0, 1, 540, 1500, 4000])  # often at the very moment of a snapshot
STEPS = st.tuples(st.sampled_from(VERBS), st.sampled_from(["BRS", "LDS"]), MINUTES, st.integers(1, 4))
WALK = [("receive", "BRS", 0, 4), ("snapshot", "BRS", 0, 1), ("receive", "BRS", 0, 2), ("block", "BRS", 1, 2)]
WALK += [
    ("snapshot", "LDS", 0, 1),
    ("pick and ship", "BRS", 1500, 2),
    ("snapshot", "LDS", 0, 1),
    ("write off", "BRS", 60, 1),
]
WALK += [("old snapshot", "BRS", 100, 4), ("free", "BRS", 30, 1), ("receive", "LDS", 2000, 3)]
UNIQUE = itertools.count(1)


def do(verb, code, units, now):
    if verb == "receive":
        receive(code, "A1", "MUG", units, now=now)
    elif verb == "write off":
        change(code, "A1", "MUG", -units, now=now)
    elif verb == "block":
        carry(code, "A1", "DAMAGED", "MUG", units, now=now)
    elif verb == "free":
        carry(code, "DAMAGED", "A1", "MUG", units, now=now)
    elif verb == "pick and ship":
        nth = next(UNIQUE)
        if inventory.allocate([Want(nth, nth, nth, product("MUG").id, site(code), units)], now=now):
            return
        for task in inventory.plan_picks(warehouse_id=site(code), fulfillment_ids=[nth], now=now):
            inventory.pick(allocation_id=task.allocation_id, task_id=1, now=now, actor="p")
        inventory.ship({(nth, nth): units}, parcel_ids={nth: 1}, now=now, actor="l")
    elif verb == "snapshot":
        inventory.snapshot(at=now)
    else:
        inventory.snapshot(at=now - timedelta(hours=units * 9))


def summed(at):
    """What the ledger says, line by line."""
    found = {site(code): (0, 0) for code in ("BRS", "LDS")}
    for row in stock.movements(product("MUG").id, limit=1000):
        if row.at <= at:
            on_hand, blocked = found[row.warehouse_id]
            found[row.warehouse_id] = on_hand + row.delta, blocked + row.blocked
    return found


def test_it_is_the_sum_of_the_ledger_at_every_moment_whatever_was_done_when(db):
    open_company(stocked={code: {"A1": ("MUG", 9)} for code in ("BRS", "LDS")})

    @settings(max_examples=25, deadline=None)
    @given(st.lists(STEPS, max_size=20))
    @example(WALK)
    def run(steps):
        with transaction.atomic():
            now, moments = NOW, {NOW - timedelta(days=9), NOW}
            for verb, code, minutes, units in steps:
                now += timedelta(minutes=minutes)
                try:
                    with transaction.atomic():
                        do(verb, code, units, now)
                except Refusal:
                    pass  # so many did not lie there
                moments |= {now, now - timedelta(microseconds=1), now + timedelta(minutes=1)}
            for at in sorted(moments):
                assert stock.at_time(product("MUG").id, at) == summed(at)
            assert {name for name in differences() if name.startswith("inventory.")} == set()
            transaction.set_rollback(True)

    run()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-05-14", datetime(2024, 5, 14, 23, 59, 59, 999999, UTC)),
        ("2024-05-15", NOW),  # today: as far as it has come
        (" 2024-05-14T10:30 ", datetime(2024, 5, 14, 10, 30, tzinfo=UTC)),
        ("2024-05-14T10:30:15+02:00", datetime(2024, 5, 14, 8, 30, 15, tzinfo=UTC)),
        ("2024-05-14 10:30Z", datetime(2024, 5, 14, 10, 30, tzinfo=UTC)),
    ],
)
def test_a_time_is_utc_or_has_an_offset_and_a_day_means_its_end(text, moment):
    assert stock_at.moment(text, now=NOW) == moment


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "NOT_A_TIME"),
        ("yesterday", "NOT_A_TIME"),
        ("2024-13-01", "NOT_A_TIME"),
        ("2024-02-30", "NOT_A_TIME"),
        ("9999-12-31", "NOT_A_TIME"),
        ("0001-01-01T00:00+10:00", "NOT_A_TIME"),
        ("2024-05-15T09:00:01", "TIME_TO_COME"),
        ("2024-05-16", "TIME_TO_COME"),
        ("2024-05-14\x00", "NOT_A_TIME"),
        ("9" * 40, "NOT_A_TIME"),
    ],
)
def test_what_is_no_time_or_still_to_come_is_refused(text, code):
    with pytest.raises(Refusal) as refused:
        stock_at.moment(text, now=NOW)
    assert (refused.value.code, refused.value.status) == (code, 422)


def test_the_api_says_what_there_is_and_what_there_was(db):
    open_company()
    receive("BRS", "A1", "MUG", 5, now=NOW + timedelta(days=1))
    inventory.set_safety(product_id=product("MUG").id, warehouse_id=site("BRS"), units=3)
    carry("BRS", "A1", "DAMAGED", "MUG", 1, now=NOW + timedelta(days=2))
    api = Api(keys.add_key(name="shop", role="agent", now=NOW))
    status, said, _ = api("GET", "/stock/MUG?warehouse=BRS")
    row = {"warehouse": "BRS", "on_hand": 15, "blocked": 1, "allocated": 0, "reserved": 0, "safety": 3, "available": 11}
    assert (status, said) == (200, {"sku": "MUG", "at": None, "warehouses": [row]})
    said = api("GET", "/stock/MUG?at=2024-05-16")[1]
    assert [(each["warehouse"], each["on_hand"]) for each in said["warehouses"]] == [
        ("BRS", 15),
        ("LDS", 10),
        ("LIL", 5),
    ]
    said = api("GET", "/stock/MUG?at=2024-05-15T09:00:00Z&warehouse=BRS")[1]
    assert [(each["on_hand"], each["available"]) for each in said["warehouses"]] == [(10, None)]
    assert api("GET", "/stock/MUG?at=2024-05-14")[1]["warehouses"][0]["on_hand"] == 0
    for path, status, code in (
        ("/stock/NONE", 404, "NOT_FOUND"),
        ("/stock/MUG?warehouse=XXX", 404, "NOT_FOUND"),
        ("/stock/MUG?at=soon", 422, "NOT_A_TIME"),
        ("/stock/MUG?at=2999-01-01", 422, "TIME_TO_COME"),
    ):
        answer = api("GET", path)
        assert (answer[0], answer[1]["code"]) == (status, code)


def test_the_page_says_what_was_there(db):
    open_company()
    office = client_of("agent")
    page = office.get("/stock/MUG/explain?warehouse=BRS&at=2024-05-15").content.decode()
    assert "What was there, 15 May 2024, 23:59 UTC" in page
    wrong = office.get("/stock/MUG/explain?at=never")
    assert (wrong.status_code, b"is no time" in wrong.content) == (422, True)
    assert office.get("/stock/MUG/explain?warehouse=XXX").status_code == 404
    assert office.get("/stock/NONE/explain").status_code == 404
    assert run_sql("SELECT count(*) FROM inventory_binstock WHERE bin_id = %s", bin_id("BRS", "A1")) == [(1,)]
