"""The desk and who serves an order, on a phone: chosen, taken aside, given back, pinned after it was shown."""

from company import place_and_source, run_sql, site
from playwright.sync_api import Page, expect

from browser.conftest import sign_in, width_of
from browser.test_pages import _axe


def test_an_order_is_taken_aside_and_given_back_on_a_phone(page: Page) -> None:
    number = f"PH{place_and_source('W-1', {'LAMP': 99}) + 1_000_000}"
    sign_in(page, "agent")
    page.goto("/desk?queue=backorder")
    expect(page.locator("main")).to_contain_text("No warehouse has it")
    assert _axe(page) == []
    assert width_of(page) == 390
    page.check(f"input[value={number}]")
    page.click("button[value=aside]")
    page.fill("#why", "Rings on Friday")
    assert _axe(page) == []
    page.click("button[value=aside]")
    expect(page.locator(".alert-success")).to_contain_text("1 order taken aside.")
    page.goto("/desk?queue=manual")
    expect(page.locator("main")).to_contain_text("Rings on Friday")
    page.check(f"input[value={number}]")
    page.click("button[value=back]")
    expect(page.locator(".alert-success")).to_contain_text("1 order given back to sourcing.")


def test_an_order_is_pinned_after_it_was_shown_what_it_costs(page: Page) -> None:
    order_id = place_and_source("W-1")
    sign_in(page, "agent")
    page.goto(f"/orders/PH{order_id + 1_000_000}/ways")
    assert _axe(page) == []
    page.click("text=Pin to a warehouse")
    page.select_option("#pin", "LDS")
    page.click("button[value=pin]")
    expect(page.locator("h1")).to_contain_text("Leeds (LDS)")
    expect(page.locator("main")).to_contain_text("It costs the same.")
    assert _axe(page) == []
    assert width_of(page) == 390
    page.fill("#why", "The customer is in Leeds")
    page.click("main button.btn-primary")
    expect(page.locator(".alert-success")).to_contain_text("The order is pinned.")
    expect(page.locator("main")).to_contain_text("Pinned to Leeds (LDS)")
    served = run_sql("SELECT warehouse_id FROM sourcing_fulfillmentorder WHERE state <> 'cancelled'")
    assert served == [(site("LDS"),)]


def test_a_manager_closes_a_warehouse(page: Page) -> None:
    sign_in(page, "manager")
    page.goto("/warehouses/BRS/closing")
    assert _axe(page) == []
    page.fill("#why", "Flood")
    page.click("text=Close it")
    expect(page.locator("main")).to_contain_text("until further notice")
    page.goto("/warehouses")
    expect(page.locator("main")).to_contain_text("Flood, until further notice")
    assert _axe(page) == []
