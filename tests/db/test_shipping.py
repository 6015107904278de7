"""Labels, lanes, manifests: the cheapest service that keeps the promise, and nothing leaves that should not."""

from datetime import date

import pytest
from company import (
    NOW,
    PREFIX,
    cancel,
    counts,
    differences,
    kinds,
    level,
    open_company,
    place,
    place_and_source,
    relay,
    run_sql,
    site,
    state,
)

from db.floor import at_once, bring_to, fulfillment, hand_over, pack_all, stage, stage_all, walk_and_sort
from db.test_works_at import client_of
from packhorse.errors import Refusal
from packhorse.packing import queries as parcels
from packhorse.shipping import operations, queries
from packhorse.sourcing.operations import let_go


def labelled(lines=None, **more):
    """An order of Bristol with its labels: (order id, shipments)."""
    open_company()
    order_id = place_and_source("1", lines or {"MUG": 1}, **more)
    walk_and_sort("BRS")
    pack_all("BRS")
    return order_id, queries.of_order(order_id)


def refused(work, *args, **more):
    with pytest.raises(Refusal) as caught:
        work(*args, **more)
    return caught.value.code


def test_the_cheapest_service_that_keeps_the_promise_is_bought(db):
    order_id, (row,) = labelled()
    # Albion is the cheapest and was promised by, with two days; EuroRapid takes one, express costs thrice as much.
    assert (row.carrier, row.service, row.price_minor, row.expected_on) == (
        "Albion Post",
        "Albion Post Standard",
        310,
        date(2024, 5, 17),
    )
    assert row.expected_on == row.promised_on == fulfillment(order_id).promised_on
    assert row.tracking_number.startswith("AP")
    prices = {(offer["carrier"], offer["service"]): offer["price_minor"] for offer in row.offers}
    assert prices["ALB", "standard"] < prices["ERX", "standard"] < prices["ERX", "express"]
    assert len(row.offers) == 4


def test_a_dearer_service_is_bought_when_only_it_keeps_the_day(db):
    open_company()
    order_id = place_and_source("1")
    run_sql("UPDATE sourcing_fulfillmentorder SET promised_on = '2024-05-16'")
    walk_and_sort("BRS")
    pack_all("BRS")
    (row,) = queries.of_order(order_id)
    assert (row.carrier, row.price_minor) == ("EuroRapid", 360)


def test_when_nobody_keeps_the_promise_the_earliest_is_bought(db):
    open_company()
    order_id = place_and_source("1")
    run_sql("UPDATE sourcing_fulfillmentorder SET promised_on = '2024-05-15'")
    walk_and_sort("BRS")
    pack_all("BRS")
    (row,) = queries.of_order(order_id)
    assert row.expected_on == date(2024, 5, 16)
    assert row.price_minor == 360  # of those that arrive first, the cheapest


def test_a_bulky_parcel_is_billed_by_its_volume_and_an_excluded_offer_says_why(db):
    open_company()
    run_sql("UPDATE carriers_service SET max_length_mm = 300 WHERE name LIKE 'Albion%'")
    order_id = place_and_source("1", {"LAMP": 1})
    walk_and_sort("BRS")
    pack_all("BRS")
    (row,) = queries.of_order(order_id)
    assert row.billed_g == 3928  # 316 x 236 x 316 mm / 6000; the parcel weighs 1150 g
    assert [offer["excluded"] for offer in row.offers if offer["carrier"] == "ALB"] == ["longer than 300 mm"] * 2


def test_a_parcel_that_no_carrier_takes_is_set_aside_with_the_reasons(db):
    open_company()
    order_id = place_and_source("1")
    walk_and_sort("BRS")
    run_sql("DELETE FROM carriers_zone WHERE dest_country = 'GB'")
    pack_all("BRS")
    assert queries.of_order(order_id) == []
    (error,) = run_sql("SELECT error FROM outbox_delivery WHERE handler = 'shipping.buy_labels'")
    assert error[0].count("does not go from GB to GB") == 4


def test_the_label_holds_address_sscc_and_tracking_number(db):
    _, (row,) = labelled(delivery_instructions="Ring twice ^XZ")
    zpl = queries.label_zpl(row.parcel_id)
    sscc = parcels.by_id([row.parcel_id])[row.parcel_id].sscc
    assert zpl.startswith("^XA") and zpl.rstrip().endswith("^XZ") and zpl.count("^XZ") == 1
    for text in ("Ada Cole", "7 High Street", "BA1 1AA", "Ring twice"):
        assert text in zpl
    assert sscc in zpl.replace(" ", "") and row.tracking_number in zpl.replace(" ", "")
    assert queries.by_token(row.token) == row
    assert len(row.token) >= 32


def test_a_parcel_gets_one_label(db):
    order_id, (row,) = labelled()
    operations.buy_labels([row.parcel_id, row.parcel_id], now=NOW)
    relay()
    assert queries.of_order(order_id) == [row]
    assert kinds(order_id).count("LabelBought") == 1


def test_a_parcel_is_staged_in_its_lane_and_in_no_other(db):
    order_id, (row,) = labelled()
    assert refused(stage, row.parcel_id, "LANE-BRS-REST") == "WRONG_LANE"
    assert refused(stage, row.parcel_id, "LANE-LDS-HOME") == "WRONG_LANE"
    assert queries.staged() == []
    assert stage(row.parcel_id) == "HOME"
    assert stage(row.parcel_id, " LANE-BRS-HOME ") == "HOME"
    assert kinds(order_id).count("ParcelStaged") == 1
    assert queries.to_stage(site("BRS")) == []


def test_a_parcel_without_label_or_name_is_not_staged(db):
    open_company()
    order_id = place("1")
    bring_to(order_id, "packed")
    (parcel,) = parcels.of_order(order_id)
    more = {"lane_barcode": "LANE-BRS-HOME", "now": NOW, "actor": "loader"}
    assert refused(operations.stage, sscc=parcel.sscc, **more) == "NO_LABEL"
    assert refused(operations.stage, sscc="nonsense", **more) == "UNKNOWN_PARCEL"


def test_a_manifest_takes_only_staged_parcels_and_the_goods_leave_the_books(db):
    open_company()
    ids = [place_and_source(f"{nth}", {"MUG": 1}) for nth in range(3)]
    walk_and_sort("BRS")
    pack_all("BRS")
    (first,), (second,), (third,) = (queries.of_order(each) for each in ids)
    stage(first.parcel_id)
    stage(second.parcel_id)
    (manifest,) = hand_over()
    assert [row.parcel_id for row in queries.of_manifest(manifest)] == [first.parcel_id, second.parcel_id]
    assert level("MUG", "BRS") == (8, 1)
    assert [state(each) for each in ids] == ["shipped", "shipped", "sourced"]
    assert [row.parcel_id for row in queries.to_stage(site("BRS"))] == [third.parcel_id]
    assert hand_over() == []
    assert queries.totals(ids) == (2, 620, {"pre_transit": 2})
    assert differences() == {}


def test_a_manifest_is_of_one_warehouse_and_one_carrier(db):
    _, (row,) = labelled()
    stage(row.parcel_id)
    others = [(site("LDS"), row.carrier_id), (site("BRS"), row.carrier_id + 1000)]
    for warehouse_id, carrier_id in others:
        more = {"warehouse_id": warehouse_id, "carrier_id": carrier_id, "gs1_prefix": PREFIX}
        assert operations.close_manifest(**more, now=NOW, actor="loader") is None
    (manifest,) = hand_over()
    found = queries.manifest(manifest)
    assert (found.warehouse_id, found.carrier_id, found.actor) == (site("BRS"), row.carrier_id, "loader")


def test_loaders_who_close_a_manifest_at_once_ship_each_parcel_once(own_db):
    order_id, (row, *_) = labelled({"DESK": 2, "MUG": 1})
    stage_all("BRS")
    more = {"warehouse_id": site("BRS"), "carrier_id": row.carrier_id, "gs1_prefix": PREFIX, "now": NOW}
    answers = at_once(4, lambda nth: operations.close_manifest(**more, actor=f"loader {nth}"))
    assert [answer is None for answer in answers].count(False) == 1
    relay()
    assert level("DESK", "BRS") == (1, 0)
    assert kinds(order_id).count("ParcelShipped") == 3
    assert differences() == {}


def test_a_parcel_that_is_cancelled_after_staging_stays_behind(db):
    open_company()
    first, second = place_and_source("1"), place_and_source("2")
    walk_and_sort("BRS")
    pack_all("BRS")
    stage_all("BRS")
    cancel(first)
    relay()
    (voided,) = queries.of_order(first)
    assert (voided.state, queries.label_zpl(voided.parcel_id)) == ("voided", None)
    assert refused(stage, voided.parcel_id) == "ORDER_CANCELLED"
    assert refused(lambda _: hand_over(), None) == "TAKE_IT_OUT"  # they stand on one pallet
    sscc = parcels.by_id([voided.parcel_id])[voided.parcel_id].sscc
    operations.take_out(sscc=sscc, now=NOW, actor="loader")
    (manifest,) = hand_over()
    assert [row.order_id for row in queries.of_manifest(manifest)] == [second]
    assert level("MUG", "BRS") == (9, 0)
    assert counts(first) == [(1, 1, 0, 0, 0)]
    assert differences() == {}


def test_a_parcel_whose_cancellation_is_still_under_way_does_not_ship_the_goods_twice(db):
    order_id, (row,) = labelled()
    stage(row.parcel_id)
    cancel(order_id)
    let_go([order_id], now=NOW)  # stock is back, shipping has not heard of it
    more = {"warehouse_id": site("BRS"), "carrier_id": row.carrier_id, "gs1_prefix": PREFIX, "now": NOW}
    assert operations.close_manifest(**more, actor="loader") is None
    relay()
    assert level("MUG", "BRS") == (10, 0)
    assert differences() == {}


def test_a_label_comes_in_the_size_of_the_printer_and_says_what_it_cannot_write(db):
    _, (row,) = labelled()
    sscc, pip = parcels.by_id([row.parcel_id])[row.parcel_id].sscc, client_of("pip", "packer")
    sizes = {each: pip.get(f"/parcels/{sscc}/label.pdf?medium={each}") for each in ("4x6", "a6", "a4")}
    assert all(answer.content.startswith(b"%PDF") for answer in sizes.values())
    assert len({answer.content.split(b"MediaBox")[1][:40] for answer in sizes.values()}) == 3
    assert pip.get(f"/parcels/{sscc}/label.pdf?medium=a5").status_code == 422
    fine, usual = (pip.get(f"/parcels/{sscc}/label.zpl{dpi}").content.decode() for dpi in ("?dpi=300", ""))
    assert usual == queries.label_zpl(row.parcel_id) and fine != usual and row.tracking_number in fine.replace(" ", "")
    assert "A4 PDF" in pip.get(f"/parcels/{sscc}/label").content.decode()
    run_sql("UPDATE placing_orderaddress SET name = 'สมชาย ใจดี'")
    assert "answer-bad" in pip.get(f"/parcels/{sscc}/label").content.decode()
