"""A manager's rules on carriers on a phone: typed wrong, tried, kept, changed; nothing wider than the page."""

from playwright.sync_api import Page, expect

from browser.conftest import sign_in, width_of
from browser.test_pages import _axe


def test_a_manager_writes_a_rule_tries_it_and_changes_it(page: Page) -> None:
    sign_in(page, "manager")
    page.goto("/carriers/rules")
    expect(page.locator("main")).to_contain_text("There are no rules")
    page.fill("#name", "No air to the islands")
    page.check("input[name=targets][value='ERX express']")
    page.click("summary:has-text('For which parcels')")
    page.fill("#places", "England")
    page.click("button[value=try]")
    expect(page.locator(".alert-danger")).to_contain_text("places: 'ENGLAND' is no place")
    expect(page.locator("#name")).to_have_value("No air to the islands")
    assert _axe(page) == []

    page.fill("#places", "GB IM, GB JE")
    page.click("button[value=try]")
    expect(page.locator("[data-preview]")).to_contain_text("nothing to try it on")
    page.click("button[value=keep]")
    rule = page.locator("[data-rule='No air to the islands']")
    expect(rule).to_contain_text("Never ERX express; parcels to GB IM or GB JE")
    rule.locator("a:has-text('Change')").click()
    page.select_option("#kind", "share")
    page.fill("#minor", "0.50")
    page.fill("#percent", "30")
    page.click("button[value=keep]")
    expect(rule).to_contain_text("30 % of the parcels of a day with ERX express, in each warehouse, for at most £0.50")
    assert width_of(page) == 390
    assert _axe(page) == []
