"""The last pick is taken back: goods and books are as if it had never been, but for what the ledger tells."""

import pytest
from company import (
    NOW,
    cancel,
    differences,
    in_bin,
    kinds,
    level,
    open_company,
    place_and_source,
    product,
    receive,
    relay,
    run_sql,
    scan,
)

from db.floor import PICKER, at_once, bin_code, fulfillment, pick, put, short, sort, take, wave
from packhorse.errors import Refusal
from packhorse.picking import operations
from packhorse.picking import queries as lists
from packhorse.web.api.floor import laid

KEPT = "SELECT quantity, planned FROM inventory_binstock ORDER BY id"


def undo(task, *, scan_id=None, actor=PICKER):
    return operations.undo_pick(task_id=task.id, scan_id=scan_id or scan(), laid=laid, now=NOW, actor=actor)


@pytest.fixture
def begun(db):
    """The order, the list and its two stops: mugs and a book."""
    open_company()
    order_id = place_and_source("1", {"MUG": 2, "BOOK": 1})
    (list_id,) = wave("BRS")
    take(list_id)
    yield order_id, list_id, lists.tasks(list_id)
    relay()
    assert differences() == {}


def refused(code, task, **more):
    before = run_sql(KEPT)
    with pytest.raises(Refusal) as refusal:
        undo(task, **more)
    assert (refusal.value.code, run_sql(KEPT)) == (code, before)
    return refusal.value


def test_the_last_pick_is_undone_exactly(begun):
    _, list_id, (first, second) = begun
    before = run_sql(KEPT), level("MUG", "BRS"), run_sql("SELECT state FROM inventory_allocation ORDER BY id")
    pick(first)
    back = undo(first)
    assert (back.units, back.tote, back.list_done, back.again) == (2, 1, False, False)
    after = run_sql(KEPT), level("MUG", "BRS"), run_sql("SELECT state FROM inventory_allocation ORDER BY id")
    assert (after, lists.tasks(list_id)) == (before, [first, second])
    assert run_sql(
        "SELECT kind, quantity, delta, cause, from_bin_id, to_bin_id FROM inventory_movement "
        "WHERE cause_id = %s ORDER BY id",
        first.id,
    ) == [("picked", 2, 0, "pick task", first.bin_id, None), ("moved", 2, 0, "undone pick", None, first.bin_id)]
    assert differences() == {}


def test_it_is_picked_anew_and_leaves(begun):
    order_id, list_id, (first, second) = begun
    pick(first)
    undo(first)
    pick(second)
    assert pick(first).list_done
    relay()
    assert kinds(order_id).count("PicksDone") == 1
    sort(list_id)
    assert fulfillment(order_id).state == "sorted"


def test_picks_are_undone_one_after_another_the_last_first(begun):
    _, _, (first, second) = begun
    place_and_source("2", {"MUG": 1})
    pick(first)
    assert refused("NOTHING_TO_UNDO", second)
    undo(first)
    assert refused("NOTHING_TO_UNDO", first).status == 409


def test_only_the_last_one_can_be_undone(db):
    open_company()
    place_and_source("1", {"MUG": 2, "BOOK": 1, "LAMP": 1})
    (list_id,) = wave("BRS")
    take(list_id)
    first, second, _ = lists.tasks(list_id)
    pick(first)
    pick(second)
    assert f"stop {second.sequence}" in refused("NOT_THE_LAST", first).text
    undo(second)
    undo(first)
    assert [task.state for task in lists.tasks(list_id)] == ["open"] * 3
    assert differences() == {}


def test_an_undo_sent_twice_counts_once(begun):
    _, _, (first, _) = begun
    sent = scan()
    pick(first)
    assert not undo(first, scan_id=sent).again
    assert undo(first, scan_id=sent).again
    pick(first)
    assert undo(first, scan_id=sent).again  # late: it does not undo the new pick
    assert in_bin("BRS", "A1", "MUG") == (8, 0)


def test_a_pick_that_was_undone_does_not_come_back_when_its_scan_arrives_again(begun):
    _, list_id, (first, _) = begun
    sent = scan()
    pick(first, scan_id=sent)
    undo(first)
    assert pick(first, scan_id=sent).again
    assert lists.tasks(list_id)[0].state == "open"
    assert in_bin("BRS", "A1", "MUG") == (10, 2)


def test_a_scans_id_is_not_used_for_another_scan(begun):
    _, _, (first, second) = begun
    sent = scan()
    pick(first, scan_id=sent)
    for other in (lambda: undo(first, scan_id=sent), lambda: pick(second, scan_id=sent)):
        with pytest.raises(Refusal) as refusal:
            other()
        assert refusal.value.code == "SCAN_ID_USED"


def test_undone_at_once_by_many_it_counts_once(own_db):
    open_company()
    place_and_source("1", {"MUG": 2, "BOOK": 1})
    (list_id,) = wave("BRS")
    take(list_id)
    first = lists.tasks(list_id)[0]
    pick(first)
    sent = scan()
    answers = at_once(6, lambda nth: undo(first, scan_id=sent))
    assert [answer.again for answer in answers].count(False) == 1
    assert in_bin("BRS", "A1", "MUG") == (10, 2)


def test_what_another_picked_is_not_mine_to_undo(begun):
    pick(begun[2][0])
    refused("NOT_YOUR_LIST", begun[2][0], actor="other")


def test_a_list_that_is_done_is_not_opened_again(begun):
    for task in begun[2]:
        pick(task)
    refused("LIST_DONE", begun[2][1])


def test_a_short_pick_stands(begun):
    short(begun[2][0], 1)
    assert "counted" in refused("SHORT_STANDS", begun[2][0]).text


def test_what_lies_in_the_wall_stays_there(begun):
    _, list_id, (first, _) = begun
    pick(first)
    put(list_id, "MUG")
    refused("SORTED_ALREADY", first)


def test_goods_of_a_cancelled_order_are_no_pick_any_more(begun):
    order_id, _, (first, _) = begun
    pick(first)
    cancel(order_id)
    relay()
    refused("LIST_DONE", first)


def test_goods_do_not_go_back_where_nobody_may_have_them(begun):
    _, _, (first, _) = begun
    pick(first)
    run_sql("UPDATE network_bin SET use = 'damaged' WHERE id = %s", first.bin_id)
    refused("BIN_BLOCKED", first)
    run_sql("UPDATE network_bin SET use = 'pick' WHERE id = %s", first.bin_id)


def test_numbered_units_lie_in_their_bin_again(db):
    open_company(stocked={})
    run_sql("UPDATE catalog_product SET tracks_serials = true WHERE sku = 'LAMP'")
    receive("BRS", "A1", "LAMP", 3, serials=("N1", "N2", "N3"))
    receive("BRS", "A2", "MUG", 1)
    place_and_source("1", {"LAMP": 2, "MUG": 1})
    (list_id,) = wave("BRS")
    take(list_id)
    task = next(each for each in lists.tasks(list_id) if each.quantity == 2)
    operations.pick(
        task_id=task.id,
        bin_code=bin_code(task),
        item_code=product("LAMP").barcode,
        quantity=2,
        scan_id=scan(),
        now=NOW,
        actor=PICKER,
        numbers=["N1", "N3"],
    )
    undo(task)
    assert run_sql("SELECT code, state, allocation_id FROM inventory_serial ORDER BY code") == [
        ("N1", "in_stock", None),
        ("N2", "in_stock", None),
        ("N3", "in_stock", None),
    ]
    assert differences() == {}


def test_an_order_is_picked_when_all_of_its_list_is_done(db):
    """Until then its goods are on the cart, and the last pick may be undone."""
    open_company()
    first, second = (place_and_source(name, {"MUG": 1}) for name in "12")
    (list_id,) = wave("BRS")
    take(list_id)
    mine, other = lists.tasks(list_id)
    pick(mine)
    relay()
    assert fulfillment(first).state == "picking"
    pick(other)
    relay()
    assert (fulfillment(first).state, fulfillment(second).state) == ("picked", "picked")
