"""A return from the agent's desk over the dock to the exchange, on a phone."""

import re

from company import product, relay
from db.returns import delivered
from playwright.sync_api import Page, expect

from browser.conftest import sign_in, width_of
from browser.test_door import _scan
from browser.test_pages import _axe
from packhorse.placing.rules import order_number


def _looks_right(page: Page) -> None:
    assert (width_of(page), _axe(page)) == (390, [])


def test_goods_come_back_and_others_leave(page: Page) -> None:
    order = order_number(delivered({"MUG": 2}))
    sign_in(page, "manager")
    page.goto(f"/orders/{order}")
    page.click("text=Return or claim goods")
    page.fill("input[type=number]", "2")
    page.select_option("select", "other")
    page.check("[value=exchange]")
    page.fill("#words", "The wrong colour")
    page.check("[name=goodwill]")
    _looks_right(page)
    page.click("text=Ask for the return")
    expect(page.locator("[data-state]")).to_have_text("requested")
    _looks_right(page)
    page.click("button:has-text('Approve')")
    expect(page.locator("[data-state]")).to_have_text("approved")
    number = page.inner_text("dl .mono")

    page.goto("/dock/returns?warehouse=LDS")
    _looks_right(page)
    _scan(page, number)
    expect(page.locator("[data-line=MUG]")).to_contain_text("0 / 2")
    _scan(page, product("MUG").barcode)
    expect(page.locator("[data-answer=good]")).to_contain_text("1 × MUG, into QUARANTINE")
    _scan(page, "4711")
    expect(page.locator("[data-answer=bad]")).to_contain_text("Nobody knows 4711")
    _looks_right(page)
    page.locator("[data-look]").first.get_by_text("Restock").click()
    expect(page.locator("[data-answer=good]")).to_contain_text("lay them into RECEIVING")
    page.click("text=Nothing more comes: 1 missing")
    expect(page.locator("[data-state]")).to_have_text("inspected")
    _looks_right(page)

    page.goto(f"/returns?number={number}")
    expect(page.locator("[data-proposed]")).to_have_text("£5.00")
    _looks_right(page)
    page.fill("#goods", "BOOK 1")
    page.click("text=Place the exchange order")
    expect(page.locator("[data-state]")).to_have_text("closed")
    _looks_right(page)
    relay()
    page.click("dl a:has-text('PH') >> nth=1")
    expect(page.locator("main")).to_contain_text(re.compile(f"Sends goods of {order} again"))
    for path in ("/returns", "/returns/reasons?days=0", "/returns/rules", "/returns/new"):
        page.goto(path)
        _looks_right(page)
