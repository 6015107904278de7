"""The map of a warehouse and the page of a bin: true figures, one statement for all bins, and clear answers."""

import re
from datetime import timedelta

import pytest
from company import NOW, bin_id, open_company, place_and_source, product, receive, site
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from db.floor import bring_to
from db.test_chosen import client_of
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.network.operations import keep_bins
from packhorse.network.rules import NewBin


@pytest.fixture
def office(db):
    open_company()
    return client_of("agent")


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def figures(code="LDS", **more):
    return stock.bin_figures(site(code), **({"picked_since": NOW - timedelta(days=60)} | more))


def test_figures_are_what_lies_there_and_what_was_picked(db):
    open_company()
    bring_to(place_and_source("W-1", {"BOOK": 3}), "picked")
    mugs, books = figures("BRS")[bin_id("BRS", "A1")], figures("BRS")[bin_id("BRS", "A2")]
    assert (mugs.units, mugs.products, mugs.volume_mm3, mugs.picked) == (10, 1, 10 * 100 * 90 * 90, 0)
    assert (books.units, books.picked, books.since) == (17, 3, None)
    assert figures("BRS", picked_since=NOW + timedelta(days=1))[bin_id("BRS", "A2")].picked == 0
    assert bin_id("BRS", "C1") not in figures("BRS")


def test_goods_are_as_old_as_their_lot_else_as_their_last_arrival(db):
    open_company()
    lot = inventory.know_lot(product_id=product("MUG").id, code="L", expires_on=None, now=NOW - timedelta(days=9))
    receive("LDS", "C1", "MUG", 1, now=NOW + timedelta(days=2), lot_id=lot)
    receive("LDS", "A1", "MUG", 1, now=NOW + timedelta(days=3))
    found = figures(aged=True)
    assert found[bin_id("LDS", "C1")].since == NOW - timedelta(days=9)
    assert found[bin_id("LDS", "A1")].since == NOW + timedelta(days=3)


@pytest.mark.parametrize("show", ["fill", "velocity", "age", "nonsense"])
def test_the_map_shows_every_place_and_reads_all_bins_at_once(office, show):
    with CaptureQueriesContext(connection) as asked:
        page = text(office, f"/warehouses/LDS/map?show={show}")
    assert (
        page.count('<a href="?show') >= 9
        and ('class="heat-5' in page) == (show in ("fill", "nonsense"))
        and "style=" not in page
    )
    assert len(asked) < 15
    assert "quarantine: 0" in page and "Aisle 3" in page


def test_a_place_and_an_aisle_open_their_bins(office):
    page = text(office, "/warehouses/LDS/map?place=0,2000")
    assert "/warehouses/LDS/bins/A1" in page.split('id="panel"')[1] and "Position A1" in page
    panel = text(office, "/warehouses/LDS/map?aisle=1").split('id="panel"')[1]
    assert "/bins/B1" in panel and "/bins/A1" not in panel
    for address in ("place=x", "aisle=x", "aisle=99", "place=1,1", "place=0%2C2000%3Cb%3E"):
        assert "By aisle" in text(office, f"/warehouses/LDS/map?{address}")


def test_a_bin_shows_what_lies_in_it_and_what_moved(office):
    inventory.move(
        product_id=product("MUG").id,
        from_bin_id=bin_id("LDS", "A1"),
        to_bin_id=bin_id("LDS", "DAMAGED"),
        quantity=1,
        now=timezone.now(),
        actor="clerk",
        cause="by hand",
    )
    page = text(office, "/warehouses/LDS/bins/DAMAGED")
    assert "nobody may have" in page and "/stock/MUG" in page and "A1 → DAMAGED" in page
    assert "A1 → DAMAGED" in text(office, "/warehouses/LDS/bins/A1")
    assert "opening stock" not in text(office, "/warehouses/LDS/bins/A1?before=1")


def test_the_floor_sees_the_map_too_and_what_is_not_there_is_not_found(office):
    picker = client_of("picker")
    assert "LDS" in text(picker, "/warehouses") and "/stock/MUG" not in text(picker, "/warehouses/LDS/bins/A1")
    text(picker, "/warehouses/LDS/map")
    for address in ("/warehouses/NO/map", "/warehouses/LDS/bins/NO", "/warehouses/NO/bins/A1", "/warehouses/L%00/map"):
        assert office.get(address).status_code == 404


def test_a_large_warehouse_stays_light(office):
    keep_bins(
        [
            NewBin(
                f"{a:02d}-{p:02d}-{s}",
                f"BIG-{a}-{p}-{s}",
                "Z",
                a,
                a * 3000,
                p * 1200,
                width_mm=9,
                depth_mm=9,
                height_mm=9,
            )
            for a in range(13)
            for p in range(28)
            for s in range(10)
        ],
        warehouse="LIL",
    )
    answer = office.get("/warehouses/LIL/map?show=age")
    assert len(answer.content) < 500_000 and answer.content.count(b"<rect") > 364
