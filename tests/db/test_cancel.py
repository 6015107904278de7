"""A cancellation at every stage: what is still here comes back, what has left is counted back."""

import pytest
from company import (
    NOW,
    PREFIX,
    cancel,
    counts,
    differences,
    in_bin,
    kinds,
    level,
    line_ids,
    open_company,
    place,
    place_and_source,
    receive,
    relay,
    site,
    state,
    waiting,
)
from django.db import transaction

from db.floor import STAGES, bring_to, fulfillment, hand_over, pack_all, pick, put, sort, stage_all, take, wave
from packhorse.errors import Refusal
from packhorse.packing import queries as parcels
from packhorse.picking import queries as lists
from packhorse.shipping import operations as shipping
from packhorse.shipping import queries as shipments
from packhorse.sorting import operations as sorting
from packhorse.sorting import queries as walls
from packhorse.sourcing import queries as sourcing

IN_HOUSE = STAGES[:-1]


def refused(order_id, units=None, **more):
    with pytest.raises(Refusal) as caught:
        cancel(order_id, units, **more)
    return caught.value.code


@pytest.mark.parametrize("stage", IN_HOUSE)
def test_a_whole_order_can_be_cancelled_until_it_leaves(db, stage):
    open_company()
    order_id = place("1", {"MUG": 2, "BOOK": 3})
    bring_to(order_id, stage)
    cancel(order_id)
    relay()
    assert state(order_id) == "cancelled"
    assert counts(order_id) == [(2, 2, 0, 0, 0), (3, 3, 0, 0, 0)]
    assert (level("MUG", "BRS"), level("BOOK", "BRS")) == ((10, 0), (20, 0))
    assert (in_bin("BRS", "A1", "MUG"), in_bin("BRS", "A2", "BOOK")) == ((10, 0), (20, 0))
    assert [row.state for row in sourcing.of_order(order_id)] == ["cancelled"] * (stage != "placed")
    assert waiting() == 0
    held = walls.to_clear(site("BRS"))
    assert len(held) == (stage == "sorted")  # the goods lie in the slot until somebody takes them out
    for slot in held:
        sorting.clear(slot_id=slot.id, now=NOW, actor="lead")
    assert {slot.state for slot in walls.slots(site("BRS"))} == {"free"}
    assert {row.state for row in parcels.of_order(order_id)} <= {"cancelled"}
    assert {row.state for row in shipments.of_order(order_id)} <= {"voided"}
    assert not [task for task in lists.of_order(order_id) if task.state == "open"]
    assert differences() == {}


@pytest.mark.parametrize("stage", IN_HOUSE)
def test_what_is_cancelled_does_not_go_on_to_the_next_stage(db, stage):
    open_company()
    order_id = place("1", {"MUG": 2})
    made = bring_to(order_id, stage)
    cancel(order_id)
    relay()
    assert [row.open for row in lists.lists()] == []
    assert wave("BRS") == []
    if stage == "picked":
        with pytest.raises(Refusal, match="put MUG back into bin A1"):
            put(made[0], "MUG")
    assert pack_all("BRS") == []
    stage_all("BRS")
    assert hand_over() == []
    assert all(shipments.label_zpl(row.id) is None for row in parcels.of_order(order_id))
    assert "CancelRefused" not in kinds(order_id)
    assert differences() == {}


@pytest.mark.parametrize("stage", STAGES)
def test_a_part_can_be_cancelled_until_it_is_picked(db, stage):
    open_company()
    order_id = place("1", {"MUG": 3})
    bring_to(order_id, stage)
    early = STAGES.index(stage) < STAGES.index("picking")
    units = {line_ids(order_id)[0]: 1}
    if stage == "shipped":
        assert refused(order_id, units) == "CANCEL_TOO_MANY"
    else:
        assert cancel(order_id, units) == units
    relay()
    left = 2 if early else 3
    gone = left if stage == "shipped" else 0
    held = 0 if stage == "shipped" else left
    assert counts(order_id) == [(3, 3 - left, left, gone, 0)]
    assert level("MUG", "BRS") == (10 - gone, held)
    assert ("CancelRefused" in kinds(order_id)) == (not early and stage != "shipped")
    assert state(order_id) == ("shipped" if stage == "shipped" else "sourced")
    assert differences() == {}


@pytest.mark.parametrize("stage", IN_HOUSE)
def test_an_order_goes_on_to_the_carrier_after_a_part_was_cancelled(db, stage):
    open_company()
    order_id = place("1", {"MUG": 3, "BOOK": 1})
    made = bring_to(order_id, stage)
    cancel(order_id, {line_ids(order_id)[0]: 3})
    relay()
    done = STAGES.index(stage)
    made = made or wave("BRS")
    if done < STAGES.index("picked"):
        take(made[0])
        for task in lists.tasks(made[0]):
            if task.state == "open":
                pick(task)
        relay()
    if done < STAGES.index("sorted"):
        sort(made[0])
    pack_all("BRS")
    stage_all("BRS")
    hand_over()
    assert (state(order_id), fulfillment(order_id).state) == ("shipped", "shipped")
    assert all(shipped == quantity - cancelled for quantity, cancelled, _, shipped, _ in counts(order_id))
    assert differences() == {}


def test_a_cancellation_that_crosses_the_carrier_at_the_door_is_taken_back(db):
    open_company()
    order_id = place("1", {"MUG": 2})
    bring_to(order_id, "staged")
    (carrier,) = {carrier for _, carrier, _ in shipments.staged()}
    shipping.close_manifest(warehouse_id=site("BRS"), carrier_id=carrier, gs1_prefix=PREFIX, now=NOW, actor="loader")
    cancel(order_id)  # the news of the hand-over has not come yet
    assert state(order_id) == "cancelled"
    relay()
    assert kinds(order_id).count("CancelRefused") == 1
    assert (state(order_id), counts(order_id)) == ("shipped", [(2, 0, 2, 2, 0)])
    assert level("MUG", "BRS") == (8, 0)
    assert differences() == {}


def test_what_has_shipped_cannot_be_cancelled(db):
    open_company()
    order_id = place("1", {"MUG": 2})
    bring_to(order_id, "shipped")
    assert refused(order_id) == "NOTHING_TO_CANCEL"
    assert counts(order_id) == [(2, 0, 2, 2, 0)]


def test_a_key_makes_a_cancellation_count_once(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 5})
    (line,) = line_ids(order_id)
    assert cancel(order_id, {line: 2}, key="web-77") == {line: 2}
    assert cancel(order_id, {line: 2}, key="web-77") == {}
    assert cancel(order_id, {line: 2}, key="web-78") == {line: 2}
    relay()
    assert counts(order_id) == [(5, 4, 1, 0, 0)]
    assert kinds(order_id).count("OrderCancelled") == 2


def test_a_key_that_was_refused_may_be_used_again(db):
    open_company()
    order_id = place("1", {"MUG": 2})
    (line,) = line_ids(order_id)
    with pytest.raises(Refusal), transaction.atomic():
        cancel(order_id, {line: 3}, key="k")
    assert cancel(order_id, {line: 2}, key="k") == {line: 2}


def test_a_key_of_one_order_does_not_silence_another(db):
    open_company()
    first, second = place("1"), place("2")
    assert cancel(first, key="cancel")
    assert cancel(second, key="cancel")


@pytest.mark.parametrize("units", [0, -1, 3])
def test_no_more_can_be_cancelled_than_is_open(db, units):
    open_company()
    order_id = place_and_source("1", {"MUG": 2})
    (line,) = line_ids(order_id)
    assert refused(order_id, {line: units}) == "CANCEL_TOO_MANY"
    assert counts(order_id) == [(2, 0, 2, 0, 0)]


def test_what_is_not_there_cannot_be_cancelled(db):
    open_company()
    first, second = place("1"), place("2")
    assert refused(987654) == "NOT_FOUND"
    assert refused(first, dict.fromkeys(line_ids(second), 1)) == "NOT_FOUND"
    cancel(first)
    assert refused(first) == "NOTHING_TO_CANCEL"


def test_a_cancelled_backorder_leaves_the_queue(db):
    open_company(stocked={})
    order_id = place_and_source("1", {"MUG": 2})
    assert waiting() == 1
    cancel(order_id)
    relay()
    assert (waiting(), state(order_id)) == (0, "cancelled")
    assert differences() == {}


@pytest.mark.parametrize("units", [1, 4])
def test_cancelling_what_an_order_waits_for_shortens_the_queue(db, units):
    open_company(stocked={"BRS": {"A1": ("MUG", 6)}})
    order_id = place_and_source("1", {"MUG": 10})
    cancel(order_id, {line_ids(order_id)[0]: units})
    relay()
    assert counts(order_id) == [(10, units, 6, 0, 0)]
    assert waiting() == (1 if units < 4 else 0)
    assert state(order_id) == ("backordered" if units < 4 else "sourced")
    assert differences() == {}


def test_stock_of_a_cancelled_order_goes_to_the_one_who_waited_longest(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 2)}})
    first, second, third = (place_and_source(f"{nth}", {"MUG": 2}) for nth in range(3))
    cancel(first)
    relay()
    assert [state(each) for each in (first, second, third)] == ["cancelled", "sourced", "backordered"]
    receive("BRS", "A1", "MUG", 2)
    relay()
    assert state(third) == "sourced"
    assert differences() == {}
