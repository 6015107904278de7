"""Planned waves: what is due goes out together, whatever cannot leaves by itself, and nobody is on two lists."""

from dataclasses import replace
from datetime import timedelta

import pytest
from company import NOW, cancel, differences, open_company, place, place_and_source, relay, run_sql, site

from db.floor import at_once, fulfillment, pick, pick_list, sort, take
from packhorse.errors import Refusal
from packhorse.picking import operations, queries
from packhorse.picking.rules import RUSH, Setup
from packhorse.placing import operations as placing
from packhorse.sorting import queries as walls

DAY = Setup(ahead_minutes=1440)
STOCKED = {"BRS": {"A1": ("MUG", 90), "A2": ("BOOK", 90), "B1": ("LAMP", 90), "C1": ("IRON", 90)}}


def floor(**how):
    operations.set_floor(warehouse="BRS", setup=replace(DAY, **how))


def zones():
    """Each aisle is a zone of its own, and nobody leaves his."""
    run_sql("UPDATE network_bin SET zone = left(code, 1)")
    floor(zones=True)


@pytest.fixture
def company(db):
    open_company(stocked=STOCKED, slots=20)
    floor()


def planned(now=NOW):
    """Plan; return {wave id: its orders}."""
    ids = operations.plan_waves(warehouse_id=site("BRS"), now=now, actor="lead")
    return {each: members(each) for each in ids}


def members(wave_id):
    return [row.order_id for row in queries.wave_orders([wave_id])]


def released(wave_id):
    made = operations.release_wave(wave_id=wave_id, now=NOW, actor="lead")
    relay()
    return made


def counted(wave_id):
    """The number of orders as kept, and as counted."""
    kept = run_sql("SELECT orders FROM picking_wave WHERE id = %s", wave_id)[0][0]
    return kept, queries.wave(wave_id).orders


def test_what_is_due_in_the_look_ahead_is_planned_and_released_once(company):
    first, second = place_and_source("1"), place_and_source("2", {"BOOK": 2})
    later = place_and_source("3", now=NOW + timedelta(days=2))
    ((wave_id, found),) = planned().items()
    assert found == [first, second]
    row = queries.wave(wave_id)
    assert (row.state, row.orders, row.late) == ("planned", 2, 0)
    assert row.due_at == fulfillment(first).ship_by and NOW < row.ready_at < row.due_at
    assert planned() == {wave_id: [first, second]}  # anew, under the same number
    (list_id,) = released(wave_id)
    assert {task.order_id for task in queries.tasks(list_id)} == {first, second}
    assert (queries.wave(wave_id).state, planned(), members(wave_id)) == ("released", {}, [])
    assert (fulfillment(first).state, fulfillment(later).state) == ("released", "open")
    with pytest.raises(Refusal, match="is released"):
        operations.release_wave(wave_id=wave_id, now=NOW, actor="lead")
    pick_list(list_id)
    assert queries.wave(wave_id).state == "done"
    assert differences() == {}


def test_what_cannot_be_ready_in_time_is_marked(company):
    hopeless = place_and_source("1")
    floor(after_minutes=2880)
    ((wave_id, _),) = planned().items()
    assert queries.wave(wave_id).late == 1
    assert [row.late for row in queries.wave_orders([wave_id])] == [True]
    cancel(hopeless)
    relay()
    assert queries.wave(wave_id).state == "cancelled"


@pytest.mark.parametrize("how", ["cancelled", "held", "lost", "moved"])
def test_an_order_leaves_its_wave_by_itself(company, how):
    stays, goes = place_and_source("1"), place_and_source("2", {"LAMP": 1})
    ((wave_id, _),) = planned().items()
    if how == "cancelled":
        cancel(goes)
    elif how == "held":
        placing.hold(order_id=goes, kind="MANUAL", reason="ask first", now=NOW, actor="ann")
    elif how == "lost":
        run_sql(
            "UPDATE inventory_binstock SET blocked = true WHERE product_id = "
            "(SELECT id FROM catalog_product WHERE sku = 'LAMP')"
        )
    else:
        run_sql("UPDATE sourcing_fulfillmentorder SET state = 'cancelled' WHERE order_id = %s", goes)
    relay()
    if how != "lost":
        assert members(wave_id) == [stays]
    made = released(wave_id)
    assert {task.order_id for each in made for task in queries.tasks(each)} == {stays}
    assert counted(wave_id) == (1, 1)


def test_people_put_in_and_take_out_and_planning_leaves_that(company):
    first, second = place_and_source("1"), place_and_source("2", {"BOOK": 1})
    ((wave_id, _),) = planned().items()
    operations.take_out([fulfillment(second).id], now=NOW)
    assert members(wave_id) == [first] and counted(wave_id) == (1, 1)
    other = next(each for each in planned() if each != wave_id)
    assert (members(wave_id), members(other)) == ([first], [second])
    operations.put_in([fulfillment(second).id], wave_id=wave_id, now=NOW)
    assert members(wave_id) == [first, second] and counted(wave_id) == (2, 2)
    assert queries.wave(other).state == "cancelled"
    assert list(planned()) == [wave_id]
    operations.cancel_wave(wave_id=wave_id, now=NOW)
    assert queries.wave(wave_id).state == "cancelled"
    ((again, found),) = planned().items()
    assert again != wave_id and found == [first, second]
    assert differences() == {}


def test_bad_changes_are_refused_and_change_nothing(company):
    first = place_and_source("1")
    ((wave_id, _),) = planned().items()
    on_list = place_and_source("2")
    operations.release_now([fulfillment(on_list).id], now=NOW, actor="lead")
    relay()
    for call, status in [
        (lambda: operations.put_in([fulfillment(on_list).id], wave_id=wave_id, now=NOW), 409),
        (lambda: operations.put_in([0], wave_id=wave_id, now=NOW), 404),
        (lambda: operations.put_in([fulfillment(first).id], wave_id=0, now=NOW), 404),
        (lambda: operations.take_out([fulfillment(on_list).id], now=NOW), 409),
        (lambda: operations.cancel_wave(wave_id=0, now=NOW), 404),
        (lambda: operations.release_wave(wave_id=0, now=NOW, actor="lead"), 404),
        (lambda: operations.release_now([fulfillment(on_list).id], now=NOW, actor="lead"), 409),
        (lambda: operations.set_floor(warehouse="BRS", setup=Setup(pickers=0)), 422),
        (lambda: operations.set_floor(warehouse="XXX", setup=Setup()), 404),
    ]:
        with pytest.raises(Refusal) as refused:
            call()
        assert refused.value.status == status
    assert members(wave_id) == [first]


def test_rush_leaves_its_wave_and_is_handed_out_first(company):
    first, second, rush = place_and_source("1"), place_and_source("2", {"BOOK": 1}), place_and_source("3", {"IRON": 1})
    ((wave_id, _),) = planned().items()
    (list_id,) = operations.release_now([fulfillment(rush).id], now=NOW, actor="lead")
    assert members(wave_id) == [first, second] and counted(wave_id) == (2, 2)
    (ordinary,) = released(wave_id)
    assert queries.pick_list(list_id).priority == RUSH
    answers = [
        operations.next_list(warehouse_id=site("BRS"), now=NOW, actor=who) for who in ("ann", "ben", "cid", "ann")
    ]
    assert answers == [list_id, ordinary, None, list_id]
    assert differences() == {}


def test_a_wave_released_at_once_leaves_planned_ones_alone(company):
    first = place_and_source("1")
    ((wave_id, _),) = planned().items()
    second = place_and_source("2")
    made = operations.plan_wave(warehouse_id=site("BRS"), now=NOW, actor="lead")
    assert [task.order_id for each in queries.lists_of_wave(made) for task in queries.tasks(each)] == [second]
    assert members(wave_id) == [first]


def test_the_next_list_is_the_nearest_of_equals(company):
    floor(singles=False)
    for nth, sku in enumerate(("MUG", "LAMP", "IRON", "IRON")):
        place_and_source(f"{nth}", {sku: 1})
        operations.plan_wave(warehouse_id=site("BRS"), now=NOW, actor="lead")
    mug, lamp, iron, other = [row.id for row in queries.lists(warehouse_id=site("BRS"))]
    pick_list(other)
    assert operations.next_list(warehouse_id=site("BRS"), now=NOW, actor="picker") == iron
    assert operations.next_list(warehouse_id=site("BRS"), now=NOW, actor="ann") == mug
    assert operations.next_list(warehouse_id=site("BRS"), now=NOW, actor="ben") == lamp


def test_two_who_ask_at_once_never_get_the_same_list(own_db):
    open_company(stocked=STOCKED)
    for nth in range(3):
        place_and_source(f"{nth}")
        operations.plan_wave(warehouse_id=site("BRS"), now=NOW, actor="lead")
    relay()
    answers = at_once(4, lambda nth: operations.next_list(warehouse_id=site("BRS"), now=NOW, actor=f"p{nth}"))
    assert sorted(each for each in answers if each) == [row.id for row in queries.lists(warehouse_id=site("BRS"))]
    assert answers.count(None) == 1


def test_orders_of_one_unit_share_a_list_and_its_totes(company):
    singles = [place_and_source(f"{nth}") for nth in range(5)]
    other = place_and_source("9", {"MUG": 1, "BOOK": 1})
    (wave_id,) = planned()
    rows = {queries.pick_list(each).kind: queries.tasks(each) for each in released(wave_id)}
    assert {task.order_id for task in rows["single"]} == set(singles)
    assert {task.tote for task in rows["single"]} == {1}
    assert [task.order_id for task in rows["cluster"]] == [other, other]


def test_an_order_in_several_zones_has_a_list_each_and_comes_together_at_the_wall(company):
    zones()
    one = place_and_source("1", {"MUG": 1, "LAMP": 1})
    (wave_id,) = planned()
    made = released(wave_id)
    rows = [queries.pick_list(each) for each in made]
    assert sorted((row.kind, row.zone) for row in rows) == [("zone", "A"), ("zone", "B")]
    for each in made:
        assert fulfillment(one).state in ("released", "picking")
        pick_list(each)
        assert queries.pick_list(each).state == "done"
    assert fulfillment(one).state == "picked"
    assert queries.wave(wave_id).state == "done"
    for each in made:
        sort(each)
    assert [slot.fulfillment_id for slot in walls.slots(site("BRS"), states=("complete",))] == [fulfillment(one).id]
    assert differences() == {}


def test_two_who_end_an_order_at_once_on_two_lists_tell_of_it_once(own_db):
    open_company(stocked=STOCKED)
    zones()
    place_and_source("1", {"MUG": 1, "LAMP": 1})
    (wave_id,) = planned()
    made = released(wave_id)
    for nth, each in enumerate(made):
        take(each, actor=f"p{nth}")
    relay()
    answers = at_once(2, lambda nth: pick(queries.tasks(made[nth])[0], actor=f"p{nth}"))
    assert all(each.list_done for each in answers), answers
    assert run_sql("SELECT count(*) FROM outbox_event WHERE kind = 'PicksDone'") == [(1,)]


def test_a_cancelled_order_on_two_lists_ends_both_and_is_told_of_once(company):
    zones()
    one = place_and_source("1", {"MUG": 1, "LAMP": 1})
    (wave_id,) = planned()
    made = released(wave_id)
    cancel(one)
    relay()
    assert [queries.pick_list(each).state for each in made] == ["done", "done"]
    assert queries.wave(wave_id).state == "done"
    assert run_sql("SELECT count(*) FROM outbox_event WHERE kind = 'PicksDone'") == [(1,)]
    assert differences() == {}


def test_a_wave_counts_what_cannot_be_picked_just_now_and_bears_that_it_leaves(company):
    first, second = place_and_source("1"), place_and_source("2", {"LAMP": 1})
    ((wave_id, _),) = planned().items()
    run_sql("UPDATE inventory_binstock SET blocked = true")
    operations.put_in([fulfillment(first).id], wave_id=wave_id, now=NOW)
    assert counted(wave_id) == (2, 2)
    for each in (first, second):
        placing.hold(order_id=each, kind="MANUAL", reason="ask first", now=NOW, actor="ann")
    relay()
    assert queries.wave(wave_id).state == "cancelled"


def test_what_does_not_fit_a_tote_or_a_cart_is_spread(company):
    floor(tote_mm3=2 * 100 * 90 * 90, cart_totes=3)
    place_and_source("1", {"MUG": 4, "BOOK": 1})
    (wave_id,) = planned()
    (list_id,) = released(wave_id)
    assert [task.tote for task in queries.tasks(list_id)] == [1, 3]
    place_and_source("2", {"MUG": 4, "IRON": 1})
    (wave_id,) = planned()
    assert len(released(wave_id)) == 2


def test_the_clock_plans_and_releases_what_pickers_need(company):
    place_and_source("1")
    assert operations.tend_waves(now=NOW) == 0
    floor(by_itself=True, pickers=1)
    assert operations.tend_waves(now=NOW) == 1
    place_and_source("2", {"BOOK": 1})
    assert operations.tend_waves(now=NOW) == 0  # the picker has a list to take
    assert [row.orders for row in queries.planned_waves(site("BRS"))] == [1]
    operations.next_list(warehouse_id=site("BRS"), now=NOW, actor="ann")
    assert operations.tend_waves(now=NOW) == 1


def test_one_wave_is_released_once_however_many_ask(own_db):
    open_company(stocked=STOCKED)
    floor()
    for nth in range(6):
        place(f"{nth}", {"MUG": 1, "BOOK": 1})
    relay()
    (wave_id,) = planned()
    answers = at_once(3, lambda nth: operations.release_wave(wave_id=wave_id, now=NOW, actor=f"lead {nth}"))
    assert sum(isinstance(each, list) for each in answers) == 1, answers
    assert sum(isinstance(each, Refusal) for each in answers) == 2
    assert differences() == {}
