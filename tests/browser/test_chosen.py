"""Many orders at once, on a phone and by the keyboard alone, with and without a script."""

import pytest
from company import place, run_sql, told
from playwright.sync_api import Browser, Page, expect

from browser.conftest import sign_in, width_of
from browser.test_pages import _axe


@pytest.fixture
def three(console: str) -> list[str]:
    with told():
        return [f"PH{place(f'W-{nth}', [('MUG', 1)]) + 1_000_000}" for nth in range(3)]


def test_orders_are_chosen_and_held_by_the_keyboard(page: Page, three: list[str]) -> None:
    sign_in(page, "agent")
    page.goto("/orders")
    count = page.locator("[data-count]")
    expect(count).to_have_text("Choose orders")
    page.focus("[data-all] input")
    page.keyboard.press("Space")
    expect(count).to_have_text("3 of 3 chosen")
    page.keyboard.press("Tab")  # the first order's box
    page.keyboard.press("Space")
    expect(count).to_have_text("2 of 3 chosen")
    assert page.evaluate("document.querySelector('[data-all] input').indeterminate")
    assert _axe(page) == []
    page.focus("button[value=hold]")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Hold 2 orders")
    assert _axe(page) == []
    page.focus("#reason")
    page.keyboard.type("Stocktaking")
    page.keyboard.press("Enter")
    expect(page.locator(".alert-success")).to_contain_text("2 orders on hold.")
    expect(page.locator(".state-on_hold")).to_have_count(2)
    assert run_sql("SELECT count(*) FROM placing_orderhold WHERE reason = 'Stocktaking'") == [(2,)]


def test_on_a_phone_the_bar_stays_in_sight_and_nothing_is_cut_off(page: Page, three: list[str]) -> None:
    with told():
        for nth in range(30):
            place(f"X-{nth}", [("MUG", 1)])
    sign_in(page, "agent")
    page.goto("/orders")
    expect(page.locator("button[value=cancel]")).to_be_hidden()
    last = page.locator("input[name=order]").last
    last.scroll_into_view_if_needed()
    last.check()
    expect(page.locator("button[value=cancel]")).to_be_in_viewport()
    box = last.locator("..").bounding_box()
    assert box and box["width"] >= 44 and box["height"] >= 44
    assert width_of(page) == 390
    page.click("button[value=cancel]")
    expect(page.locator("main")).to_contain_text("1 unit, will be cancelled")
    page.click("button[value=cancel]")
    expect(page.locator(".alert-success")).to_contain_text("1 order cancelled.")
    page.go_back()
    page.goto("/orders")
    page.check(f"input[value={three[0]}]")
    page.click("button[value=slips]")
    expect(page.locator("main")).to_contain_text("has no packed parcel yet")
    page.goto("/orders")
    page.check("[data-all] input")
    with page.expect_download() as found:
        page.click("button[value=xlsx]")
    assert found.value.path().read_bytes().startswith(b"PK")


def test_without_a_script_everything_works_too(chromium: Browser, console: str, three: list[str]) -> None:
    context = chromium.new_context(base_url=console, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "agent")
    page.goto("/orders")
    page.click("text=Choose all on this page")
    page.uncheck("input[name=order] >> nth=0")
    page.click("button[value=cancel]")
    page.click("button[value=cancel]")
    expect(page.locator(".alert-success")).to_contain_text("2 orders cancelled.")
    page.click("button[value=hold]")
    expect(page.locator(".alert-danger")).to_contain_text("Choose orders first")
    context.close()
