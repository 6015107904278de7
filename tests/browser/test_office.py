"""What people of the office do: type an order in, hold it, change it, let it go on."""

import re

from company import place_and_source, run_sql
from orderfiles import order_file, row
from playwright.sync_api import Page, expect

from browser.conftest import sign_in, width_of
from browser.test_door import _comes_to
from browser.test_pages import _axe


def test_an_order_is_typed_in_with_what_is_there_and_by_when(page: Page) -> None:
    sign_in(page, "agent")
    page.goto("/orders")
    page.click("text=New order")
    for name, text in {"name": "Ada Cole", "line1": "7 High Street", "city": "Bathh", "postal_code": "BA1 1AA"}.items():
        page.fill(f"#{name}", text)
    page.fill("#sku-0", "MUG")
    expect(page.locator("#found-0")).to_contain_text("Type country and city")
    page.fill("#city", "Bath")
    page.fill("#quantity-0", "2")
    page.press("#quantity-0", "Tab")
    expect(page.locator("#found-0")).to_contain_text(re.compile("2 from BRS by"))
    page.fill("#sku-1", "NOTHING")
    page.click("text=Place the order")
    expect(page.locator("[role=alert]")).to_contain_text("Line 2: 'NOTHING' is no product")
    page.fill("#sku-1", "")
    page.fill("#city", "Bathh")
    page.click("text=Place the order")
    expect(page.locator("[role=alert]")).to_contain_text("is it Bath?")
    page.fill("#city", "Bath")
    page.click("button[name=ask]")
    page.wait_for_url(re.compile("/orders/PH"))
    expect(page.locator("h1")).to_contain_text("placed")


def test_an_order_is_held_noted_changed_and_released(page: Page) -> None:
    number = f"PH{place_and_source('W-1', {'MUG': 2}) + 1_000_000}"
    sign_in(page, "agent")
    page.goto(f"/orders/{number}")
    page.click("summary:text('Hold')")
    page.fill("#reason", "Customer is away")
    page.click("text=Hold the order")
    expect(page.locator("[data-hold=MANUAL]")).to_contain_text("Customer is away")
    page.goto("/orders?held=1")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.click(f"text={number}")
    page.fill("#text", "Rang, comes back on Monday")
    page.click("text=Keep the note")
    expect(page.locator("main")).to_contain_text("comes back on Monday")
    page.click("summary:text('Lines')")
    page.fill("input[type=number] >> nth=0", "3")
    page.fill("#add-sku", "BOOK")
    page.fill("#add-price", "9.50")
    page.click("text=Change the lines")
    expect(page.locator("table >> nth=0")).to_contain_text("BOOK")
    page.click("summary:text('Address')")
    page.fill("#city", "York")
    page.fill("#postal_code", "nonsense")
    page.click("text=Change the address")
    expect(page.locator("[data-hold=INCORRECT_ADDRESS]")).to_contain_text("is no postal code of United Kingdom")
    page.click("[data-hold=INCORRECT_ADDRESS] >> text=Release")
    page.click("[data-hold=MANUAL] >> text=Release")
    expect(page.locator("[data-hold]")).to_have_count(0)
    _comes_to(page, "sourced")


def test_what_was_typed_stays_when_it_is_refused_and_what_is_done_is_no_longer_offered(page: Page) -> None:
    number = f"PH{place_and_source('W-1', {'MUG': 2}) + 1_000_000}"
    sign_in(page, "agent")
    page.goto(f"/orders/{number}")
    page.click("summary:text('Lines')")
    page.fill("#add-sku", "NOTHING")
    page.fill("#add-price", "1.00")
    page.click("text=Change the lines")
    expect(page.locator("#changes [role=alert]")).to_contain_text("NOTHING")
    expect(page.locator("#add-sku")).to_have_value("NOTHING")
    assert _axe(page) == []
    page.goto(f"/orders/{number}")
    page.click("summary:text('Cancel')")
    page.click("text=Cancel the 2 open units")
    expect(page.locator("[data-state]")).to_have_text("cancelled")
    expect(page.locator("#changes button:enabled")).to_have_count(0)
    expect(page.locator("#changes")).to_contain_text("The order is cancelled already.")
    assert width_of(page) == 390
    assert _axe(page) == []


def test_a_rule_holds_large_orders(page: Page) -> None:
    sign_in(page, "manager")
    page.goto("/hold-rules")
    page.select_option("#kind", "quantity")
    page.fill("#limit", "5")
    page.click("text=Add the rule")
    expect(page.locator("tbody tr")).to_contain_text("more units of one product")
    number = f"PH{place_and_source('W-1', {'MUG': 6}) + 1_000_000}"
    page.goto(f"/orders/{number}")
    expect(page.locator("[data-hold=HIGH_RISK_OF_FRAUD]")).to_contain_text("6 units of MUG, over 5")
    page.goto("/hold-rules")
    page.click("text=Drop")
    expect(page.locator("tbody")).to_contain_text("No rule holds orders")


def test_a_file_is_checked_imported_corrected_and_imported_again(page: Page) -> None:
    sign_in(page, "agent")
    page.goto("/orders")
    page.click("a:text('Import')")
    content = order_file(row(1, "MUG", 2), row(2, "NOTHING", 1), row(3, "BOOK", 1))
    upload = {"name": "orders.csv", "mimeType": "text/csv", "buffer": content}
    page.set_input_files("#file", upload)
    page.click("text=Check only")
    expect(page.locator("[role=status]")).to_contain_text("2 orders would be placed")
    assert run_sql("SELECT count(*) FROM placing_order") == [(0,)]
    page.set_input_files("#file", upload)
    page.click("button:text-is('Import')")
    expect(page.locator("[role=status]")).to_contain_text("2 orders placed")
    expect(page.locator("tbody")).to_contain_text("product 'NOTHING' is not listed")
    with page.expect_download() as found:
        page.click("text=Download the refused orders")
    refused = found.value.path().read_bytes()
    corrected = {**upload, "name": "refused.csv", "buffer": refused.replace(b"NOTHING", b"LAMP")}
    page.set_input_files("#file", corrected)
    page.click("button:text-is('Import')")
    expect(page.locator("[role=status]")).to_contain_text("1 orders placed, 0 known already")
    assert run_sql("SELECT count(*) FROM placing_order") == [(3,)]
