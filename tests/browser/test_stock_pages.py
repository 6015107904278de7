"""The pages of stock in a real browser: product, map, bin, files."""

import re

from company import bin_id, in_bin, level, receive
from db.counting import plan
from playwright.sync_api import Page, expect

from browser.conftest import sign_in, width_of
from browser.test_pages import _axe

FILE = b"warehouse,bin,sku,quantity,reason\nLDS,A1,MUG,7,\nLDS,A9,MUG,1,\n"


def fits(page: Page) -> bool:
    return width_of(page) == 390


def test_units_are_written_off_and_what_cannot_be_is_said(page: Page) -> None:
    plan("LDS", tolerance_minor=10**6)
    sign_in(page, "agent")
    page.goto("/stock/MUG")
    assert fits(page) and _axe(page) == []
    page.click("summary:text('Write units on or off')")
    page.select_option("#adjust-spot", f"{bin_id('LDS', 'A1')}-")
    page.fill("#adjust-units", "99")
    page.fill("#adjust-reason", "broken in the rack")
    page.click("text=Write off")
    expect(page.locator("[role=alert]")).to_contain_text("10 lie there")
    expect(page.locator("#adjust-reason")).to_have_value("broken in the rack")
    page.fill("#adjust-units", "3")
    page.click("text=Write off")
    expect(page.locator(".alert-success")).to_contain_text("3 units are written off")
    expect(page.locator("#ledger")).to_contain_text("broken in the rack")
    page.click("summary:text('The numbers')")
    assert level("MUG", "LDS") == (7, 0) and fits(page) and _axe(page) == []


def test_a_tap_on_the_map_opens_a_place_and_its_bin(page: Page) -> None:
    receive("LDS", "C3", "LAMP", 4)
    sign_in(page, "picker")
    page.goto("/warehouses/LDS/map?show=age")
    assert fits(page) and _axe(page) == []
    page.click("svg a >> nth=0")
    expect(page.locator("#panel")).to_contain_text("Position A1")
    page.go_back()
    expect(page.locator("#panel")).to_contain_text("By aisle")
    page.click("text=Aisle 3")
    page.click("#panel >> text=C3")
    expect(page.locator("h1")).to_contain_text("Bin LDS C3")
    expect(page.locator("main")).to_contain_text("LAMP")
    assert fits(page) and _axe(page) == []
    page.click("text=On the map")
    expect(page.locator("#panel")).to_contain_text("Position C3")


def test_a_file_is_checked_and_booked(page: Page) -> None:
    plan("LDS", tolerance_minor=10**6)
    sign_in(page, "agent")
    page.goto("/stock")
    page.click("text=Files in and out")
    assert fits(page) and _axe(page) == []
    page.set_input_files("#file", {"name": "count.csv", "mimeType": "text/csv", "buffer": FILE})
    page.check("input[value=count]")
    page.click("text=Check the file")
    expect(page.locator("main")).to_contain_text("What would change")
    expect(page.locator("main")).to_contain_text(re.compile("there is no bin 'A9'"))
    assert fits(page) and _axe(page) == []
    assert in_bin("LDS", "A1", "MUG") == (10, 0)
    page.click("text=Book the 1 good rows")
    expect(page.locator("main")).to_contain_text("What has changed")
    assert in_bin("LDS", "A1", "MUG") == (7, 0)
    with page.expect_download() as got:
        page.click("[aria-label='Levels as CSV']")
    assert got.value.suggested_filename == "levels.csv"
