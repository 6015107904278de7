"""What comes after a split or a merger, or at the same time: the shop's word, the file again, a wave."""

import pytest
from company import (
    NOW,
    cancel,
    counts,
    differences,
    line_ids,
    open_company,
    order,
    order_file,
    place_and_source,
    relay,
    row,
    run_sql,
    state,
)
from django.db import transaction
from machine import Api

from db.floor import wave
from db.locks import in_turn, thread, waiters
from packhorse.errors import Refusal
from packhorse.placing import operations as placing
from packhorse.placing import queries as orders
from packhorse.placing.operations.cancel import cancel_as_ordered
from packhorse.placing.rules import order_number
from packhorse.web import keys, parting


def split(order_id, units):
    child = parting.split(order_id=order_id, units=units, now=NOW, actor="agent")
    relay()
    return child


def merge(order_id, *others):
    parting.merge(order_id=order_id, others=set(others), now=NOW, actor="agent")
    relay()


def shop_cancels(order_id):
    return list(cancel_as_ordered(order_id, key="hook", now=NOW, actor="shop").values())


def test_a_wave_planned_while_orders_are_merged_does_not_break(own_db):
    open_company()
    first, second = place_and_source("A", {"MUG": 2}), place_and_source("B", {"MUG": 1})
    answers = {}
    with transaction.atomic():
        parting.merge(order_id=first, others={second}, now=NOW, actor="agent")
        made = thread(lambda: bool(wave("BRS")), answers, 1)
        waiters(1)
    made.join(30)
    assert answers == {1: True}


def test_a_shop_that_cancels_while_units_are_cancelled_by_the_office_is_heard(own_db):
    open_company()
    order_id = place_and_source("A", {"MUG": 4})
    (mug,) = line_ids(order_id)
    answers = {}
    with transaction.atomic():
        cancel(order_id, {mug: 1})
        made = thread(lambda: shop_cancels(order_id), answers, 1)
        waiters(1)
    made.join(30)
    relay()
    assert (state(order_id), answers) == ("cancelled", {1: [3]})


def test_a_shop_that_cancels_while_the_order_is_split_is_heard(own_db):
    open_company()
    order_id = place_and_source("A", {"MUG": 2, "BOOK": 1})
    book = line_ids(order_id)[1]
    answers = {}
    with transaction.atomic():
        child = parting.split(order_id=order_id, units={book: 1}, now=NOW, actor="agent")
        made = thread(lambda: shop_cancels(order_id), answers, 1)
        waiters(1)
    made.join(30)
    relay()
    assert (state(order_id), state(child), answers) == ("cancelled", "cancelled", {1: [2, 1]})


def test_a_cancel_row_counts_once_after_a_split_and_a_merger(db):
    open_company()
    order_id = place_and_source("A", {"MUG": 2, "BOOK": 4})
    child = split(order_id, {line_ids(order_id)[1]: 4})
    content = order_file(row("A", "BOOK", 1, action="cancel"))
    first = placing.import_orders(content, channel="web", now=NOW, actor="office")
    assert first.cancelled_rows == 1, first
    relay()
    merge(order_id, child)
    again = placing.import_orders(content, channel="web", now=NOW, actor="office")
    relay()
    assert (again.cancelled_rows, again.known_cancels, counts(order_id)[1][:2]) == (0, 1, (4, 1))
