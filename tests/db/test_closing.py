"""A warehouse is closed for some days, or rejects an order: what nobody walks for yet is served from elsewhere."""

from datetime import date, timedelta

import pytest
from company import (
    NOW,
    counts,
    differences,
    kinds,
    level,
    open_company,
    place_and_source,
    product,
    receive,
    relay,
    run_sql,
    site,
    state,
    waiting,
)
from machine import Api

from db.dock import transfer
from db.floor import bring_to, pick_list, wave
from db.office import BATH, reserve
from db.test_chosen import client_of
from db.test_steering import say, sites
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.network import operations as network
from packhorse.network import queries as places
from packhorse.picking import queries as lists
from packhorse.placing import operations as placing
from packhorse.placing.rules import order_number
from packhorse.sourcing import operations, queries
from packhorse.web import keys

TODAY = date(2024, 5, 15)


def close(code="BRS", first=None, last=None, why="flood", now=NOW):
    network.close(warehouse=code, from_on=first, until_on=last, why=why, now=now, actor="boss")
    relay(now)


def turn(days):
    now = NOW + timedelta(days=days)
    network.turn_closings(now=now)
    relay(now)


def test_a_closed_warehouse_is_given_nothing_and_says_so(db):
    open_company()
    close(last=date(2024, 5, 16))
    order_id = place_and_source("1")
    assert sites(order_id) == ["LDS"]
    assert "closed: flood, until 16 May 2024" in {c.excluded for c in queries.explanations(order_id)[0].candidates}
    desk = place_and_source("2", {"DESK": 1})
    row = queries.desk(queue="unfillable").rows[0]
    assert (row.order_id, row.code, row.queue, row.warehouse_id) == (desk, "KEPT_OUT", "unfillable", site("BRS"))
    assert "BRS has 3, but closed: flood" in row.reason
    asked = {product("DESK").id: 1}
    (row,) = queries.availability(asked, where=BATH, service="standard", now=NOW)
    assert (row.available, row.parts) == (0, ())


def test_what_lies_in_a_closed_warehouse_is_available_to_nobody(db):
    open_company()
    mug, there = product("MUG").id, {"LDS": 10, "LIL": 5}
    inventory.set_buffer(channel="web", product_id=None, units=2)
    close(last=TODAY)
    assert stock.available([mug], now=NOW) == {(mug, site(code)): units for code, units in there.items()}
    assert stock.offered([mug, product("SET").id], channel="web", now=NOW) == {mug: 13, product("SET").id: 5}
    rows = {row.warehouse_id: (row.on_hand, row.available) for row in stock.levels([mug], now=NOW)}
    assert rows == {site("BRS"): (10, 0)} | {site(code): (units, units) for code, units in there.items()}
    assert stock.sums([mug], now=NOW)[mug] == (25, 0, 15)
    for where in (BATH, None):  # the one asks the decision, the other does not
        with pytest.raises(Refusal, match="1 wanted, 0 there"):
            reserve({"DESK": 1}, where=where)
        reserve({"MUG": 13}, f"cart to {where}", where=where)
        with pytest.raises(Refusal, match="14 wanted, 13 there"):
            reserve({"MUG": 14}, f"cart to {where}", where=where)
        inventory.release_reservation(reservation_id=stock.reservations_of(mug)[0].id, now=NOW, actor="a")
    transfer({"DESK": 3}, source="BRS", to="LDS")
    tomorrow = NOW + timedelta(days=1)
    assert stock.available([mug], now=tomorrow)[mug, site("BRS")] == 10


def test_the_days_on_which_it_was_closed_are_seen_afterwards(db):
    open_company()
    close(last=TODAY)
    turn(1)
    moments = [NOW, NOW + timedelta(hours=1), NOW + timedelta(days=1), NOW + timedelta(days=2)]
    assert [row.available for row in stock.series(product("DESK").id, moments)] == [0, 0, 3, 3]


def test_orders_untouched_there_go_elsewhere_and_those_on_pick_lists_stay(db):
    open_company()
    stays = place_and_source("1")
    wave("BRS")
    goes, waits = place_and_source("2"), place_and_source("3", {"DESK": 1})
    else_where = place_and_source("4", city="Lens")
    held = place_and_source("5")
    placing.hold(order_id=held, kind="MANUAL", reason="x", now=NOW, actor="a")
    relay()
    before = kinds(else_where)
    close()
    assert [sites(each) for each in (stays, goes, waits, else_where, held)] == [["BRS"], ["LDS"], [], ["LIL"], []]
    assert (state(waits), kinds(else_where), level("MUG", "BRS")) == ("backordered", before, (10, 1))
    assert [row.order_id for row in queries.at_work_in(site("BRS"))] == [stays]
    network.reopen(warehouse="BRS", now=NOW, actor="boss")
    relay()
    assert (sites(waits), sites(goes), differences()) == (["BRS"], ["LDS"], {})
    placing.release(order_id=held, kind="MANUAL", now=NOW, actor="a")
    relay()
    assert (sites(held), waiting(), differences()) == (["BRS"], 0, {})


def test_a_closing_begins_and_ends_with_its_days(db):
    open_company()
    close(first=TODAY + timedelta(days=1), last=TODAY + timedelta(days=2))
    order_id = place_and_source("1", {"DESK": 1})
    assert (sites(order_id), places.closed(NOW)) == (["BRS"], {})
    turn(1)
    assert (sites(order_id), list(places.closed(NOW + timedelta(days=1)))) == ([], [site("BRS")])
    turn(2)
    assert sites(order_id) == []
    turn(3)
    assert (sites(order_id), places.closings(), differences()) == (["BRS"], {}, {})
    turn(4)
    assert [row[0] for row in run_sql("SELECT kind FROM outbox_event WHERE kind LIKE 'Warehouse%%' ORDER BY id")] == [
        "WarehouseClosed",
        "WarehouseOpened",
    ]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"code": "XXX"}, "NOT_FOUND"),
        ({"why": " "}, "NO_REASON"),
        ({"first": date(2024, 5, 14)}, "DAY_PAST"),
        ({"first": date(2024, 5, 20), "last": date(2024, 5, 19)}, "WRONG_DAYS"),
    ],
)
def test_days_that_are_wrong_are_refused(db, more, code):
    open_company()
    with pytest.raises(Refusal) as refusal:
        close(**more)
    assert (refusal.value.code, places.closings()) == (code, {})
    with pytest.raises(Refusal, match="BRS is not closed"):
        network.reopen(warehouse="BRS", now=NOW, actor="boss")


def test_a_closing_is_made_longer_without_a_day_open(db):
    open_company()
    close(last=TODAY)
    close(why="flood, still")
    with pytest.raises(Refusal, match="closed now"):
        close(first=TODAY + timedelta(days=9))
    assert places.closings()[site("BRS")].why == "flood, still"
    told = run_sql("SELECT count(*) FROM outbox_event WHERE kind = 'WarehouseClosed'")
    assert told == [(2,)]  # what was to leave after the days that were said first
    with pytest.raises(Refusal, match="BRS is closed: flood, still, until further notice"):
        operations.pin(order_id=place_and_source("1"), warehouse_id=site("BRS"), why="x", now=NOW, actor="a")


def test_a_warehouse_rejects_an_order_and_is_not_chosen_for_it_again(db):
    open_company()
    order_id = place_and_source("1", {"DESK": 1})
    say(order_id, "reject", from_warehouse="BRS", why="drawer is broken")
    assert (sites(order_id), level("DESK", "BRS")) == ([], (3, 0))
    receive("BRS", "B1", "DESK", 5)
    relay()
    waits = queries.waiting([order_id])[order_id]
    assert (waits.code, waits.reason) == (
        "KEPT_OUT",
        "BRS has 8, but not to be chosen: rejected there: drawer is broken",
    )
    say(order_id, "admit", "BRS")
    assert (sites(order_id), differences()) == (["BRS"], {})
    assert [(row.what, row.why) for row in queries.changes(order_id)] == [
        ("reject", "drawer is broken"),
        ("admit", ""),
    ]


def test_pickers_are_called_back_and_what_is_picked_is_not_rejected(db):
    open_company()
    order_id, other = place_and_source("1"), place_and_source("2")
    (list_id,) = wave("BRS")
    say(order_id, "reject", from_warehouse="BRS")
    assert (sites(order_id), counts(order_id)[0][2]) == (["LDS"], 1)
    assert sum(task.state == "open" for task in lists.tasks(list_id)) == 1
    pick_list(list_id)
    with pytest.raises(Refusal, match="has picked some of it"):
        say(other, "reject", from_warehouse="BRS")
    with pytest.raises(Refusal, match="has nothing of it"):
        say(other, "reject", from_warehouse="LIL")
    gone = place_and_source("3")
    bring_to(gone, "shipped")
    with pytest.raises(Refusal, match="has nothing of it that has not left"):
        say(gone, "reject", from_warehouse=sites(gone)[0])
    assert differences() == {}


@pytest.fixture
def boss(db):
    open_company()
    return client_of("manager")


def test_a_manager_closes_and_opens_by_the_page(boss):
    order_id = place_and_source("1")
    wave("BRS")
    assert "Close" in boss.get("/warehouses").content.decode()
    page = boss.post("/warehouses/BRS/closing", {"why": "flood", "from": "2020-01-01"})
    assert (page.status_code, "is past" in page.content.decode()) == (422, True)
    assert boss.post("/warehouses/BRS/closing", {"why": "x", "from": "soon"}).status_code == 422
    assert boss.post("/warehouses/BRS/closing", {"why": "flood"}).status_code == 302
    page = boss.get("/warehouses/BRS/closing").content.decode()
    assert "until further notice" in page and order_number(order_id) in page and "Open it again" in page
    assert "flood, until further notice" in boss.get("/warehouses").content.decode()
    assert boss.post("/warehouses/BRS/closing", {"reopen": "1"}).status_code == 302
    assert places.closings() == {}
    assert boss.get("/warehouses/XXX/closing").status_code == 404
    assert client_of("agent").get("/warehouses/BRS/closing").status_code == 403


def test_a_manager_rejects_on_the_floor(boss):
    order_id = place_and_source("1")
    number = order_number(order_id)
    assert "Reject an order" in boss.get("/floor?warehouse=BRS").content.decode()
    asked = boss.get(f"/orders/reject?number={number.lower()}&warehouse=BRS")
    assert (asked.status_code, b"Reject for a warehouse" in asked.content) == (200, True)
    sent = {"do": "reject", "from_warehouse": "BRS", "why": "broken", "sure": "1"}
    assert boss.post(f"/orders/{number}/ways", sent).status_code == 302
    relay()
    assert sites(order_id) == ["LDS"]
    page = boss.get(f"/orders/{number}").content.decode()
    assert "Not from Bristol (BRS): rejected there: broken" in page and "Rejected by a warehouse: Bristol" in page
    assert boss.get("/orders/reject?number=nonsense&warehouse=BRS").status_code == 404
    assert boss.get(f"/orders/reject?number={number}&warehouse=%00").status_code == 422
    assert "Reject an order" not in client_of("picker").get("/floor?warehouse=BRS").content.decode()


def test_by_api(boss):
    api = Api(keys.add_key(name="boss", role="manager", now=NOW))
    order_id = place_and_source("1")
    wave("BRS")
    status, told, _ = api("PUT", "/warehouses/BRS/closing", {"why": "flood"})
    assert (status, told["closed"], told["at_work"]) == (200, True, [order_number(order_id)])
    assert api("PUT", "/warehouses/BRS/closing", {"why": "x", "from_on": "2020-01-01"})[1]["code"] == "DAY_PAST"
    assert api("GET", "/warehouses/BRS/closing")[1]["why"] == "flood"
    assert api("DELETE", "/warehouses/BRS/closing")[1]["closed"] is False
    assert api("DELETE", "/warehouses/BRS/closing")[1]["code"] == "NOT_CLOSED"
    assert api("GET", "/warehouses/XXX/closing")[0] == 404
    agent = Api(keys.add_key(name="agent", role="agent", now=NOW))
    assert agent("PUT", "/warehouses/BRS/closing", {"why": "flood"})[0] == 403
