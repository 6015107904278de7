"""Units with a number of their own: each is somewhere, moves with its goods, and is known to the door."""

import pytest
from company import (
    NOW,
    bin_id,
    cancel,
    carry,
    differences,
    open_company,
    place_and_source,
    product,
    receive,
    relay,
    run_sql,
    scan,
)
from django.contrib.auth.models import User
from django.test import Client

from db.floor import bin_code, hand_over, pack_all, sort, stage_all, take, wave
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.inventory.rules import Change
from packhorse.picking import operations as picking
from packhorse.picking import queries as lists
from packhorse.web.logins import add_user


@pytest.fixture
def lamps(db):
    """Three numbered lamps in Bristol."""
    open_company(stocked={})
    run_sql("UPDATE catalog_product SET tracks_serials = true WHERE sku = 'LAMP'")
    receive("BRS", "A1", "LAMP", 3, serials=("N1", "N2", "N3"))


def there(spot="A1"):
    return stock.serials(product("LAMP").id, bin_id("BRS", spot))


def states():
    return dict(run_sql("SELECT code, state FROM inventory_serial ORDER BY code"))


def take_one(task, numbers, **more):
    return picking.pick(
        task_id=task.id,
        bin_code=bin_code(task),
        item_code=product("LAMP").barcode,
        quantity=task.quantity,
        scan_id=scan(),
        now=NOW,
        actor="picker",
        numbers=numbers,
        **more,
    )


def task_of(units):
    order_id = place_and_source("1", {"LAMP": units})
    (list_id,) = wave("BRS")
    take(list_id)
    (task,) = lists.tasks(list_id)
    return order_id, list_id, task


@pytest.mark.parametrize(
    ("serials", "words"),
    [
        ((), "each of the 2 units"),
        (("N4",), "each of the 2"),
        (("N4", "N4"), "each of the 2"),
        (("N4", "N1"), "in stock"),
    ],
)
def test_numbered_units_come_with_a_number_each_that_is_not_here_yet(lamps, serials, words):
    with pytest.raises(Refusal, match=words):
        receive("BRS", "A1", "LAMP", 2, serials=serials)
    assert there() == ["N1", "N2", "N3"]


def test_units_without_numbers_are_given_none(lamps):
    with pytest.raises(Refusal, match="no serial numbers"):
        receive("BRS", "A1", "MUG", 1, serials=("N9",))


def test_a_number_goes_where_its_unit_goes(lamps):
    carry("BRS", "A1", "A2", "LAMP", 1, numbers=["N2"])
    assert (there(), there("A2")) == (["N1", "N3"], ["N2"])
    with pytest.raises(Refusal, match="N2 does not lie in this bin"):
        carry("BRS", "A1", "A2", "LAMP", 1, numbers=["N2"])
    gone = Change(bin_id("BRS", "A1"), product("LAMP").id, -1, serials=("N3",))
    inventory.adjust([gone], now=NOW, actor="x", cause="adjustment", reason="broken")
    assert states() == {"N1": "in_stock", "N2": "in_stock", "N3": "gone"}
    receive("BRS", "A1", "LAMP", 1, serials=("N3",))  # mended
    assert differences() == {}


def test_a_picker_says_which_and_they_are_known_to_the_door(lamps):
    _, list_id, task = task_of(2)
    with pytest.raises(Refusal, match="each of the 2"):
        take_one(task, ["N1"])
    with pytest.raises(Refusal, match="N9 does not lie"):
        take_one(task, ["N1", "N9"])
    take_one(task, ["N1", "N3"])
    relay()
    assert states() == {"N1": "picked", "N2": "in_stock", "N3": "picked"}
    assert differences() == {}
    sort(list_id)
    pack_all("BRS")
    stage_all("BRS")
    hand_over("BRS")
    assert states() == {"N1": "shipped", "N2": "in_stock", "N3": "shipped"}
    assert differences() == {}


def test_a_cancelled_orders_units_go_back_by_their_numbers(lamps):
    order_id, _, task = task_of(2)
    take_one(task, ["N1", "N3"])
    relay()
    cancel(order_id)
    relay()
    assert there() == ["N1", "N2", "N3"]
    assert differences() == {}


def test_a_short_pick_says_the_numbers_of_those_that_were_there(lamps):
    _, _, task = task_of(3)
    picking.report_short(
        task_id=task.id, found=2, reason="missing", scan_id=scan(), now=NOW, actor="picker", numbers=["N1", "N2"]
    )
    relay()
    assert states() == {"N1": "picked", "N2": "picked", "N3": "gone"}
    assert differences() == {}


def test_the_picker_scans_number_by_number(lamps):
    _, list_id, task = task_of(2)
    add_user(name="ada", password="correct horse battery staple", role="picker")
    run_sql("UPDATE picking_picklist SET picker = 'ada'")
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="ada"))

    def scanned(code, *numbers):
        form = {"task": task.id, "scan": str(scan()), "code": code, "bin": bin_code(task), "quantity": 2}
        answer = client.post(f"/pick/{list_id}/scan", form | {"number": list(numbers)})
        return answer.content.decode()

    assert "Each of these has a serial number" in scanned(product("LAMP").barcode)
    assert "does not lie in this bin" in scanned("N9")
    first = scanned("N2")
    assert "1 of 2: scan the next serial number" in first and 'name="number" value="N2"' in first
    assert "taken already" in scanned("N2", "N2")
    assert "2 into tote" in scanned("N3", "N2")
    assert states() == {"N1": "in_stock", "N2": "picked", "N3": "picked"}
