"""A manager's rules from the draft to the order's page, on a phone: refused, in shadow, live, and why."""

from company import place_and_source
from playwright.sync_api import Page, expect

from browser.conftest import sign_in, width_of
from browser.test_pages import _axe
from packhorse.placing.rules import order_number


def test_a_manager_tries_rules_in_shadow_then_lets_them_decide(page: Page) -> None:
    sign_in(page, "manager")
    page.goto("/sourcing-rules")
    expect(page.locator("main")).to_contain_text("No rules were written yet")
    page.fill("#name", "Peak")
    page.click("button:has-text('Begin a draft')")
    _add(page, "exclude", "BRS")
    expect(page.locator("main")).to_contain_text("to GB not from BRS")

    _add(page, "tie", "BRS")
    expect(page.locator(".alert-danger")).to_contain_text(
        "rule 1 (exclude), warehouses: together with rule 2 it leaves no warehouse for orders to GB."
    )
    expect(page.locator("#kind")).to_have_value("tie")  # what was typed is there to be corrected
    expect(page.locator("input[name=warehouses][value=BRS]")).to_be_checked()
    assert _axe(page) == []

    page.click("button[value=shadow]")
    expect(page.locator("main")).to_contain_text("Nothing was decided since it is in shadow")
    first = order_number(place_and_source("1"))
    page.reload()
    figures = page.locator("table.figures tbody tr td")
    expect(figures.nth(1)).to_have_text("1")  # orders
    expect(figures.nth(2)).to_have_text("1")  # served otherwise
    page.click(f"text={first}")
    expect(page.locator("main")).to_contain_text("Bristol (BRS) open")

    page.go_back()
    page.click("button[value=live]")
    expect(page.locator("h1 .state")).to_have_text("live")
    assert _axe(page) == []
    second = order_number(place_and_source("2"))
    page.goto(f"/orders/{second}")
    expect(page.locator("main")).to_contain_text("rule 1 of version 1: to GB not from BRS")
    picture = page.get_by_role("img", name="Map of the warehouses considered")
    expect(picture).to_be_visible()
    assert page.locator("svg.places:visible path.places-chosen").count() == 1
    assert page.locator("svg.places:visible circle.places-excluded").count() == 1
    assert page.locator("svg.places:visible path.places-next").count() == 1
    assert width_of(page) == 390
    assert _axe(page) == []


def _add(page: Page, kind: str, warehouse: str) -> None:
    page.select_option("#kind", kind)
    page.fill("#countries", "GB")
    page.check(f"input[name=warehouses][value={warehouse}]")
    page.click("button[value=add]")
    page.wait_for_load_state()
