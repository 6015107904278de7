"""The customer's page on a phone: found by number and postal code, read, and used, by everybody."""

from typing import Any

import pytest
from company import relay
from db.floor import bring_to, hand_over, stage_all
from db.public import PRIVATE, place_private
from playwright.sync_api import Browser, Page, expect

from browser.conftest import width_of
from browser.test_pages import _axe
from packhorse.placing import queries as placing
from packhorse.shipping import queries as shipments


@pytest.fixture
def order_id(page: Page) -> Any:
    """An order whose parcel has its label."""
    found = place_private("W-1", {"MUG": 2})
    bring_to(found, "labelled")
    return found


def test_a_customer_finds_the_parcel_and_writes_where_it_may_be_left(page: Page, order_id: int) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/track")
    assert _axe(page) == []
    page.get_by_label("Order number").fill("w-1")
    page.get_by_label("Postal code").fill("BA1 9ZZ")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("alert")).to_contain_text("No order fits")
    assert _axe(page) == []
    page.get_by_label("Postal code").fill("ba1 1aa")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your parcel is packed")
    expect(page.get_by_role("img", name="From Bristol to Bath")).to_be_visible()
    assert not any(mark in page.content() for mark in PRIVATE.values())
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert (_axe(page), width_of(page)) == ([], width)

    page.get_by_label("Your instructions").fill("Behind the greenhouse")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Your instructions are kept.")
    assert placing.wishes([order_id])[order_id][1] == "Behind the greenhouse" and "greenhouse" not in page.content()
    page.get_by_role("link", name="Deutsch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihr Paket ist gepackt")
    assert _axe(page) == []
    # The console's worker labels it anew meanwhile; that is over before the parcel leaves.
    for _ in range(40):
        relay()
        if [row.state for row in shipments.of_order(order_id)][-1] == "labelled":
            break
    page.get_by_label("Ihre Hinweise").fill("Hinter dem Haus")
    stage_all("BRS")
    hand_over("BRS")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("alert")).to_contain_text("können nicht mehr geändert werden")
    assert placing.wishes([order_id])[order_id][1] == "Behind the greenhouse"
    here = page.url.split("/t/")[0]
    assert [url for url in asked if not url.startswith(here)] == [] and not any(url.endswith(".js") for url in asked)


def test_the_page_needs_no_script_and_few_bytes(chromium: Browser, page: Page, order_id: int) -> None:
    bare = chromium.new_context(java_script_enabled=False, locale="nl-NL")
    try:
        there, loaded = bare.new_page(), []
        there.on("response", lambda response: loaded.append(len(response.body())))
        token = shipments.of_order(order_id)[-1].token
        there.goto(f"{_house(page)}/t/{token}")
        expect(there.locator("h1")).to_have_text("Uw pakket is ingepakt")
        assert sum(loaded) < 60_000 and len(loaded) <= 4
    finally:
        bare.close()


def _house(page: Page) -> str:
    page.goto("/track")
    return page.url.removesuffix("/track")
