"""A numbered unit is found in a bin, and the books have it elsewhere: it is moved, not booked twice."""

import pytest
from company import (
    NOW,
    bin_id,
    differences,
    level,
    open_company,
    place_and_source,
    product,
    receive,
    relay,
    run_sql,
    scan,
)

from db.counting import approve, ask, begin, done, refused, state, tell
from db.floor import bin_code, take, wave
from packhorse.counting import queries as counts
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.picking import operations as picking
from packhorse.picking import queries as lists


@pytest.fixture(autouse=True)
def company(db):
    """N1 and N2 in A3, N5 in C1."""
    open_company(stocked={})
    run_sql("UPDATE catalog_product SET tracks_serials = true WHERE sku = 'LAMP'")
    receive("BRS", "A3", "LAMP", 2, serials=("N1", "N2"))
    receive("BRS", "C1", "LAMP", 1, serials=("N5",))
    yield
    assert differences() == {}


def to_be_decided(*numbers, lot=None):
    """A count of A3 in which two people have found these numbers."""
    ct = ask("BRS", "A3")
    for actor in ("ann", "ben"):
        begin(ct, actor)
        for number in numbers:
            tell(ct, {"LAMP": 1}, actor, serial=number, lot=lot if number == "N5" else "" if lot else None)
        answer = done(ct, actor)
    assert answer == "approval"
    return ct


def there(spot):
    return stock.serials(product("LAMP").id, bin_id("BRS", spot))


def words(ct):
    """What is said when it is approved; nothing is booked then."""
    before = run_sql("SELECT count(*) FROM inventory_movement")
    said = refused("SERIAL_ELSEWHERE", approve, ct).text
    assert (state(ct), run_sql("SELECT count(*) FROM inventory_movement")) == ("approval", before)
    return said


def test_it_is_moved_from_where_the_books_have_it():
    ct = to_be_decided("N1", "N2", "N5", "N9")
    assert approve(ct)
    assert (there("A3"), there("C1"), level("LAMP", "BRS")) == (["N1", "N2", "N5", "N9"], [], (4, 0))
    moved, counted = stock.moved("count", ct)
    assert (moved.kind, moved.quantity, moved.from_bin_id, moved.reason) == (
        "moved",
        1,
        bin_id("BRS", "C1"),
        f"CT{ct + 1_000_000}: looked behind the shelf",
    )
    assert (counted.kind, counted.delta) == ("counted", 1)
    (figures,) = counts.accuracy(NOW)
    assert (figures.units_more, figures.units_fewer) == (1, 0)  # what was only moved is neither


def test_what_is_missing_is_written_off_beside_it():
    ct = to_be_decided("N1", "N5")
    assert approve(ct)
    assert (there("A3"), there("C1"), level("LAMP", "BRS")) == (["N1", "N5"], [], (2, 0))
    (figures,) = counts.accuracy(NOW)
    assert (figures.units_more, figures.units_fewer) == (0, 1)


def test_a_count_of_the_other_bin_that_missed_it_is_overtaken():
    other = ask("BRS", "C1")
    for actor in ("ann", "ben"):
        begin(other, actor)
        done(other, actor, empty=True)
    assert state(other) == "approval"
    assert approve(to_be_decided("N1", "N2", "N5"))
    assert not approve(other)
    assert "moved by boss (count)" in counts.count(other).note
    begin(other, "cid")
    assert done(other, "cid", empty=True) == "expected"


def test_it_stays_where_somebody_is_counting():
    ct = to_be_decided("N1", "N2", "N5")
    other = ask("BRS", "C1")
    begin(other, "cid")
    assert words(ct) == (
        f"Serial number N5 of LAMP is in bin C1 by the books, which cid is counting just now (CT{other + 1_000_000}): "
        "decide when that is done."
    )
    done(other, "cid", empty=True)
    assert approve(ct)


def test_it_stays_where_a_picker_is_sent_and_in_his_hands():
    place_and_source("1", {"LAMP": 2})
    place_and_source("2", {"LAMP": 1})  # what is left for it lies in C1 alone
    (made,) = wave("BRS")
    (task,) = (each for each in lists.tasks(made) if each.bin_id == bin_id("BRS", "C1"))
    ct = to_be_decided("N1", "N2", "N5")
    assert "in bin C1 by the books, and pickers are sent for what lies there" in words(ct)
    take(made)
    said = {"scan_id": scan(), "now": NOW, "actor": "picker", "numbers": ("N5",)}
    picking.pick(task_id=task.id, bin_code=bin_code(task), item_code=product("LAMP").barcode, quantity=1, **said)
    relay()
    assert "N5 of LAMP is in a picker's hands by the books" in words(ct)


def test_another_warehouse_is_named():
    receive("LDS", "A1", "LAMP", 1, serials=("N7",))
    assert "is in bin A1 by the books, and that is in another warehouse" in words(to_be_decided("N1", "N2", "N7"))


def test_another_lot_is_named():
    lot = inventory.know_lot(product_id=product("LAMP").id, code="L1", expires_on=None, now=NOW)
    assert lot
    assert "is in bin C1 by the books, it was counted as of another lot" in words(
        to_be_decided("N1", "N2", "N5", lot="L1")
    )
