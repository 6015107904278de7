"""Held orders wait: before they are sourced, before the floor, and before the carrier."""

from dataclasses import replace
from datetime import timedelta

import pytest
from company import NOW, PREFIX, kinds, open_company, order, place, place_and_source, relay, run_sql, state

from db.floor import bring_to, fulfillment, pack_all, walk_and_sort, wave
from packhorse.errors import Refusal
from packhorse.packing import queries as parcels
from packhorse.placing import operations, queries
from packhorse.placing.rules import Edit, NewAddress, NewHold
from packhorse.shipping import operations as shipping
from packhorse.shipping import queries as shipments


def hold(order_id, kind="MANUAL"):
    return operations.hold(order_id=order_id, kind=kind, reason="asked to wait", now=NOW, actor="agent")


def release(order_id, kind="MANUAL"):
    return operations.release(order_id=order_id, kind=kind, now=NOW, actor="agent")


def open_kinds(order_id):
    return [row.kind for row in queries.holds([order_id]) if row.released_at is None]


def refused(call, *args, **more):
    with pytest.raises(Refusal) as caught:
        call(*args, **more)
    return caught.value.code


def test_an_order_to_an_unknown_place_is_held_and_goes_on_when_the_address_is_right(db):
    open_company()
    address = NewAddress("Ada Cole", "7 High Street", "Ledes", "LS1 4AB", "GB")
    (answer,) = operations.place([replace(order("1"), address=address)], now=NOW, actor="channel")
    relay()
    (row,) = queries.holds([answer.order_id])
    assert (row.kind, "is it Leeds" in row.reason) == ("INCORRECT_ADDRESS", True)
    assert state(answer.order_id) == "placed"
    right = Edit(address=replace(address, city="Leeds"))
    operations.edit(order_id=answer.order_id, wanted=right, now=NOW, actor="agent")
    relay()
    assert (open_kinds(answer.order_id), state(answer.order_id)) == ([], "sourced")
    assert [fulfillment(answer.order_id).km < 100, kinds(answer.order_id)[:2]] == [True, ["OrderPlaced", "OrderHeld"]]


def test_a_sourced_order_that_is_held_is_kept_off_the_floor_and_keeps_its_stock(db):
    open_company()
    order_id = place_and_source("1")
    assert hold(order_id) and not hold(order_id)
    hold(order_id, "HIGH_RISK_OF_FRAUD")
    relay()
    assert (fulfillment(order_id).state, wave("BRS")) == ("on_hold", [])
    assert release(order_id) is False
    relay()
    assert fulfillment(order_id).state == "on_hold"
    assert release(order_id, "HIGH_RISK_OF_FRAUD") is True
    relay()
    assert (fulfillment(order_id).state, len(wave("BRS"))) == ("open", 1)


def test_what_is_packed_and_held_does_not_leave(db):
    open_company()
    order_id = place_and_source("1")
    walk_and_sort("BRS")
    pack_all("BRS")
    (row,) = shipments.of_order(order_id)
    sscc = parcels.by_id([row.parcel_id])[row.parcel_id].sscc
    hold(order_id)
    stage = {"sscc": sscc, "lane_barcode": "LANE-BRS-HOME", "now": NOW, "actor": "loader"}
    assert refused(shipping.stage, **stage) == "ORDER_ON_HOLD"
    release(order_id)
    shipping.stage(**stage)
    hold(order_id)
    where = {"warehouse_id": row.warehouse_id, "carrier_id": row.carrier_id}
    close = where | {"gs1_prefix": PREFIX, "now": NOW, "actor": "loader"}
    assert shipping.close_manifest(**close) is None
    release(order_id)
    assert shipping.close_manifest(**close) is not None


def test_holds_come_with_the_order_and_from_the_rules(db):
    open_company()
    operations.add_hold_rule(kind="quantity", hold="HIGH_RISK_OF_FRAUD", limit=3)
    operations.add_hold_rule(kind="velocity", hold="MANUAL", limit=2, hours=1)
    same = replace(order("1").address, email="ada@example.com")
    wishes = [
        replace(order("1", {"MUG": 4}), address=same, holds=(NewHold("AWAITING_PAYMENT", "invoice"),)),
        replace(order("2"), address=replace(same, email="ADA@example.com"), placed_at=NOW + timedelta(minutes=10)),
    ]
    first, second = operations.place(wishes, now=NOW, actor="channel")
    assert sorted(open_kinds(first.order_id)) == ["AWAITING_PAYMENT", "HIGH_RISK_OF_FRAUD"]
    assert open_kinds(second.order_id) == []
    later = replace(order("3"), address=same, placed_at=NOW + timedelta(minutes=20))
    (third,) = operations.place([later], now=NOW, actor="channel")
    assert open_kinds(third.order_id) == ["MANUAL"]
    much_later = replace(order("4"), address=same, placed_at=NOW + timedelta(hours=5))
    (fourth,) = operations.place([much_later], now=NOW + timedelta(hours=5), actor="channel")
    assert open_kinds(fourth.order_id) == []


def test_a_dropped_rule_holds_nothing_more(db):
    open_company()
    rule = operations.add_hold_rule(kind="quantity", hold="MANUAL", limit=0, channel="web")
    assert [row.channel for row in queries.hold_rules()] == ["web"]
    operations.drop_hold_rule(rule_id=rule)
    assert open_kinds(place("1")) == []
    assert refused(operations.drop_hold_rule, rule_id=rule) == "NOT_FOUND"
    assert refused(operations.add_hold_rule, kind="whim", hold="MANUAL") == "NO_SUCH_RULE"
    assert refused(operations.add_hold_rule, kind="value", hold="WHIM") == "NO_SUCH_HOLD"
    assert refused(operations.add_hold_rule, kind="value", hold="MANUAL", hours=0) == "WRONG_LIMIT"


def test_what_has_left_cannot_be_held(db):
    open_company()
    order_id = place("1")
    bring_to(order_id, "shipped")
    assert refused(hold, order_id) == "TOO_LATE_TO_HOLD"
    assert refused(release, order_id) == "NOT_HELD"
    assert refused(hold, 0) == "NOT_FOUND"


def test_the_database_keeps_one_open_hold_a_kind(db):
    open_company()
    order_id = place("1", holds=(NewHold("MANUAL", "a"), NewHold("MANUAL", "b")))
    assert run_sql("SELECT count(*) FROM placing_orderhold WHERE order_id = %s", order_id) == [(1,)]


def test_an_order_that_was_not_paid_goes_on_when_its_channel_says_that_it_is(db):
    open_company()
    order_id = place("1", awaiting_payment=True)
    assert open_kinds(order_id) == ["AWAITING_PAYMENT"]
    assert place("1", awaiting_payment=True) == order_id
    assert open_kinds(order_id) == ["AWAITING_PAYMENT"]
    assert place("1") == order_id
    relay()
    assert (open_kinds(order_id), state(order_id)) == ([], "sourced")
    by_hand = place("2", holds=(NewHold("AWAITING_PAYMENT", "an invoice"),))
    place("2")
    assert open_kinds(by_hand) == ["AWAITING_PAYMENT"]
