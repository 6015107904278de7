"""A long queue is tried batch by batch, each in a transaction of its own, in its turn and each order once."""

import pytest
from company import NOW, differences, open_company, place, receive, relay, run_sql, state
from django.db import transaction

from db.test_chosen import client_of
from db.test_policies import NOT_BRS, live
from db.test_steering import sites
from packhorse.events import QueueTried
from packhorse.network import operations as network
from packhorse.outbox.publish import publish
from packhorse.outbox.relay import drain
from packhorse.placing.rules import order_number
from packhorse.sourcing import operations
from packhorse.sourcing.operations import closing, turns


@pytest.fixture(autouse=True)
def small(db, monkeypatch):
    monkeypatch.setattr(turns, "BATCH", 2)
    open_company(stocked={"BRS": {"A1": ("MUG", 1)}})


def waiting(*numbers, sku="BOOK"):
    ids = [place(number, {sku: 1}) for number in numbers]
    relay()
    return ids


def told():
    return run_sql("SELECT count(*) FROM outbox_event WHERE kind = 'QueueTried'")[0][0]


def test_goods_that_came_are_given_out_batch_by_batch_in_turn():
    ids = waiting(*"ABCDE")
    receive("BRS", "A2", "BOOK", 4)
    drain(now=NOW, batch=500, stop=Steps(1))
    assert [state(each) for each in ids] == ["backordered"] * 5 and told() == 1
    relay()
    assert [state(each) for each in ids] == ["sourced"] * 4 + ["backordered"]
    assert differences() == {}
    page = client_of("agent").get(f"/orders/{order_number(ids[1])}").content.decode()
    assert "Sourced: 1 unit" in page and "QueueTried" not in page


def test_those_that_stay_are_passed_once_and_it_ends():
    ids = waiting(*"ABCDE")
    live(NOT_BRS)
    assert (told(), {state(each) for each in ids}) == (2, {"backordered"})
    operations.source_waiting(now=NOW)
    relay()
    assert told() == 2


def test_those_kept_out_are_tried_when_a_warehouse_opens():
    receive("BRS", "A2", "BOOK", 9)
    network.close(warehouse="BRS", from_on=None, until_on=None, why="flood", now=NOW, actor="boss")
    relay()
    ids = waiting(*"ABCD")
    network.reopen(warehouse="BRS", now=NOW, actor="boss")
    relay()
    assert ([sites(each) for each in ids], differences()) == ([["BRS"]] * 4, {})


def test_a_closed_warehouse_is_left_batch_by_batch(monkeypatch):
    monkeypatch.setattr(closing, "BATCH", 2)
    receive("BRS", "A2", "BOOK", 5)
    receive("LIL", "A2", "BOOK", 5)
    ids = waiting(*"ABCDE")
    assert [sites(each) for each in ids] == [["BRS"]] * 5
    network.close(warehouse="BRS", from_on=None, until_on=None, why="flood", now=NOW, actor="boss")
    drain(now=NOW, stop=Steps(2))  # channels are told first
    assert [sites(each) for each in ids] == [["LIL"]] * 2 + [["BRS"]] * 3
    relay()
    assert ([sites(each) for each in ids], differences()) == ([["LIL"]] * 5, {})
    assert run_sql("SELECT count(*) FROM outbox_event WHERE kind = 'WarehouseLeft'") == [(2,)]


def test_who_comes_between_two_batches_does_not_overtake():
    ids = waiting(*"ABCDE")
    receive("BRS", "A2", "BOOK", 5)
    drain(now=NOW, stop=Steps(1))
    (late,) = waiting("F")
    assert [state(each) for each in (*ids, late)] == ["sourced"] * 5 + ["backordered"]


def test_several_rounds_go_on_together():
    ids = waiting(*"ABCDE")
    live(NOT_BRS)
    turns_of = "SELECT priority, (extract(epoch FROM since) * 1000000)::bigint, order_id FROM sourcing_waitingorder"
    rows = run_sql(f"{turns_of} WHERE order_id = ANY(%s) ORDER BY order_id", [ids[0], ids[2]])
    with transaction.atomic():
        publish([QueueTried((), False, *row) for row in rows], now=NOW, actor="test")
    relay()
    assert told() == 2 + 2 + 2  # from the earlier of them on: two batches, where each by itself were three


class Steps:
    """Lets a relay give out so many batches, then stops it."""

    def __init__(self, steps):
        self.left = steps

    def __call__(self):
        self.left -= 1
        return self.left < 0
