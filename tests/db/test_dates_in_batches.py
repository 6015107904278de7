"""What is said of a product's days counts for many orders batch by batch; a failure in the middle loses nothing."""

import sys
from datetime import date, timedelta

import pytest
from company import (
    NOW,
    differences,
    level,
    open_company,
    place,
    place_and_source,
    product,
    receive,
    relay,
    run_sql,
    state,
    waiting,
)
from django.db import transaction

from db.locks import thread, until
from db.locks import waiting as locked_out
from packhorse.catalog import operations as catalog
from packhorse.outbox import queries as outbox
from packhorse.outbox.relay import try_again
from packhorse.sourcing import operations, queries

JUNE = date(2024, 6, 1)
MODULE = sys.modules[operations.follow_dates.__module__]


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(MODULE, "BATCH", 2)
    monkeypatch.setattr(MODULE, "TAKEN_BACK", 2)


def say(*, released_on=None, expected_on=None):
    catalog.set_dates(sku="MUG", released_on=released_on, expected_on=expected_on, now=NOW, actor="agent")


def written(table):
    """How many rows of a table each of the transactions wrote that wrote any."""
    return [count for (count,) in run_sql(f"SELECT count(*) FROM {table} GROUP BY xmin::text ORDER BY 1 DESC")]


def days():
    return [day for (day,) in run_sql("SELECT expected_on FROM sourcing_waitingorder ORDER BY order_id")]


def test_those_that_wait_are_told_the_day_in_several_transactions(own_db):
    open_company(stocked={})
    for number in "ABCDE":
        place(number)
    relay()
    say(expected_on=JUNE)
    relay()
    assert (days(), written("sourcing_waitingorder")) == ([JUNE] * 5, [2, 2, 1])
    assert {row.code for row in queries.desk(queue="arrival").rows} == {"EXPECTED"}


def test_a_failure_in_the_middle_loses_nothing(own_db):
    open_company(stocked={})
    ids = [place_and_source(number) for number in "ABCDE"]
    run_sql(f"ALTER TABLE sourcing_waitingorder ADD CHECK (order_id <> {ids[3]} OR expected_on IS NULL)")
    say(expected_on=JUNE)
    for day in range(9):
        relay(NOW + timedelta(days=day))
    (aside,) = outbox.set_aside()
    assert (aside.kind, days()) == ("DatesFollowed", [JUNE] * 2 + [None] * 3)
    run_sql("ALTER TABLE sourcing_waitingorder DROP CONSTRAINT sourcing_waitingorder_check")
    try_again([aside.id], now=NOW)
    relay()
    assert (days(), outbox.set_aside_count(), differences()) == ([JUNE] * 5, 0, {})


def test_what_may_not_be_sent_yet_is_taken_back_in_several_transactions_and_served_on_its_day(own_db):
    open_company(stocked={"BRS": {"A1": ("MUG", 5)}})
    ids = [place_and_source(number) for number in "ABCDE"]
    say(released_on=JUNE)
    relay()
    assert (written("sourcing_waitingorder"), level("MUG", "BRS")) == ([2, 2, 1], (5, 0))
    assert ({state(each) for each in ids}, days(), differences()) == ({"backordered"}, [JUNE] * 5, {})
    say()
    relay()
    assert ({state(each) for each in ids}, waiting(), differences()) == ({"sourced"}, 0, {})


def test_several_rounds_go_on_together_and_forget_no_product(db):
    open_company(stocked={})
    ids = [place_and_source(number, {sku: 1}) for number, sku in zip("ABCDEF", ("MUG", "BOOK") * 3, strict=True)]
    say(expected_on=JUNE)
    catalog.set_dates(sku="BOOK", released_on=None, expected_on=JUNE, now=NOW, actor="agent")
    relay()
    assert (days(), len(ids)) == ([JUNE] * 6, 6)


def test_who_is_served_meanwhile_is_not_written_down_again(own_db):
    open_company(stocked={})
    order_id = place_and_source("A")
    receive("BRS", "A1", "MUG", 1)
    say(expected_on=JUNE)
    answers = {}
    with transaction.atomic():
        operations.source([order_id], now=NOW)
        telling = thread(lambda: operations.follow_dates([product("MUG").id], now=NOW), answers, "dates")
        until(lambda: "dates" in answers or locked_out())
    telling.join(30)
    assert (answers, waiting()) == ({"dates": "done"}, 0)
    relay()
    assert (state(order_id), differences()) == ("sourced", {})
