"""A sorter, a packer and a loader with wedge scanners on phones."""

import re

from company import place_and_source, product, relay, run_sql, site
from db.floor import pick_list, walk, wave
from playwright.sync_api import Page, expect

from browser.conftest import sign_in, width_of
from browser.test_door import _scan
from browser.test_pages import _axe
from packhorse.packing import queries as parcels
from packhorse.picking.rules import list_number
from packhorse.sorting.operations import keep_overflow, keep_wall
from packhorse.sorting.rules import NewWall, grid


def _looks_right(page: Page) -> None:
    assert (_axe(page), width_of(page)) == ([], 390)


def test_a_slot_is_lit_scanned_and_blocked_when_wrong(page: Page) -> None:
    keep_wall(
        warehouse_id=site("BRS"), wall=NewWall("W", 2, confirm=True), slots=grid("BRS", "W", 6, 4, (300, 300, 400))
    )
    keep_overflow(warehouse_id=site("BRS"), code="OV", barcode="OVER-BRS")
    place_and_source("1", {"LAMP": 4})
    place_and_source("2", {"DESK": 1})
    (list_id,) = walk("BRS")
    sign_in(page, "manager")
    page.goto(f"/sort/{list_id}")
    _scan(page, product("LAMP").barcode)
    expect(page.locator("[data-slot]")).to_have_text(re.compile(r"B\d \+ B\d"))
    expect(page.locator(".hole-lit")).to_have_count(2)
    lit = page.locator(".hole-lit").first
    assert lit.evaluate("each => getComputedStyle(each).animationName") == "lit"
    page.emulate_media(reduced_motion="reduce")
    assert lit.evaluate("each => getComputedStyle(each).animationName") == "none"
    _looks_right(page)
    _scan(page, "SLOT-BRS-W-A1", "#slot")
    expect(page.locator("[data-answer=bad]")).to_contain_text("Wrong slot")
    _scan(page, f"SLOT-BRS-W-{page.inner_text('[data-slot]').split()[0]}", "#slot")
    expect(page.locator("[data-answer=good]")).to_contain_text("This order is whole")
    expect(page.locator("text=Ticket ZPL")).to_be_visible()
    _scan(page, product("DESK").barcode)
    expect(page.locator("[data-answer=bad]")).to_contain_text("too big for the wall")
    _looks_right(page)
    _scan(page, "OVER-BRS", "#place")
    expect(page.locator("[data-answer=good]")).to_contain_text("packed from there")
    page.click(".hole-complete >> nth=0")
    expect(page.locator("h1")).to_have_text(re.compile(r"B\d \+ B\d"))
    _looks_right(page)


def test_a_single_unit_goes_from_its_list_to_its_pallet(page: Page) -> None:
    place_and_source("1", {"MUG": 1})
    (list_id,) = wave("BRS")
    run_sql("UPDATE picking_picklist SET kind = 'single'")
    pick_list(list_id)
    sign_in(page, "manager")
    page.goto("/pack?warehouse=BRS")
    _scan(page, list_number(list_id))
    expect(page.locator(".go")).to_have_text(list_number(list_id))
    _looks_right(page)
    _scan(page, product("MUG").barcode)
    page.wait_for_url(re.compile(r"/pack/\d{18}"))
    sscc = page.url[-18:]
    page.fill("#grams", str(parcels.by_sscc(sscc).expected_g))
    page.click("text=Close the parcel")
    page.wait_for_selector("text=Label ZPL", timeout=15_000)
    relay()
    page.goto("/ship")
    _scan(page, sscc, "#sscc")
    expect(page.locator("[data-lane]")).to_have_text("HOME")
    _looks_right(page)
    _scan(page, "LANE-BRS-REST", "#lane")
    expect(page.locator("[data-answer=bad]")).to_contain_text("Wrong lane")
    _scan(page, "LANE-BRS-HOME", "#lane")
    expect(page.locator("[data-answer=good]")).to_contain_text("on HU")
    page.click("text=Pallet HU")
    page.wait_for_url(re.compile(r"/ship/units/HU\d+$"))
    _looks_right(page)
    page.click("text=Close it")
    expect(page.locator("main")).to_contain_text("is closed")
    expect(page.locator("h1 + .mono")).to_contain_text(re.compile(r"\(00\) 1\d{17}"))
