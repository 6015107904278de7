"""A promise that is moved moves the cut-off with it, for waves and the tower, as long as nothing is picked."""

from datetime import UTC, datetime, timedelta

import pytest
from company import NOW, open_company, place_and_source, relay, site

from db.floor import bring_to, wave
from db.test_promise import close, part
from db.test_steering import say, with_customer
from packhorse.network import operations as network
from packhorse.sourcing import operations, queries

TODAY, TOMORROW = (datetime(2024, 5, day, 16, tzinfo=UTC) for day in (15, 16))


@pytest.fixture(autouse=True)
def company(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 10)}})


def again(*order_ids, now=NOW):
    operations.promise_again(order_ids, now=now)


def in_wave():
    return [row.order_id for row in queries.open_for_wave(site("BRS"), limit=9)]


def test_it_leaves_later_when_the_warehouse_is_closed_that_day():
    first, second = place_and_source("1"), place_and_source("2")
    day = part(first).promised_on
    close(TODAY.date())
    again(first)
    assert (part(first).ship_by, part(second).ship_by, in_wave()) == (TOMORROW, TODAY, [second, first])
    assert part(first).promised_on > day == part(first).first_promised_on
    assert [row.order_id for row in queries.to_leave(TODAY + timedelta(hours=1))] == [second]


def test_it_leaves_sooner_when_that_day_is_worked_after_all():
    close(TODAY.date())
    first, second = place_and_source("1"), place_and_source("2")
    network.drop_special_day(warehouse="BRS", day=TODAY.date())
    again(second)
    assert (part(first).ship_by, part(second).ship_by, in_wave()) == (TOMORROW, TODAY, [second, first])


def test_what_should_have_left_leaves_by_the_next_cut_off():
    late = place_and_source("1")
    again(late, now=TODAY + timedelta(hours=1))
    assert part(late).ship_by == TOMORROW


@pytest.mark.parametrize(("state", "moves"), [("released", True), ("picked", False), ("packed", False)])
def test_what_is_picked_keeps_its_cut_off(state, moves):
    order_id = place_and_source("1")
    wave("BRS") if state == "released" else bring_to(order_id, state)
    relay()
    close(TODAY.date())
    again(order_id)
    assert (part(order_id).state, part(order_id).ship_by) == (state, TOMORROW if moves else TODAY)


def test_orders_that_leave_together_still_do():
    first, second = with_customer("1", {"MUG": 1}), with_customer("2", {"MUG": 1})
    say(first, "pool", "BRS", others=(second,))
    close(TODAY.date())
    again(first)
    assert [part(each).ship_by for each in (first, second)] == [TOMORROW, TOMORROW]


def test_nothing_moves_when_nothing_has_changed():
    first = place_and_source("1")
    before = part(first)
    again(first)
    assert part(first) == before
