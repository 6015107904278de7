"""Pick faces are filled up from reserve before a wave lacks something, once, and by scans."""

from datetime import timedelta

import pytest
from company import (
    NOW,
    bin_id,
    cancel,
    differences,
    in_bin,
    open_company,
    place_and_source,
    product,
    receive,
    relay,
    run_sql,
    scan,
    site,
)

from db.floor import at_once
from packhorse.errors import Refusal
from packhorse.picking import operations
from packhorse.picking import queries as lists


@pytest.fixture
def reserve(db):
    """Five mugs in the face A1, and a hundred in reserve C3; mugs are packed by 4 and by 12."""
    open_company(stocked={})
    run_sql("UPDATE network_bin SET use = 'reserve' WHERE code = 'C3'")
    receive("BRS", "A1", "MUG", 5)
    receive("BRS", "C3", "MUG", 100)


def plan(now=NOW):
    return operations.plan_fills(warehouse_id=site("BRS"), now=now)


def seen():
    return [(row.sku, row.from_bin, row.to_bin, row.units) for row in lists.fills(site("BRS"))]


def take(actor="filler"):
    return operations.next_fill(warehouse_id=site("BRS"), actor=actor)


def fill(task_id, units=None, *, come="BRS-C3", item="MUG", to="BRS-A1", scan_id=None, actor="filler"):
    row = lists.fill(task_id)
    return operations.fill(
        task_id=task_id,
        from_code=come,
        item_code=item,
        to_code=to,
        units=row.units if units is None else units,
        scan_id=scan_id or scan(),
        now=NOW,
        actor=actor,
    )


def test_a_short_face_is_filled_before_its_wave_and_the_wave_picks_from_it(reserve):
    place_and_source("1", {"MUG": 9})
    place_and_source("2", {"MUG": 5})
    operations.plan_waves(warehouse_id=site("BRS"), now=NOW, actor="lead")
    assert seen() == [("MUG", "C3", "A1", 12)]  # 14 are wanted, 5 lie there: three inners
    (row,) = lists.fills(site("BRS"))
    (planned,) = lists.planned_waves(site("BRS"))
    assert planned.due_at - row.due_at == timedelta(minutes=120)
    assert plan() == 0  # what is on its way is not asked for twice
    task_id = take()
    assert fill(task_id) is True
    assert (in_bin("BRS", "A1", "MUG"), in_bin("BRS", "C3", "MUG")) == ((17, 0), (88, 0))
    assert (lists.fill(task_id).state, seen(), plan()) == ("done", [], 0)
    operations.release_wave(wave_id=planned.id, now=NOW, actor="lead")
    tasks = [task for each in lists.lists_of_wave(planned.id) for task in lists.tasks(each)]
    assert {task.bin_id for task in tasks} == {bin_id("BRS", "A1")}
    assert differences() == {}


def test_where_nothing_is_set_a_face_gets_what_is_picked_in_two_days(reserve):
    run_sql(
        "INSERT INTO inbound_velocity (product_id, warehouse_id, units) VALUES (%s, %s, 300)",
        product("MUG").id,
        site("BRS"),
    )
    place_and_source("1", {"MUG": 6})
    plan()
    assert seen() == [("MUG", "C3", "A1", 8)]  # one lacks; two days are ten: of eleven, two inners


def test_what_is_set_for_a_face_is_kept_there(reserve):
    operations.set_face(warehouse_id=site("BRS"), bin_code="B2", sku="MUG", least=6, most=20)
    plan()
    assert seen() == [("MUG", "C3", "B2", 12)]  # a case, of the fifteen that it is short of 20
    fill(take(), to="BRS-B2")
    assert plan() == 0
    operations.forget_face(warehouse_id=site("BRS"), bin_code="B2", sku="MUG")
    assert lists.faces(site("BRS")) == []


def test_a_face_is_filled_as_far_as_there_is_room(reserve):
    """A mug takes 100 x 100 x 100 mm or so: the bin has room for a few more only."""
    ((volume,),) = run_sql("SELECT length_mm * width_mm * height_mm FROM catalog_product WHERE sku = 'MUG'")
    side = round((volume * 8.5) ** (1 / 3))
    run_sql("UPDATE network_bin SET width_mm = %s, depth_mm = %s, height_mm = %s WHERE code = 'A1'", side, side, side)
    place_and_source("1", {"MUG": 30})
    plan()
    ((_, _, _, units),) = seen()
    assert 0 < units <= 4


def test_what_is_picked_from_reserve_meanwhile_is_not_carried(reserve):
    run_sql("UPDATE network_bin SET use = 'reserve' WHERE code = 'C2'")
    place_and_source("1", {"MUG": 12})
    plan()
    assert len(seen()) == 1
    run_sql("UPDATE inventory_binstock SET planned = quantity WHERE bin_id = %s", bin_id("BRS", "C3"))
    plan()
    assert seen() == []
    assert run_sql("SELECT state, note FROM picking_fillup") == [("cancelled", "not wanted any more, or not there")]


def test_the_most_urgent_is_handed_out_and_nobody_gets_anothers(reserve):
    receive("BRS", "A2", "BOOK", 1)
    receive("BRS", "C3", "BOOK", 50)
    operations.set_face(warehouse_id=site("BRS"), bin_code="A1", sku="MUG", least=10, most=10)  # in no hurry
    place_and_source("1", {"BOOK": 3})
    plan()
    first, second = take("ann"), take("ben")
    assert [lists.fill(each).sku for each in (first, second)] == ["BOOK", "MUG"]
    assert (take("ann"), take("cat")) == (first, None)
    for code, call in (("NOT_YOUR_FILL", lambda: fill(first, item="BOOK", actor="ben")),):
        with pytest.raises(Refusal) as refused:
            call()
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"come": "BRS-C2"}, "WRONG_BIN"),
        ({"come": "nonsense"}, "WRONG_BIN"),
        ({"item": "BOOK"}, "WRONG_ITEM"),
        ({"item": "nonsense"}, "WRONG_ITEM"),
        ({"to": "BRS-A2"}, "WRONG_BIN"),
        ({"units": 0}, "WRONG_QUANTITY"),
        ({"units": 99}, "WRONG_QUANTITY"),
    ],
)
def test_a_wrong_scan_is_refused_and_changes_nothing(reserve, wrong, code):
    place_and_source("1", {"MUG": 9})
    plan()
    with pytest.raises(Refusal) as refused:
        fill(take(), **wrong)
    assert refused.value.code == code
    assert in_bin("BRS", "C3", "MUG") == (100, 0)


def test_what_nobody_has_in_hand_follows_what_is_wanted(reserve):
    """In no hurry at first; then a wave wants more, and it is due before that; then nothing is wanted any more."""
    operations.set_face(warehouse_id=site("BRS"), bin_code="A1", sku="MUG", least=6, most=6)
    assert plan() == 1
    assert [(row.units, row.due_at) for row in lists.fills(site("BRS"))] == [(4, None)]
    order_id = place_and_source("1", {"MUG": 9})
    assert plan() == 0
    ((units, due_at),) = [(row.units, row.due_at) for row in lists.fills(site("BRS"))]
    assert units == 12 and due_at is not None
    cancel(order_id)
    relay()
    operations.forget_face(warehouse_id=site("BRS"), bin_code="A1", sku="MUG")
    assert (plan(), seen()) == (0, [])


def test_two_who_ask_at_once_never_get_the_same(own_db):
    open_company(stocked={})
    run_sql("UPDATE network_bin SET use = 'reserve' WHERE code = 'C3'")
    for spot, sku in (("A1", "MUG"), ("A2", "BOOK"), ("A3", "LAMP")):
        receive("BRS", spot, sku, 1)
        receive("BRS", "C3", sku, 50)
        operations.set_face(warehouse_id=site("BRS"), bin_code=spot, sku=sku, least=5, most=9)
    made = at_once(2, lambda nth: plan())
    assert sorted(made) == [0, 3]
    taken = at_once(3, lambda nth: take(f"person {nth}"))
    assert len({*taken} - {None}) == 3


def test_a_scan_counts_once_and_fewer_may_be_carried(reserve):
    place_and_source("1", {"MUG": 9})
    plan()
    task_id, sent = take(), scan()
    assert fill(task_id, 2, scan_id=sent) is True
    assert fill(task_id, 2, scan_id=sent) is False
    with pytest.raises(Refusal) as refused:
        fill(task_id)
    assert refused.value.code == "FILL_CLOSED"
    assert in_bin("BRS", "A1", "MUG") == (7, 0)
    assert plan() == 1  # what lacks still


def test_one_that_cannot_be_done_is_given_up_with_a_reason(reserve):
    place_and_source("1", {"MUG": 9})
    plan()
    task_id = take()
    with pytest.raises(Refusal):
        operations.cancel_fill(task_id=task_id, note=" ", now=NOW, actor="filler")
    operations.cancel_fill(task_id=task_id, note="no ladder", now=NOW, actor="filler")
    assert (lists.fill(task_id).state, lists.fill(task_id).note, seen()) == ("cancelled", "no ladder", [])


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"bin_code": "Z9"}, "UNKNOWN_BIN"),
        ({"bin_code": "C3"}, "NOT_A_FACE"),
        ({"sku": "NONE"}, "UNKNOWN_SKU"),
        ({"least": 30}, "FACE_WRONG"),
        ({"most": 0, "least": 0}, "FACE_WRONG"),
    ],
)
def test_what_no_face_can_hold_is_refused(reserve, wrong, code):
    said = {"bin_code": "A1", "sku": "MUG", "least": 1, "most": 9} | wrong
    with pytest.raises(Refusal) as refused:
        operations.set_face(warehouse_id=site("BRS"), **said)
    assert (refused.value.code, lists.faces(site("BRS"))) == (code, [])
