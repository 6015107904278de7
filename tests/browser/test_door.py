"""One order from placed to the door, by a person's hands on the pages."""

import re
from datetime import timedelta

from company import NOW, place
from playwright.sync_api import Page, expect

from browser.conftest import sign_in, width_of
from browser.test_pages import _axe


def test_an_order_goes_from_placed_to_the_door(page: Page) -> None:
    from django.utils import timezone

    from packhorse.picking.operations import set_floor
    from packhorse.picking.rules import Setup
    from packhorse.shipping.operations import poll_tracking

    set_floor(warehouse="BRS", setup=Setup(clusters=False))  # so that it comes past the wall, too
    order_id = place("W-1", [("MUG", 2), ("BOOK", 1)])
    number = f"PH{order_id + 1_000_000}"
    sign_in(page, "manager")
    page.goto("/orders?text=W-1")
    page.click(f"text={number}")
    _comes_to(page, "sourced")

    page.goto("/floor?warehouse=BRS")
    page.click("text=Release a wave")
    page.click("text=PL000001")
    page.click("text=Take this list")
    _looks_at_the_way(page)
    expect(page.locator("[data-ready]")).to_have_count(1)
    page.fill("#code", "WRONG-BIN")
    page.press("#code", "Enter")
    expect(page.locator("[data-answer=bad]")).to_contain_text("Wrong bin")
    for _ in range(2):
        _scan(page, page.get_attribute("[data-bin]", "data-bin"))
        expect(page.locator("[data-item]")).to_be_visible()
        _scan(page, page.get_attribute("[data-item]", "data-item"))
        if page.get_by_text("All 2").is_visible():
            page.click("text=All 2")
        expect(page.locator("[data-item]")).to_have_count(0)
    page.click("text=Sort this list")
    for sku in ("MUG", "BOOK"):
        _scan(page, sku)
        expect(page.locator("[data-answer=good]")).to_be_visible()
        expect(page.locator("[data-slot]")).to_be_visible()
        page.goto(page.url)
    page.goto("/pack")
    _scan(page, page.inner_text(".list-group strong"))
    page.wait_for_url(re.compile(r"/pack/\d{18}"))
    sscc = page.url[-18:]
    page.fill("#quantity", "2")
    page.press("#quantity", "Enter")
    _scan(page, "MUG")
    expect(page.locator("[data-answer=good]")).to_contain_text("1 to go")
    _scan(page, "BOOK")
    expected = re.search(r"about (\d+)", page.inner_text("label[for=grams]"))
    assert expected
    page.fill("#grams", expected[1])
    page.click("text=Close the parcel")
    page.wait_for_selector("text=Label ZPL", timeout=15_000)
    assert page.request.get(f"/parcels/{sscc}/label.pdf").body().startswith(b"%PDF")
    assert page.request.get(f"/parcels/{sscc}/slip.pdf").body().startswith(b"%PDF")
    assert sscc in page.request.get(f"/parcels/{sscc}/label.zpl").text()

    page.goto("/ship")
    lane = page.inner_text(".list-group strong")
    _scan(page, sscc, "#sscc")
    _scan(page, f"LANE-BRS-{lane}", "#lane")
    expect(page.locator("[data-answer=good]")).to_contain_text(lane)
    page.click("button:has-text('Hand 1 parcel over')")
    expect(page.locator("text=M000001")).to_be_visible()
    assert page.request.get("/manifests/1.pdf").body().startswith(b"%PDF")

    page.goto(f"/orders/{number}")
    _comes_to(page, "shipped")
    customers = page.get_attribute("text=Customer's page", "href")
    for days in range(1, 30):
        poll_tracking(now=timezone.now() + timedelta(days=days))
    _comes_to(page, "delivered")
    for words in ("Order placed", "Sourced", "Picked: 3 units", "whole in its slot", "handed over", "delivered"):
        expect(page.locator(".history")).to_contain_text(words)

    page.context.clear_cookies()
    page.goto(customers)
    expect(page.locator("h1")).to_have_text("Your parcel has arrived")
    assert "Ada" not in page.content()
    assert timezone.now() > NOW


def _looks_at_the_way(page: Page) -> None:
    """From the scan to the picture of the walk and back; on a phone nothing of it lies beyond the edge."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.click("text=See the way")
    expect(page.get_by_role("img", name="The way of PL000001")).to_be_visible()
    assert (_axe(page), width_of(page)) == ([], 390)
    page.click("text=Back to the scan")
    expect(page.locator("#code")).to_be_visible()


def _scan(page: Page, code: str | None, field: str = "#code") -> None:
    """What a keyboard-wedge scanner does: types into the field that is ready, then Enter."""
    assert code
    expect(page.locator(field)).to_be_focused()
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")


def _comes_to(page: Page, state: str) -> None:
    """Reload until the worker has told the order so; it relays within a second."""
    for _ in range(40):
        if page.get_attribute("h1 [data-state]", "data-state") == state:
            return
        page.wait_for_timeout(250)
        page.reload()
    raise AssertionError(f"the order did not come to {state}")
