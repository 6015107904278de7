"""The dock with a scanner that types: receive, put away; and the office's papers of it."""

import re

from company import product
from db.dock import announce, buy, lying, transfer
from playwright.sync_api import Page, expect

from browser.conftest import sign_in, width_of
from browser.test_pages import _axe
from packhorse.inbound.rules import delivery_number, purchase_number


def _scan(page: Page, code: str) -> None:
    """A scanner types a code and Enter into whatever has the focus."""
    expect(page.locator("[data-scan]").first).to_be_focused()
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def _says(page: Page, kind: str, words: str) -> None:
    expect(page.locator(f"[data-answer={kind}]")).to_contain_text(words)


def test_a_delivery_is_received_and_put_away_with_a_scanner_alone(page: Page) -> None:
    delivery = delivery_number(announce({"MUG": 3, "BOOK": 2}))
    mug, book = product("MUG").barcode, product("BOOK").barcode
    sign_in(page, "picker")
    page.goto("/dock?warehouse=LDS")
    _scan(page, delivery)
    page.wait_for_url(re.compile(f"/receive/{delivery}"))
    _scan(page, mug)
    _says(page, "good", "1 × MUG into RECEIVING")
    _scan(page, mug)
    expect(page.locator("main")).to_contain_text("2 of 5 units")
    page.fill("#quantity", "2")
    page.press("#quantity", "Enter")  # leads to the scan field and sends nothing
    _scan(page, book)
    _says(page, "good", "2 × BOOK into RECEIVING")
    page.check("[name=damaged]")
    page.locator("#code").focus()
    _scan(page, mug)
    _says(page, "good", "1 × MUG into DAMAGED")
    _scan(page, book)
    _says(page, "bad", "3 of 2 announced of BOOK")
    page.click("text=Take them")
    _says(page, "good", "1 × BOOK into RECEIVING")
    _scan(page, "4711")
    _says(page, "bad", "Nobody knows 4711")
    assert (_axe(page), width_of(page)) == ([], 390)
    page.click("text=All is here: finish")
    expect(page.locator("main")).to_contain_text("1 over")
    assert _axe(page) == []

    page.goto("/put-away")
    _scan(page, book)
    expect(page.locator("[data-bin]")).to_have_text("A2")
    _scan(page, "LDS-A2")
    _says(page, "good", "3 × BOOK into A2")
    _scan(page, mug)
    expect(page.locator("[data-bin]")).to_have_text("A1")
    _scan(page, "LDS-C1")  # another bin than proposed
    _says(page, "good", "2 × MUG into C1")
    expect(page.locator("main")).to_contain_text("Nothing waits")
    assert lying("LDS", "MUG") == {"A1": 10, "C1": 2, "DAMAGED": 1}


def test_a_transfer_is_sent_with_a_scanner_alone(page: Page) -> None:
    number = delivery_number(transfer({"MUG": 8}))
    sign_in(page, "picker")
    page.goto(f"/send/{number}")
    _scan(page, "LDS-A1")
    expect(page.locator(".go")).to_have_text("A1")
    _scan(page, product("MUG").barcode)
    expect(page.locator("#units")).to_have_value("8")
    expect(page.locator("#units")).to_be_focused()
    page.keyboard.press("Enter")
    _says(page, "good", "8 × MUG loaded")
    page.click("text=Another bin")
    page.click("text=It has left")
    expect(page.locator("main")).to_contain_text("has left")


def test_the_pages_of_goods_on_their_way_in_are_accessible(page: Page) -> None:
    order = purchase_number(buy({"MUG": 10}))
    delivery, moved = delivery_number(announce({"MUG": 5})), delivery_number(transfer({"MUG": 2}))
    sign_in(page, "manager")
    faults = {}
    for path in (
        "/purchases", "/purchases/new", f"/purchases/{order}", "/deliveries", f"/deliveries/{delivery}",
        f"/deliveries/{moved}", "/deliveries/new", "/transfers/new", "/dock", f"/receive/{delivery}",
        f"/receive/{delivery}/finish", "/put-away", "/carry", "/send?warehouse=LDS", f"/send/{moved}", "/return",
    ):  # fmt: skip
        page.goto(path)
        faults[path] = _axe(page)
        if (wide := width_of(page)) != 390:
            faults[path] = [*faults[path], f"{wide} wide"]
    assert {path: found for path, found in faults.items() if found} == {}
