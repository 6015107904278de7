"""A bin is counted by hand on a phone, with a scanner's keys, and decided at the desk."""

import re

from company import bin_id
from playwright.sync_api import Page, expect

from browser.conftest import sign_in, width_of


def test_a_bin_is_counted_by_two_and_the_difference_approved(page: Page) -> None:
    from django.utils import timezone

    from packhorse.counting.operations import suspect

    suspect({(bin_id("BRS", "A1"), _mug())}, now=timezone.now())
    sign_in(page, "picker")
    page.goto("/floor?warehouse=BRS")
    page.click("text=Count bins")
    expect(page.locator("#code")).to_be_focused()
    page.click("text=in doubt")
    _scan(page, "BRS-A2")
    expect(page.locator("[data-answer=bad]")).to_contain_text("Wrong bin")
    _scan(page, "BRS-A1")
    expect(page.locator("[data-answer=good][data-told]")).to_have_text("Right bin")  # the panel has settled
    expect(page.locator("[data-counting]")).to_have_text("A1")
    page.fill("#quantity", "7")
    page.press("#quantity", "Enter")  # leads to the scan field
    expect(page.locator("#code")).to_be_focused()
    _scan(page, "MUG")
    expect(page.locator("[data-tally=MUG]")).to_contain_text("7 ×")
    page.evaluate(
        "document.addEventListener('htmx:afterSwap', () => document.getElementById('quantity').focus(), {once: true})"
    )
    _scan(page, "MUG")
    expect(page.locator("[data-tally=MUG]")).to_contain_text("8 ×")
    expect(page.locator("#panel.htmx-settling")).to_have_count(0)
    expect(page.locator("#quantity")).to_be_focused()  # who went there at once is left there
    _scan(page, "NOPE")
    expect(page.locator("[data-answer=bad]")).to_contain_text("is no product")
    assert width_of(page) == 390
    page.click("text=Done: this is all")
    expect(page.locator("[data-answer=good]")).to_contain_text("a second time")
    page.click("text=Next count")
    expect(page.locator("main")).to_contain_text("second count")

    page.context.clear_cookies()
    sign_in(page, "manager")
    page.goto("/floor/counts?warehouse=BRS")
    _scan(page, "BRS-A1")  # the bin itself begins its count
    page.wait_for_url(re.compile("/floor/counts/CT"))
    expect(page.locator("[data-counting]")).to_have_text("A1")
    page.fill("#quantity", "8")
    _scan(page, "MUG")
    page.click("text=Done: this is all")
    expect(page.locator("[data-answer=good]")).to_contain_text("The office looks at it")
    page.goto("/counts")
    page.click("main >> text=/CT\\d+/")
    expect(page.locator("main")).to_contain_text("confirmed")
    page.fill("#note", "broken, thrown away")
    page.click("button:has-text('Approve: -2 units')")
    expect(page.locator(".alert-success")).to_contain_text("the books follow it")
    page.goto("/stock/MUG")
    expect(page.locator("main")).to_contain_text("counted")
    page.goto("/counts/accuracy")
    expect(page.locator("[data-figure=right]")).to_have_text("0.0 %")


def test_an_empty_bin_is_counted_and_a_count_is_given_back(page: Page) -> None:
    sign_in(page, "picker")
    page.goto("/floor/counts?warehouse=BRS")
    _scan(page, "BRS-C1")
    page.click("text=Give this count back")
    page.wait_for_url(re.compile("/floor/counts$"))
    _scan(page, "BRS-C1")
    page.click("text=The bin is empty")
    expect(page.locator("[data-answer=good]")).to_contain_text("Thank you")


def _mug() -> int:
    from company import product

    return int(product("MUG").id)


def _scan(page: Page, code: str) -> None:
    page.fill("#code", code)
    page.press("#code", "Enter")
