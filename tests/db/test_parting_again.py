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
    place_and_source,
    relay,
    run_sql,
    state,
)
from django.db import transaction
from machine import Api
from orderfiles import order_file, row

from db.floor import wave
from db.locks import in_turn, thread, waiters
from db.office import merge, split
from packhorse.placing import operations as placing
from packhorse.placing import queries as orders
from packhorse.placing.operations.cancel import cancel_as_ordered
from packhorse.placing.rules import order_number
from packhorse.web import keys, parting


def shop_cancels(order_id):
    return list(cancel_as_ordered(order_id=order_id, key="hook", now=NOW, actor="shop").values())


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


def test_paid_releases_what_was_split_off_too(db):
    open_company()
    order_id = place_and_source("A", {"MUG": 4}, awaiting_payment=True)
    child = split(order_id, {line_ids(order_id)[0]: 1})
    other = place_and_source("B", {"MUG": 1}, awaiting_payment=True)
    placing.place([order("A", {"MUG": 4})], now=NOW, actor="channel")  # by now it is paid
    relay()
    assert orders.held([order_id, child, other]) == {other}


@pytest.mark.parametrize("how", ["split", "merge"])
def test_the_same_file_again_is_known_after_a_split_or_merger(db, how):
    open_company()
    content = order_file(row("A", "MUG", 2), row("B", "MUG", 1))
    placing.import_orders(content, channel="web", now=NOW, actor="office")
    relay()
    first, second = (pk for (pk,) in run_sql("SELECT id FROM placing_order ORDER BY external_id"))
    if how == "split":
        split(first, {line_ids(first)[0]: 1})
    else:
        merge(first, second)
    again = placing.import_orders(content, channel="web", now=NOW, actor="office")
    assert (again.known, again.errors) == (2, [])


def test_a_machine_that_cancels_a_merged_order_takes_back_what_was_ordered_in_it(db):
    open_company()
    first, second = place_and_source("A", {"MUG": 2}), place_and_source("B", {"BOOK": 3})
    merge(first, second)
    api = Api(keys.add_key(name="shop", role="agent", now=NOW))
    cancelling = f"/orders/{order_number(second)}/cancel"
    status, answer, _ = api("POST", cancelling, {"lines": [{"line_id": line_ids(first)[1], "quantity": 1}]})
    assert (status, answer["code"], order_number(first) in answer["text"]) == (409, "MERGED", True)
    status, answer, _ = api("POST", cancelling, {})
    relay()
    assert (status, [each[:2] for each in counts(first)]) == (200, [(2, 0), (3, 3)]), answer
    assert api("POST", cancelling, {})[1]["code"] == "NOTHING_TO_CANCEL"
    assert differences() == {}


def test_a_shops_own_order_under_a_split_orders_number_is_not_swallowed(db):
    open_company()
    first = place_and_source("A", {"MUG": 4})
    child = split(first, {line_ids(first)[0]: 1})
    (answer,) = placing.place([order("A-2", {"BOOK": 7}, city="York")], now=NOW, actor="channel")
    # It must be placed, or refused as NUMBER_TAKEN; not answered as the split order, which it is not.
    assert answer.order_id != child or answer.other, answer


def test_no_channel_sends_the_number_of_what_was_split_off(db):
    open_company()
    first = place_and_source("A", {"MUG": 4})
    child = split(first, {line_ids(first)[0]: 2})
    grandchild = split(child, {line_ids(child)[0]: 1})
    numbers = [orders.rows([each])[each].external_id for each in (child, grandchild)]
    assert numbers == ["A / split 2", "A / split 3"]
    (answer,) = placing.place([order(numbers[0], {"MUG": 2})], now=NOW, actor="channel")
    assert (answer.order_id, [fault.field for fault in answer.faults]) == (None, ["order_number"])
    # Were it taken all the same: it is another order, not one that is known.
    run_sql("UPDATE placing_order SET external_id = 'Z' WHERE id = %s", child)
    (answer,) = placing.place([order("Z", {"MUG": 2})], now=NOW, actor="channel")
    assert (answer.order_id, answer.other) == (child, True)


def test_orders_that_are_split_at_once_get_numbers_of_their_own(own_db):
    """The first eighty letters of their numbers are the same."""
    open_company()
    ids = [place_and_source("A" * 85 + each, {"MUG": 2}) for each in "XYZ"]
    works = [lambda each=each: placing.split(**half(each)).child_id for each in ids]
    answers = in_turn("SELECT 1 FROM placing_channel FOR UPDATE", *works)
    numbers = sorted(orders.rows([each])[each].external_id for each in answers)
    assert numbers == ["A" * 80 + f" / split {nth}" for nth in (2, 3, 4)]


def half(order_id):
    return {"order_id": order_id, "units": {line_ids(order_id)[0]: 1}, "now": NOW, "actor": "agent"}
