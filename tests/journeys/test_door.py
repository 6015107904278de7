"""A day of the small company, from the order file to the door, by the autopilot through the public operations."""

import pytest
from company import NOW, PREFIX, kinds, level, open_company, run_sql
from db.floor import pick, short, take, wave
from orderfiles import order_file, row

from packhorse.demo import autopilot
from packhorse.picking import queries as lists
from packhorse.placing import queries as orders
from packhorse.sourcing import queries as sourcing
from packhorse.web import summary
from packhorse.web.audit import audit

YORK = {"city": "York", "postal_code": "YO1 7HH"}
LENS = {"city": "Lens", "postal_code": "62300", "country": "FR"}
ORDERS = order_file(
    row(1, "MUG", 2),
    row(1, "BOOK", 1),
    row(1, "POST", 1, action="charge", unit_price="3.50"),
    row(2, "PAINT", 1),  # split: only Leeds has paint, and only Bristol has desks
    row(2, "DESK", 1),
    row(3, "PAINT", 50),  # more paint than there is: a backorder, of which a part is served
    row(4, "MUG", 1),
    row(4, "MUG", 1, action="cancel"),  # cancelled whole before it is sourced
    row(5, "BOOK", 4, **YORK),
    row(5, "BOOK", 1, action="cancel", **YORK),  # cancelled in part
    row(6, "LAMP", 1, **YORK),
    row(7, "MUG", 1, **LENS),
    row(8, "BOOK", 2, **LENS),
    row(9, "IRON", 3),  # two parcels
    row(10, "DESK", 2),  # in their own packaging
    row(11, "MUG", 3, **LENS),  # a mug is missing in Lille
    row(12, "LAMP", 2),
)
DAY = ["OrderPlaced", "OrderSourced", "WaveReleased", "PickingStarted", "PicksDone", "OrderSorted", "ParcelPacked"]
DAY += ["OrderPacked", "LabelBought", "ParcelStaged", "ParcelShipped", "ParcelDelivered"]


def run():
    return autopilot.Run(now=NOW, gs1_prefix=PREFIX, short_picks=False)


def ids():
    return {each.external_id: each.id for each in orders.orders().rows}


def states():
    return {int(each.external_id): each.state for each in orders.orders().rows}


def audit_differences():
    return [finding for finding in audit() if finding.differences]


def pick_with_a_mug_missing():
    """A picker of Lille finds two of the three mugs of order 11."""
    (list_id,) = wave("LIL")
    take(list_id)
    for task in lists.tasks(list_id):
        if task.order_id == ids()["11"]:
            short(task, 2)
        else:
            pick(task)


@pytest.fixture
def day(own_db):
    """The day is over: everything that can be at the door is there."""
    open_company(slots=8)
    pilot = run()
    report = autopilot.take_in(pilot, ORDERS, channel="web")
    assert (report.placed, report.cancelled_rows, report.errors) == (12, 2, [])
    pick_with_a_mug_missing()
    autopilot.work_off(pilot)
    return pilot


def test_a_day_from_the_file_to_the_door(day):
    assert states() == dict.fromkeys(range(1, 13), "delivered") | {3: "backordered", 4: "cancelled"}
    told = summary.of_day(NOW.date())
    assert (told.orders, told.lines, told.units) == (12, 14, 74)
    assert told.by_state == {"delivered": 10, "backordered": 1, "cancelled": 1}
    assert (told.cancelled_units, told.backordered_units, told.waiting_orders) == (2, 43, 1)
    assert told.split_orders == 2  # one by choice; one was short, and the rest of that bin is in doubt
    assert told.parcels == told.handed_over == told.delivered_parcels == sum(told.cartons.values())
    assert told.cartons["own packaging"] == 3
    assert 0 < told.walked_m <= told.baseline_m
    assert told.carton_cost_minor > 0 and told.shipping_cost_minor > 0
    assert audit_differences() == []
    assert run_sql("SELECT count(*) FROM outbox_delivery") == [(0,)]
    check_single_orders()
    check_stock()
    check_again(day)


def check_single_orders():
    order = {number: kinds(order_id) for number, order_id in ids().items()}
    moved = ("ParcelTracked", "ParcelDelayed")
    assert [kind for kind in order["1"] if kind not in moved] == DAY
    assert order["4"] == ["OrderPlaced", "OrderCancelled"]
    assert "CancelRefused" not in order["5"]
    assert (order["2"].count("OrderSourced"), order["2"].count("ParcelDelivered")) == (2, 2)
    assert (order["9"].count("ParcelPacked"), order["9"].count("OrderPacked")) == (2, 1)
    assert order["11"].index("PickShort") < order["11"].index("OrderSorted")
    assert order["11"].count("OrderSourced") == 2
    detail = orders.detail(ids()["1"])
    assert (detail.order.goods_minor, detail.order.charges_minor, len(detail.lines)) == (1500, 350, 2)
    assert [each.state for each in sourcing.of_order(ids()["1"])] == ["delivered"]


def check_stock():
    """Nothing is promised any more, and what left is what was ordered (a mug is lost)."""
    left = {sku: [level(sku, code) for code in ("LDS", "BRS", "LIL")] for sku in ("MUG", "BOOK", "PAINT", "DESK")}
    assert all(allocated == 0 for levels in left.values() for _, allocated in levels)
    sums = {sku: sum(on_hand for on_hand, _ in levels) for sku, levels in left.items()}
    assert sums == {"MUG": 25 - 6 - 1, "BOOK": 45 - 6, "PAINT": 0, "DESK": 0}


def check_again(pilot):
    """The same file again adds nothing, and leaves nothing to do."""
    before = run_sql("SELECT count(*), max(id) FROM outbox_event")
    report = autopilot.take_in(pilot, ORDERS, channel="web")
    assert (report.placed, report.known, report.cancelled_rows, report.known_cancels) == (0, 12, 0, 2)
    assert report.errors == []
    autopilot.work_off(pilot)
    assert run_sql("SELECT count(*), max(id) FROM outbox_event") == before


def test_the_autopilot_serves_every_order_though_every_line_is_short_once(own_db, monkeypatch):
    monkeypatch.setattr(autopilot, "SHORT_IN", 1)
    open_company(slots=8)
    pilot = run()
    pilot.short_picks = True
    autopilot.take_in(pilot, order_file(row(1, "MUG", 2), row(1, "BOOK", 1), row(2, "MUG", 1)), channel="web")
    autopilot.work_off(pilot)
    assert states() == {1: "delivered", 2: "delivered"}
    assert [kinds(each).count("PickShort") for each in (ids()["1"], ids()["2"])] == [2, 1]
    assert audit_differences() == []
