"""A return on a phone: from the parcel's page to the number, without script, by everybody."""

import re
from typing import Any

import pytest
from company import NOW
from db.floor import deliver, ship
from db.public import PRIVATE, place_private
from playwright.sync_api import Browser, Page, expect

from browser.conftest import width_of
from browser.test_pages import _axe
from packhorse.returns import queries
from packhorse.returns.operations import keep_rules
from packhorse.returns.rules import Rules, spoken
from packhorse.shipping import queries as shipments


@pytest.fixture
def order_id(page: Page) -> Any:
    """An order that was delivered, and may be returned for ever."""
    keep_rules(rules=Rules(window_days=3650), now=NOW, actor="manager")
    found = place_private("W-1", {"MUG": 3, "BOOK": 1})
    for parcel_id in ship("BRS"):
        deliver(parcel_id)
    return found


def test_a_customer_returns_something_on_a_phone(chromium: Browser, page: Page, order_id: int) -> None:
    page.goto("/track")
    house = page.url.removesuffix("/track")
    bare = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}, locale="en-GB")
    try:
        there, loaded = bare.new_page(), []
        there.on("requestfinished", lambda request: loaded.append(sum(request.sizes().values())))
        there.goto(f"{house}/t/{shipments.of_order(order_id)[-1].token}")
        there.get_by_role("link", name="Return something").click()
        there.get_by_label("Postal code").fill("BA1 9ZZ")
        there.get_by_role("button", name="Go on").click()
        expect(there.get_by_role("alert")).to_contain_text("not the postal code")
        there.get_by_label("Postal code").fill("ba11aa")
        there.get_by_role("button", name="Go on").click()
        mug = there.get_by_role("group", name="Mug")
        mug.get_by_label("Units (0–3)").fill("2")
        there.get_by_role("button", name="Ask for the return").click()
        expect(there.get_by_role("alert")).to_contain_text("Choose a reason")
        expect(mug.get_by_label("Units (0–3)")).to_have_value("2")
        mug.get_by_label("Reason").select_option("It arrived damaged")
        there.get_by_label("Other goods instead").check()
        there.get_by_label("What should we know?").fill("A whole one, please")
        loaded.clear()
        there.get_by_role("button", name="Ask for the return").click()
        expect(there.get_by_role("status")).to_have_text("Your return is noted.")
        (mine,) = queries.of_order(order_id)
        assert (mine.wish, mine.state) == ("exchange", "approved")
        expect(there.get_by_role("heading", level=2).first).to_have_text(f"Return number {spoken(mine.rma)}")
        expect(there.get_by_role("img", name="QR code of return number")).to_be_visible()
        assert not any(mark in there.content() for mark in PRIVATE.values())
        assert 0 < sum(loaded) < 60_000
        slip = there.get_by_role("link", name="Return slip (PDF)").get_attribute("href")
        assert bare.request.get(f"{house}{slip}").body().startswith(b"%PDF")
        there.get_by_role("link", name="Back to your parcels").click()
        expect(there.locator("[data-door]")).to_contain_text("Accepted. Please send the goods back.")
        cookies = bare.cookies()
    finally:
        bare.close()
    # The same pages with script, which the checker of accessibility needs.
    page.context.add_cookies([each for each in cookies if each["name"] == "return"])
    page.goto(f"/t/{shipments.of_order(order_id)[-1].token}/return")
    expect(page.get_by_role("heading", name=re.compile("^Return number"))).to_be_visible()
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert (width_of(page), _axe(page)) == (width, [])
    page.context.clear_cookies()
    page.reload()
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    assert _axe(page) == []
