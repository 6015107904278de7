"""A rule that begins or ends by its days: those that wait are tried, and served, by what holds then."""

import threading
from datetime import UTC, datetime, timedelta

from company import NOW, STOCK, differences, level, open_company, place, place_and_source, relay, run_sql, state
from django.db import transaction

from db.locks import thread, waiters
from db.test_policies import NOT_BRS, live
from db.test_steering import sites
from packhorse.sourcing import operations, queries
from packhorse.sourcing.operations import turns
from packhorse.web import working

TODAY = {"valid_until": str(NOW.date())}
TOMORROW = NOW + timedelta(days=1)


def code(order_id):
    return queries.waiting([order_id])[order_id].code


def test_who_waits_is_served_when_a_rule_ends_by_its_day(db):
    open_company()
    keep = {"kind": "keep_back", "units": 8, "what": {"products": ["PAINT"]}}
    live(NOT_BRS | TODAY, {"kind": "split_from", "minor": 10**8} | TODAY, keep | TODAY)
    ids = [place_and_source("1", {"DESK": 1}), place_and_source("2", {"PAINT": 1})]
    assert [code(each) for each in ids] == ["KEPT_OUT", "KEPT_BACK"]
    operations.source_waiting(now=NOW.replace(hour=22, minute=59))  # it is not midnight there
    assert [code(each) for each in ids] == ["KEPT_OUT", "KEPT_BACK"]
    operations.source_waiting(now=NOW.replace(hour=23, minute=1))
    relay(TOMORROW)
    assert ([sites(each) for each in ids], differences()) == ([["BRS"], ["LDS"]], {})


def test_a_rule_that_begins_says_why_and_leaves_what_is_promised(db):
    open_company()
    first = {"valid_from": str(TOMORROW.date())}
    live(NOT_BRS | first)
    promised, waits = place_and_source("1", {"DESK": 1}), place_and_source("2", {"DESK": 5})
    assert (sites(promised), sites(waits), code(waits)) == (["BRS"], ["BRS"], "NOT_THERE")
    kept = queries.of_order(promised)
    late = place_and_source("3", {"IRON": 1}, now=TOMORROW)
    operations.source_waiting(now=TOMORROW)
    assert (queries.of_order(promised), code(late), differences()) == (kept, "KEPT_OUT", {})


def test_two_workers_at_once_serve_each_once_in_batches_of_their_own(own_db, monkeypatch):
    monkeypatch.setattr(turns, "BATCH", 2)
    open_company(stocked={"BRS": STOCK["BRS"]})
    live(NOT_BRS | TODAY)
    ids = [place_and_source(sku, {sku: 1}) for sku in ("MUG", "BOOK", "LAMP", "DESK", "IRON")]
    answers, workers = {}, []
    with transaction.atomic():
        run_sql("SELECT pg_advisory_xact_lock(7305932)")  # a batch is being sourced
        for name in ("one", "two"):
            workers.append(thread(lambda: operations.source_waiting(now=TOMORROW), answers, name))
        waiters(2)
    for each in workers:
        each.join(30)
    relay(TOMORROW)
    assert (answers, [state(each) for each in ids]) == ({"one": "done", "two": "done"}, ["sourced"] * 5)
    assert (level("DESK", "BRS"), differences()) == ((3, 1), {})
    served_at_once = "SELECT count(*) FROM inventory_allocation GROUP BY xmin::text ORDER BY 1"
    assert run_sql(served_at_once) == [(1,), (2,), (2,)]


def test_a_worker_that_is_never_idle_tries_them_every_ten_minutes(own_db):
    """It used to count the seconds in which there was nothing to do."""
    now = datetime.now(UTC)
    open_company()
    run_sql("UPDATE network_warehouse SET storage_classes = '{}'")
    order_id = place_and_source("1", now=now, placed_at=now)
    at, seen = [0.0], []

    def over():
        """Between two rounds, five minutes after the one before."""
        if len(seen) == 1:
            run_sql("UPDATE network_warehouse SET storage_classes = '{ambient}'")
        seen.append(sites(order_id))
        at[0] += 301
        return len(seen) == 4

    working._rounds(over, threading.Event(), lambda: at[0])
    assert seen == [[], [], [], ["BRS"]]


def test_news_that_never_ends_does_not_keep_a_worker_from_what_is_due_by_the_clock(own_db):
    """Each batch of news takes twenty seconds here, and causes the next one."""
    now = datetime.now(UTC)
    open_company()
    order_id = place("1", now=now, placed_at=now)
    at, left = [0.0], []

    def clock():
        at[0] += 20
        return at[0]

    def over():
        left.append(run_sql("SELECT count(*) > 0 FROM outbox_delivery")[0][0])
        return len(left) == 5

    working._rounds(over, threading.Event(), clock)
    assert left[:2] == [True, True] and not left[-1]
    assert state(order_id) == "sourced"
