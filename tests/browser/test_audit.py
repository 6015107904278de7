"""The books in a browser: an audit asked for, its findings, the history behind one, and a repair that is read first."""

import re

from company import bin_id, differences, run_sql
from playwright.sync_api import Page, expect

from browser.conftest import sign_in
from browser.test_pages import _axe


def test_the_manager_finds_what_differs_sees_why_and_repairs_it(page: Page) -> None:
    run_sql("UPDATE inventory_binstock SET quantity = 14 WHERE bin_id = %s", bin_id("BRS", "A1"))
    sign_in(page, "manager")
    page.goto("/audit")
    page.click("text=Audit now")
    finding = page.locator("li", has_text="MUG in bin A1 of BRS: 14, the ledger says 10")
    expect(finding).to_be_visible(timeout=30_000)  # the worker made it, and the page shows it by itself
    assert _axe(page) == []
    finding.get_by_role("link").click()
    expect(page.locator("[role=status]")).to_contain_text("BRS: bin A1 holds 14, the ledger says 10")
    assert _axe(page) == []
    page.click("nav >> text=Audit")
    expect(page.locator("nav .badge")).to_contain_text("2")
    page.click("text=Repair stock")
    expect(page.locator("main")).to_contain_text("Nothing is changed yet")
    assert _axe(page) == []
    page.fill("#reason", "Counted by hand")
    page.check("[name=sure]")
    page.click("text=Write 1 change")
    page.wait_for_url(re.compile("/audit$"))
    expect(page.locator("#audit [role=status]")).to_contain_text("The books are right")
    expect(page.locator("nav .badge")).to_have_count(0)
    expect(page.locator("#audit")).to_contain_text("manager: Counted by hand")
    assert differences() == {}
