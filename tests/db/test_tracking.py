"""The carrier's truth: each of its events counts once, in whatever order, and the last parcel ends an order."""

import pytest
from company import NOW, counts, differences, kinds, open_company, place_and_source, relay, run_sql, state

from db.floor import at_once, deliver, hand_over, pack_all, report, ship, stage, stage_all, walk_and_sort
from packhorse.shipping import operations, queries
from packhorse.shipping.rules import TrackingReport


def shipped(lines=None):
    """An order that Bristol has shipped: (order id, parcels)."""
    open_company()
    order_id = place_and_source("1", lines or {"MUG": 1})
    return order_id, ship("BRS")


def lasts(kind, order_id):
    """The `last` of an order's events of a kind, oldest first."""
    select = "SELECT (payload->>'last')::bool FROM outbox_event WHERE kind = %s AND order_id = %s ORDER BY id"
    return [row[0] for row in run_sql(select, kind, order_id)]


def truth(order_id):
    return [row.tracking_state for row in queries.of_order(order_id)]


def test_a_delivered_parcel_is_told_to_the_order(db):
    order_id, (parcel_id,) = shipped()
    assert deliver(parcel_id, "in_transit", hours=5) == 1
    assert deliver(parcel_id, event="2") == 1
    assert (truth(order_id), state(order_id), counts(order_id)) == (["delivered"], "delivered", [(1, 0, 1, 1, 1)])
    assert kinds(order_id)[-3:] == ["ParcelTracked", "ParcelTracked", "ParcelDelivered"]
    assert queries.under_way() == 0
    assert differences() == {}


def test_an_event_that_comes_twice_counts_once(db):
    order_id, (parcel_id,) = shipped()
    assert operations.take_tracking([report(parcel_id), report(parcel_id)], now=NOW) == 1
    assert operations.take_tracking([report(parcel_id)], now=NOW) == 0
    relay()
    assert counts(order_id) == [(1, 0, 1, 1, 1)]
    (row,) = queries.of_order(order_id)
    assert len(queries.tracking([row.id])[row.id]) == 1


def test_events_that_come_out_of_order_are_put_in_order(db):
    order_id, (parcel_id,) = shipped()
    deliver(parcel_id, "out_for_delivery", event="3", hours=20)
    deliver(parcel_id, "in_transit", event="2", hours=10)
    assert truth(order_id) == ["out_for_delivery"]
    deliver(parcel_id, event="4", hours=24)
    deliver(parcel_id, "delayed", event="1", hours=22)
    deliver(parcel_id, "in_transit", event="5", hours=30)
    assert (truth(order_id), state(order_id)) == (["delivered"], "delivered")
    (row,) = queries.of_order(order_id)
    assert [each.state for each in queries.tracking([row.id])[row.id]][-1] == "in_transit"
    assert kinds(order_id).count("ParcelDelivered") == 1
    assert "ParcelDelayed" not in kinds(order_id)


def test_one_batch_out_of_order_is_put_in_order(db):
    order_id, (parcel_id,) = shipped()
    news = [report(parcel_id, event="2", hours=24), report(parcel_id, "delayed", event="1", hours=12)]
    assert operations.take_tracking(news, now=NOW) == 2
    relay()
    assert truth(order_id) == ["delivered"]
    assert kinds(order_id)[-4:] == ["ParcelTracked", "ParcelDelayed", "ParcelTracked", "ParcelDelivered"]


@pytest.mark.parametrize("between", ["return_to_sender", "failure"])
def test_a_parcel_is_delivered_once_whatever_the_carrier_says_afterwards(db, between):
    order_id, (parcel_id,) = shipped()
    deliver(parcel_id, event="1", hours=24)
    deliver(parcel_id, between, event="2", hours=25)
    deliver(parcel_id, event="3", hours=26)
    assert kinds(order_id).count("ParcelDelivered") == 1
    assert counts(order_id) == [(1, 0, 1, 1, 1)]
    assert differences() == {}


def test_news_of_a_parcel_nobody_knows_is_passed_over(db):
    shipped()
    assert operations.take_tracking([TrackingReport("XX1", "1", "delivered", NOW, "", "")], now=NOW) == 0


def test_a_parcel_that_never_left_cannot_be_delivered(db):
    open_company()
    order_id = place_and_source("1")
    walk_and_sort("BRS")
    (parcel_id,) = pack_all("BRS")
    deliver(parcel_id)
    assert counts(order_id) == [(1, 0, 1, 0, 0)]
    assert differences() == {}


def test_the_last_of_several_parcels_is_the_last_exactly_once(db):
    order_id, ids = shipped({"DESK": 2, "MUG": 1})
    assert lasts("ParcelShipped", order_id).count(True) == 1
    for parcel_id in ids:
        assert state(order_id) == "shipped"
        deliver(parcel_id)
    assert lasts("ParcelDelivered", order_id) == [False, False, True]
    assert state(order_id) == "delivered"
    assert differences() == {}


def test_what_a_carrier_tells_before_the_hand_over_counts_after_it(db):
    open_company()
    order_id = place_and_source("1", {"DESK": 2, "MUG": 1})
    walk_and_sort("BRS")
    ids = pack_all("BRS")
    stage_all("BRS")
    early = [report(ids[0], "in_transit", event="1", hours=1), report(ids[0], event="2", hours=2)]
    assert operations.take_tracking(early, now=NOW) == 2
    relay()
    assert lasts("ParcelDelivered", order_id) == []
    hand_over()
    relay()
    assert lasts("ParcelDelivered", order_id) == [False]
    assert queries.by_parcel(ids)[ids[0]].tracking_state == "delivered"
    assert operations.catch_up(parcel_ids=ids, now=NOW) == 2
    for parcel_id in ids[1:]:
        deliver(parcel_id)
    assert lasts("ParcelDelivered", order_id) == [False, False, True]
    assert state(order_id) == "delivered"
    assert differences() == {}


def test_all_parcels_delivered_in_one_batch_have_one_last(db):
    order_id, ids = shipped({"DESK": 2, "MUG": 1})
    operations.take_tracking([report(parcel_id) for parcel_id in ids], now=NOW)
    relay()
    assert lasts("ParcelDelivered", order_id).count(True) == 1
    assert (state(order_id), len(ids)) == ("delivered", 3)


def test_parcels_handed_over_one_by_one_have_one_last(db):
    open_company()
    order_id = place_and_source("1", {"DESK": 2, "MUG": 1})
    walk_and_sort("BRS")
    for parcel_id in pack_all("BRS"):
        assert lasts("ParcelShipped", order_id).count(True) == 0
        stage(parcel_id)
        hand_over()
    assert lasts("ParcelShipped", order_id) == [False, False, True]
    assert differences() == {}


def test_an_order_of_two_warehouses_has_a_last_parcel_in_each(db):
    open_company()
    order_id = place_and_source("1", {"DESK": 1, "PAINT": 1})
    (desk,) = ship("BRS")
    assert (state(order_id), lasts("ParcelShipped", order_id)) == ("sourced", [True])
    (paint,) = ship("LDS")
    assert (state(order_id), lasts("ParcelShipped", order_id)) == ("shipped", [True, True])
    deliver(paint)
    assert state(order_id) == "shipped"
    deliver(desk)
    assert (state(order_id), lasts("ParcelDelivered", order_id)) == ("delivered", [True, True])
    assert differences() == {}


def test_parcels_delivered_at_the_same_moment_have_one_last(own_db):
    order_id, ids = shipped({"DESK": 3, "MUG": 1})
    answers = at_once(4, lambda nth: operations.take_tracking([report(ids[nth])], now=NOW))
    relay()
    assert answers == [1] * 4
    assert lasts("ParcelDelivered", order_id).count(True) == 1
    assert state(order_id) == "delivered"
    assert differences() == {}


def test_carriers_are_asked_at_most_once_an_hour_and_only_for_what_is_under_way(db):
    open_company()
    place_and_source("1")
    place_and_source("2")
    walk_and_sort("BRS")
    first, _ = pack_all("BRS")
    assert operations.poll_tracking(now=NOW) == 0
    stage_all("BRS")
    hand_over()
    assert operations.poll_tracking(now=NOW, limit=1) == 1
    assert operations.poll_tracking(now=NOW) == 1
    assert operations.poll_tracking(now=NOW) == 0
    deliver(first, event="own", hours=1)
    assert operations.poll_tracking(now=NOW.replace(day=16)) == 1
