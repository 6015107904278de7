"""Parcels in trouble: noted once of a kind, settled by themselves or by a person, and their goods sent again once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from company import NOW, differences, open_company, place_and_source, product, relay, run_sql
from machine import Api

from db.floor import deliver, report, ship
from db.test_works_at import client_of
from packhorse.errors import Refusal
from packhorse.placing import operations as placing
from packhorse.placing import queries as orders
from packhorse.placing.rules import order_number
from packhorse.shipping import operations
from packhorse.shipping.queries import troubles
from packhorse.web import keys
from packhorse.web.reshipping import reship

DAY = timedelta(days=1)


@pytest.fixture
def gone(db):
    """An order that Bristol has shipped: (order id, parcel id)."""
    open_company()
    order_id = place_and_source("1", {"MUG": 2, "BOOK": 1})
    (parcel_id,) = ship("BRS")
    return order_id, parcel_id


def kinds_after(time):
    operations.find_troubles(now=NOW + time)
    return [row.kind for row in troubles.troubles()]


def wrong(parcel_id, detail, *, state="in_transit", hours=20):
    operations.take_tracking([replace(report(parcel_id, state, event=detail, hours=hours), detail=detail)], now=NOW)
    relay()


def test_a_parcel_that_is_never_scanned_is_noted_once_and_settles_with_its_scan(gone):
    _, parcel_id = gone
    assert kinds_after(timedelta(hours=35)) == []
    assert kinds_after(timedelta(hours=37)) == ["no_scan"]
    assert kinds_after(timedelta(hours=38)) == ["no_scan"]
    deliver(parcel_id, "in_transit", hours=39)
    assert kinds_after(timedelta(hours=40)) == []
    assert run_sql("SELECT kind, outcome FROM shipping_trouble") == [("no_scan", "scanned")]


def test_a_late_parcel_settles_when_it_arrives(gone):
    _, parcel_id = gone
    deliver(parcel_id, "in_transit", hours=5)
    assert kinds_after(2 * DAY) == []  # it is promised for this day
    assert kinds_after(3 * DAY) == ["late"]
    deliver(parcel_id, event="2", hours=80)
    assert kinds_after(4 * DAY) == []
    assert run_sql("SELECT outcome FROM shipping_trouble") == [("arrived",)]


def test_a_parcel_that_was_not_heard_of_for_long_is_lost(gone):
    _, parcel_id = gone
    deliver(parcel_id, "in_transit", hours=5)
    assert "lost" not in kinds_after(10 * DAY)
    assert "lost" in kinds_after(11 * DAY)


@pytest.mark.parametrize(("state", "kind"), [("return_to_sender", "returned"), ("failure", "failed")])
def test_what_is_not_delivered_at_all_is_noted(gone, state, kind):
    deliver(gone[1], state, hours=20)
    assert kinds_after(DAY) == [kind]


@pytest.mark.parametrize("detail", ["damaged", "lost", "address", "refused"])
def test_what_a_carrier_says_is_wrong_is_noted(gone, detail):
    wrong(gone[1], detail)
    assert kinds_after(DAY) == [detail]
    (row,) = troubles.troubles()
    assert (row.order_id, row.word, row.tracking_state) == (gone[0], "in_transit", "in_transit")


def test_damaged_goods_need_somebody_though_they_arrive(gone):
    wrong(gone[1], "damaged")
    wrong(gone[1], "address", hours=21)
    operations.find_troubles(now=NOW + DAY)
    deliver(gone[1], event="9", hours=30)
    assert kinds_after(2 * DAY) == ["damaged"]


@pytest.mark.parametrize(("state", "kind"), [("return_to_sender", "returned"), ("failure", "failed")])
def test_what_was_refused_and_comes_back_stands_on_the_desk_once_with_what_was_done(gone, state, kind):
    order_id, parcel_id = gone
    wrong(parcel_id, "refused")
    assert kinds_after(DAY) == ["refused"]
    (row,) = troubles.troubles()
    asked = {"act": "called", "note": "did not want it", "now": NOW + DAY, "actor": "ann"}
    operations.act_on_trouble(trouble_id=row.id, **asked)
    deliver(parcel_id, state, event="back", hours=30)
    assert kinds_after(2 * DAY) == [kind]
    assert kinds_after(3 * DAY) == [kind]  # it is not noted anew
    (row,) = troubles.troubles()
    assert (row.was_refused, [each.note for each in row.acts]) == (True, ["did not want it"])
    assert run_sql("SELECT kind, outcome FROM shipping_trouble ORDER BY id") == [("refused", "over"), (kind, "")]
    ann = client_of("ann", "agent")
    page = ann.get("/exceptions").content.decode()
    assert page.count("data-trouble") == 1 and ": it was refused at the door" in page and "did not want it" in page
    assert "was refused at the door" in ann.get(f"/orders/{order_number(order_id)}").content.decode()
    (told,) = Api(keys.add_key(name="erp", role="agent", now=NOW))("GET", "/exceptions")[1]["exceptions"]
    assert (told["kind"], told["was_refused"], len(told["acts"])) == (kind, True, 1)


def test_a_parcel_that_comes_back_unrefused_says_nothing_of_it(gone):
    deliver(gone[1], "return_to_sender", hours=20)
    assert kinds_after(DAY) == ["returned"]
    assert troubles.troubles()[0].was_refused is False


def test_a_carrier_that_nobody_follows_is_in_no_trouble_for_being_silent(gone):
    run_sql("UPDATE carriers_carrier SET simulated = FALSE")
    assert kinds_after(30 * DAY) == []


def test_goods_are_sent_again_once_for_nothing_and_the_shop_is_not_told(gone):
    order_id, parcel_id = gone
    wrong(parcel_id, "damaged")
    wrong(parcel_id, "lost")
    operations.find_troubles(now=NOW + DAY)
    damaged, lost = troubles.troubles()
    again = reship(trouble_id=damaged.id, note="the box was crushed", now=NOW + DAY, actor="agent")
    relay()
    detail = orders.detail(again)
    assert (detail.replaces, detail.order.goods_minor, detail.priority) == (order_id, 0, "urgent")
    assert {(line.product_id, line.quantity) for line in detail.lines} == {
        (product("MUG").id, 2),
        (product("BOOK").id, 1),
    }
    assert vars(detail.address) == vars(orders.addresses([order_id])[order_id]) | {"order_id": again}
    assert orders.detail(order_id).replaced == (again,)
    with pytest.raises(Refusal, match="replaced already"):
        reship(trouble_id=lost.id, note="", now=NOW + DAY, actor="agent")
    placing.connect_shop(channel="web", kind="shopify", secret="the secret of its webhooks", now=NOW)
    opening = {"client_id": "an-id", "client_secret": "a-secret"}
    placing.give_access(channel="web", address="my-shop", secrets=opening, private=False, now=NOW)
    assert orders.of_shops([order_id, again]) == {order_id}
    assert differences() == {}


def test_an_agent_sees_notes_and_settles_on_the_page(gone):
    order_id, parcel_id = gone
    wrong(parcel_id, "address")
    operations.find_troubles(now=NOW + DAY)
    ann = client_of("ann", "agent")
    (row,) = troubles.troubles()
    page = ann.get("/exceptions").content.decode()
    assert order_number(order_id) in page and "Ask the customer, and tell the carrier." in page
    assert "1 parcel on the way is in trouble" in ann.get("/tower").content.decode()
    sent = {"id": row.id, "do": "called", "note": "<b>rings back</b>"}
    assert ann.post("/exceptions", sent).status_code == 302
    assert "&lt;b&gt;rings back&lt;/b&gt;" in ann.get("/exceptions?kind=address").content.decode()
    assert "cannot be delivered to its address" in ann.get(f"/orders/{order_number(order_id)}").content.decode()
    assert ann.post("/exceptions", {"id": row.id, "do": "settled"}).status_code == 302
    assert "No parcel is in trouble" in ann.get("/exceptions").content.decode()
    assert ann.post("/exceptions", {"id": row.id, "do": "called"}).status_code == 409
    for bad in ({"id": "x", "do": "called"}, {"id": row.id, "do": "dance"}):
        assert ann.post("/exceptions", bad).status_code == 422
    assert ann.get("/exceptions?kind=odd").status_code == 422
    assert client_of("pip", "picker").get("/exceptions").status_code == 403


def test_the_api_does_the_same(gone):
    order_id, parcel_id = gone
    wrong(parcel_id, "lost")
    operations.find_troubles(now=NOW + DAY)
    api = Api(keys.add_key(name="erp", role="agent", now=NOW))
    (told,) = api("GET", "/exceptions?kind=lost")[1]["exceptions"]
    assert (told["order"], told["acts"]) == (order_number(order_id), [])
    assert api("GET", "/exceptions?kind=late")[1] == {"exceptions": []}
    path = f"/exceptions/{told['id']}"
    status, answer, _ = api("POST", path, {"act": "reship", "note": "asked for"})
    assert (status, answer["acts"][0]["actor"]) == (200, "erp") and answer["acts"][0]["order"].startswith("PH")
    assert api("POST", path, {"act": "reship"})[1]["code"] == "RESHIPPED"
    assert api("POST", path, {"act": "claim", "note": "4711"})[0] == 200
    assert api("POST", path, {"act": "settled"})[1]["settled_at"] is not None
    assert api("POST", path, {"act": "claim"})[1]["code"] == "SETTLED"
    assert api("POST", "/exceptions/999999", {"act": "claim"})[0] == 404
    assert api("POST", path, {"act": "dance"})[0] == 422


def test_what_is_lost_or_broken_counts_against_its_lane_once(gone):
    _, parcel_id = gone
    wrong(parcel_id, "damaged")
    operations.find_troubles(now=NOW + DAY)
    operations.find_troubles(now=NOW + 30 * DAY)  # by now it is lost, too
    relay()
    assert {row[0] for row in run_sql("SELECT kind FROM shipping_trouble")} >= {"damaged", "lost"}
    assert run_sql("SELECT days, milli FROM carriers_transit") == [(30, 1000)]
