"""Pallets and cages: opened by the first parcel, closed with a number of their own, handed over with a manifest."""

import pytest
from company import NOW, PREFIX, cancel, differences, open_company, place_and_source, relay, run_sql, site

from db.floor import at_once, fulfillment, hand_over, pack_all, ship, stage, stage_all, walk_and_sort
from packhorse.algorithms.gs1 import is_valid_sscc
from packhorse.errors import Refusal
from packhorse.packing import queries as parcels
from packhorse.placing.operations import hold
from packhorse.shipping import operations
from packhorse.shipping import queries as shipments
from packhorse.shipping.queries import units as queries
from packhorse.sorting.operations import keep_lane
from packhorse.sorting.queries import lanes
from packhorse.sorting.rules import NewLane


def packed(*cities):
    """Orders of Bristol with a labelled parcel each: (order ids, parcel ids)."""
    ids = [place_and_source(f"{nth}", {"MUG": 1}, city=city) for nth, city in enumerate(cities)]
    walk_and_sort("BRS")
    return ids, pack_all("BRS")


def refused(work, *args, **more):
    with pytest.raises(Refusal) as caught:
        work(*args, **more)
    return caught.value.code


def close(unit, prefix=PREFIX):
    return operations.close_unit(unit_id=unit.id, gs1_prefix=prefix, now=NOW, actor="loader")


def take_out(parcel_id):
    return operations.take_out(sscc=sscc(parcel_id), now=NOW, actor="loader")


def sscc(parcel_id):
    return parcels.by_id([parcel_id])[parcel_id].sscc


def one_unit():
    (row,) = queries.units(site("BRS"))
    return row


def test_the_first_parcel_opens_a_pallet_and_the_next_ones_join_it(db):
    open_company()
    place_and_source("far", {"IRON": 1}, city="Lens")  # irons lie in Bristol only
    _, (abroad, first, second) = packed("Bath", "Bath")
    assert stage(first) == "HOME"
    unit = one_unit()
    assert (unit.lane, unit.kind, unit.state, unit.sscc, unit.parcels) == ("HOME", "pallet", "open", "", 1)
    assert stage(second, unit.number) == "HOME"  # the pallet's own code will do
    assert refused(stage, abroad, unit.number) == "WRONG_LANE"
    assert one_unit().parcels == 2
    stage(abroad)
    assert len(queries.units(site("BRS"))) == 2
    assert differences() == {}


def test_a_lane_may_hold_loose_parcels(db):
    open_company()
    keep_lane(warehouse_id=site("BRS"), lane=NewLane("HOME", "LANE-BRS-HOME", ("GB",), holds=""))
    _, (parcel_id,) = packed("Bath")
    stage(parcel_id)
    assert queries.units(site("BRS")) == []
    hand_over("BRS")
    assert differences() == {}


def test_a_closed_pallet_has_a_number_no_parcel_can_have_and_takes_nothing_more(db):
    open_company()
    _, (first, second) = packed("Bath", "Bath")
    stage(first)
    number = close(one_unit())
    assert is_valid_sscc(number) and number[0] == "1"
    assert close(one_unit()) == number  # sent twice
    assert refused(stage, second, f"(00){number}") == "UNIT_CLOSED"
    assert refused(stage, second, one_unit().number) == "UNIT_CLOSED"
    assert queries.unit_by_code(f"00{number}").sscc == number
    stage(second)  # the lane's own code opens the next one
    assert [unit.state for unit in queries.units(site("BRS"))] == ["closed", "open"]
    gone = queries.units(site("BRS"))[1]
    (manifest,) = hand_over("BRS")
    left = queries.units_of_manifest(manifest)
    assert sorted((unit.sscc == number, is_valid_sscc(unit.sscc)) for unit in left.values()) == [
        (False, True),  # it was open until the hand-over closed it
        (True, True),
    ]
    assert queries.units(site("BRS")) == []
    assert refused(close, gone) == "UNIT_GONE"
    assert differences() == {}


def test_what_is_taken_out_must_be_scanned_again_and_an_empty_pallet_is_none(db):
    open_company()
    _, (first, second) = packed("Bath", "Bath")
    assert refused(take_out, first) == "NOT_STAGED"
    stage(first)
    stage(second)
    close(before := one_unit())
    assert take_out(first) == f"{before.number} in lane HOME"
    assert one_unit().parcels == 1
    assert [row.parcel_id for row in shipments.to_stage(site("BRS"))] == [first]
    take_out(second)
    assert queries.units(site("BRS")) == []
    stage_all("BRS")
    assert one_unit().id > before.id
    hand_over("BRS")
    assert refused(take_out, first) == "HANDED_OVER"
    assert refused(operations.take_out, sscc="nonsense", now=NOW, actor="x") == "UNKNOWN_PARCEL"
    assert differences() == {}


def test_a_cancelled_parcel_is_named_and_holds_its_closed_pallet_back(db):
    open_company()
    (order_id, _), (first, second) = packed("Bath", "Bath")
    stage(first)
    stage(second)
    close(unit := one_unit())
    cancel(order_id)
    relay()
    (row,) = queries.to_take_out(site("BRS"))
    assert (row.sscc, row.lane, row.unit, row.to_lane) == (sscc(first), "HOME", unit.number, "")
    assert hand_over("BRS") == [None]
    assert take_out(first) == f"{unit.number} in lane HOME"
    assert queries.to_take_out(site("BRS")) == []
    assert hand_over("BRS") != [None]
    assert differences() == {}


def test_an_open_pallet_with_a_parcel_that_must_stay_is_not_given_away(db):
    open_company()
    (order_id, other), (first, second) = packed("Bath", "Bath")
    stage(first)
    stage(second)
    cancel(order_id)
    relay()
    assert refused(close, one_unit()) == "TAKE_IT_OUT"
    with pytest.raises(Refusal) as caught:
        hand_over("BRS")
    assert caught.value.code == "TAKE_IT_OUT"
    assert all(part in caught.value.text for part in (sscc(first), one_unit().number, "lane HOME", "label is void"))
    assert (fulfillment(other).state, one_unit().parcels) == ("packed", 2)
    take_out(first)
    hand_over("BRS")
    assert fulfillment(other).state == "shipped"
    assert queries.units(site("BRS")) == []
    assert differences() == {}


def test_a_parcel_whose_order_is_held_stops_its_open_pallet_and_stands_alone_in_peace(db):
    open_company()
    (order_id, other), (first, second) = packed("Bath", "Bath")
    stage(first)
    hold(order_id=order_id, kind="MANUAL", reason="asked to wait", now=NOW, actor="agent")
    assert hand_over("BRS") == [None]  # nothing on it may leave: there is nothing to say
    stage(second)
    with pytest.raises(Refusal) as caught:
        hand_over("BRS")
    assert sscc(first) in caught.value.text and "on hold" in caught.value.text
    take_out(first)
    assert hand_over("BRS") != [None]
    assert fulfillment(other).state == "shipped"
    assert differences() == {}


def test_a_parcel_that_is_labelled_anew_goes_to_its_new_lane_and_is_named_until_it_does(db):
    open_company()
    (order_id,), (parcel_id,) = packed("Bath")
    stage(parcel_id)
    keep_lane(warehouse_id=site("BRS"), lane=NewLane("WEST", "LANE-W", postal_prefixes=("BA",), precedence=1))
    operations.relabel([order_id], now=NOW)
    relay()
    assert [(row.lane, row.to_lane) for row in queries.to_take_out(site("BRS"))] == [("HOME", "WEST")]
    assert refused(stage, parcel_id, "LANE-BRS-HOME") == "WRONG_LANE"
    assert stage(parcel_id, "LANE-W") == "WEST"
    assert queries.to_take_out(site("BRS")) == []
    assert [unit.parcels for unit in queries.units(site("BRS"))] == [0, 1]
    hand_over("BRS")
    assert differences() == {}


def test_parcels_of_two_carriers_stand_on_two_pallets(db):
    open_company()
    _, (first, second) = packed("Bath", "Bath")
    run_sql(
        f"UPDATE shipping_shipment SET carrier_id = (SELECT id FROM carriers_carrier WHERE code = 'ERX') "
        f"WHERE parcel_id = {second}"
    )
    stage(first)
    assert refused(stage, second, one_unit().number) == "WRONG_CARRIER"
    stage(second)
    assert sorted(unit.carrier for unit in queries.units(site("BRS"))) == ["Albion Post", "EuroRapid"]
    assert differences() == {}


def test_parcels_staged_at_once_share_one_pallet_and_none_joins_a_closed_one(own_db):
    open_company()
    _, ids = packed("Bath", "Bath", "Bath", "Bath")
    work = [lambda: stage(ids[0]), lambda: stage(ids[1]), lambda: stage(ids[2])]
    answers = at_once(3, lambda nth: work[nth]())
    assert answers == ["HOME"] * 3
    assert one_unit().parcels == 3
    answers = at_once(2, lambda nth: stage(ids[3]) if nth else close(one_unit()))
    assert not any(isinstance(each, Exception) for each in answers), answers
    found = queries.units(site("BRS"))
    assert sum(unit.parcels for unit in found) == 4
    assert [unit.parcels for unit in found if unit.state == "closed"] in ([3], [4])
    assert differences() == {}


def test_lanes_that_take_the_same_fill_in_turn_only_if_said(db):
    open_company()
    for code in ("H1", "H2"):
        keep_lane(warehouse_id=site("BRS"), lane=NewLane(code, f"L-{code}", ("GB",), precedence=1, in_turn=True))
    _, ids = packed("Bath", "Bath", "Bath", "Bath")
    names = {lane.id: lane.code for lane in lanes(site("BRS"))}
    assert sorted(names[row.lane_id] for row in shipments.by_parcel(ids).values()) == ["H1", "H1", "H2", "H2"]


def test_everything_of_a_warehouse_leaves_as_before(db):
    open_company()
    place_and_source("1", {"MUG": 2})
    ship("BRS")
    assert queries.units(site("BRS")) == []
    assert differences() == {}
