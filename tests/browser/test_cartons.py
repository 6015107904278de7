"""Cartons on a phone: what is low, what no carton holds, and a carton that is changed and booked."""

from company import NOW, site
from playwright.sync_api import Page, expect

from browser.conftest import sign_in, width_of
from browser.test_pages import _axe
from packhorse.packing.operations import count_cartons


def test_cartons_are_added_and_booked_on_a_phone(page: Page) -> None:
    count_cartons(code="M", warehouse_id=site("LDS"), on_hand=0, note="", now=NOW, actor="boss")
    sign_in(page, "manager")
    page.goto("/channels")
    page.click("nav[aria-label='Channels, carriers and cartons'] >> text=Cartons")
    expect(page.locator("tbody tr").first).to_contain_text("low")
    expect(page.locator("#too-large")).to_contain_text("DESK")
    page.click("text=M Medium")
    expect(page.locator("#carton h2")).to_have_text("Change carton M")
    assert page.input_value("#outer_height_mm") == "316"
    page.fill("#inner_height_mm", "400")
    page.click("text=Keep the carton")
    expect(page.locator("#carton [role=alert]")).to_contain_text("400 mm inside is more than 316 mm outside")
    assert page.input_value("#inner_height_mm") == "400"
    assert (width_of(page), _axe(page)) == (390, [])
    page.select_option("#stock_carton", "M")
    page.select_option("#warehouse", "LDS")
    page.fill("#count", "30")
    page.fill("#level", "8")
    page.click("text=Book it")
    expect(page.locator("table >> nth=0")).to_contain_text("LDS 30")
    expect(page.locator("table >> nth=0")).not_to_contain_text("low")
