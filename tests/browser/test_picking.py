"""A picker's loop on a phone, with the network and without: every scan counts once, and a wrong one is seen."""

import re
from uuid import uuid4

import pytest
from company import NOW, PACKS, cancel, differences, place_and_source, product, receive, relay, site, told
from db.floor import wave
from playwright.sync_api import APIResponse, Page, Route, expect

from browser.conftest import sign_in, width_of
from browser.test_pages import _axe
from packhorse.picking import operations
from packhorse.picking import queries as lists

# What is to be hit with a glove, and is lower than 48 px.
SMALL = """[...document.querySelectorAll('.loop :is(button, a, input, select, summary)')]
           .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 48)
           .map((each) => each.outerHTML)"""

# All that was scanned has its answer.
KEPT = """() => new Promise((told) => {
  indexedDB.open('packhorse-floor').onsuccess = ({ target: { result: base } }) => {
    const asked = base.transaction('scans').objectStore('scans').count();
    asked.onsuccess = () => { base.close(); told(!asked.result); };
  };
})"""


@pytest.fixture
def two_orders(page: Page) -> int:
    """A list of two orders: three mugs for tote 1, four mugs and a book for tote 2."""
    place_and_source("1", {"MUG": 3})
    place_and_source("2", {"MUG": 4, "BOOK": 1})
    return int(wave("BRS", at_wall=False)[0])


def opened(page: Page, list_id: int, cart: str = "") -> None:
    sign_in(page, "picker")
    page.goto(f"/pick/{list_id}")
    if cart:
        page.fill("#cart", cart)
    page.click("text=Take this list")
    expect(page.locator("[data-ready]")).to_have_count(1)


def scan(page: Page, code: str) -> None:
    """What a keyboard-wedge scanner does: types into the field that is ready, then Enter."""
    expect(page.locator("#code")).to_be_focused()
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def says(page: Page, kind: str, words: str) -> None:
    expect(page.locator(f"[data-part=answer][data-answer={kind}]")).to_contain_text(words)


def states(list_id: int) -> list[str]:
    return [task.state for task in lists.tasks(list_id)]


def sent(page: Page, list_id: int, wanted: list[str]) -> None:
    """Wait until the server knows of the scans."""
    for _ in range(80):
        if states(list_id) == wanted:
            return
        page.wait_for_timeout(100)
    assert states(list_id) == wanted


def test_a_list_is_picked_with_a_cart_stop_by_stop(page: Page, two_orders: int) -> None:
    operations.add_cart(warehouse_id=site("BRS"), code="C1", totes=4, actor="lead")
    opened(page, two_orders, "CART-BRS-C1")
    assert (_axe(page), width_of(page)) == ([], 390)
    expect(page.locator("[data-part=goods]")).to_have_text("then 7 × Mug")
    scan(page, "BRS-A2")
    says(page, "bad", "Wrong bin: this is A2. Go to A1.")
    scan(page, "a1")  # typed, as it is written on the page
    assert page.evaluate(SMALL) == []
    expect(page.locator("[data-part=totes]")).to_have_text("3 into tote 1, 4 into tote 2")
    scan(page, product("BOOK").barcode)
    says(page, "bad", "Wrong item: this is BOOK")
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.click("text=Light or dark")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")
    page.click("text=Light or dark")
    scan(page, f"(01)0{product('MUG').barcode}")  # as a GS1 element string
    says(page, "good", "1 of 3")
    scan(page, PACKS["MUG"][0].barcode)  # an inner of four is more than is left
    says(page, "bad", "That is 4 at once")
    scan(page, "MUG")
    scan(page, "MUG")
    says(page, "good", "3 of 3: into tote 1")
    scan(page, "CART-BRS-C1-2")
    says(page, "bad", "Wrong tote")
    assert _axe(page) == []
    scan(page, "CART-BRS-C1-1")
    scan(page, "MUG")
    page.click("text=All 4")
    scan(page, "CART-BRS-C1-2")
    sent(page, two_orders, ["picked", "picked", "open"])
    page.click("text=Undo the last pick")
    says(page, "good", "Undone: lay 4 × MUG back into A1")
    sent(page, two_orders, ["picked", "open", "open"])
    scan(page, "BRS-A1")
    scan(page, "MUG")
    page.fill("#number", "4")
    page.press("#number", "Enter")
    scan(page, "CART-BRS-C1-2")
    page.context.set_offline(True)
    for code in ("BRS-A2", "BOOK", "CART-BRS-C1-2"):
        scan(page, code)
    page.click("text=Undo the last pick")
    says(page, "good", "lay all back into A2. It had not been sent")
    for code in ("BRS-A2", "BOOK", "CART-BRS-C1-2"):
        scan(page, code)
    page.context.set_offline(False)
    expect(page.locator("[data-part=done]")).to_be_visible()
    sent(page, two_orders, ["picked"] * 3)
    page.click("text=Undo the last pick")
    says(page, "bad", "The list is done")
    expect(page.locator("[data-part=conflicts]")).to_be_hidden()
    page.click("text=Sort this list")
    page.wait_for_url(re.compile("/sort/"))
    relay()
    assert differences() == {}


def test_without_the_network_the_picker_goes_on(page: Page, two_orders: int) -> None:
    opened(page, two_orders)
    _kept(page)
    scan(page, "BRS-A1")
    page.context.set_offline(True)
    scan(page, "MUG")
    page.click("text=All 7")
    expect(page.locator("[data-part=waiting]")).to_contain_text("2 scans wait for it")
    assert (states(two_orders), _axe(page)) == (["open"] * 3, [])
    page.reload()
    expect(page.locator("[data-ready]")).to_have_count(1)
    expect(page.locator("[data-part=go]")).to_have_text("A2")
    scan(page, "BRS-A3")
    says(page, "bad", "Wrong bin")
    scan(page, "BRS-A2")
    scan(page, "BOOK")
    expect(page.locator("[data-part=end]")).to_contain_text("3 scans must be sent first")
    page.context.set_offline(False)
    sent(page, two_orders, ["picked"] * 3)
    expect(page.locator("[data-part=sort]")).to_be_visible()
    relay()
    assert differences() == {}


def test_what_changed_meanwhile_is_shown_and_the_rest_is_accepted(page: Page, two_orders: int) -> None:
    opened(page, two_orders)
    scan(page, "BRS-A1")
    page.context.set_offline(True)
    scan(page, "MUG")
    page.click("text=All 7")
    expect(page.locator("[data-part=waiting]")).to_contain_text("2 scans")
    with told():
        cancel(lists.tasks(two_orders)[0].order_id)
    page.context.set_offline(False)
    expect(page.locator("[data-part=refused]")).to_contain_text("Pick of 3 × MUG in A1", timeout=10_000)
    expect(page.locator("[data-part=refused] li")).to_have_count(1)
    assert (states(two_orders), _axe(page)) == (["cancelled", "picked", "open"], [])
    page.click("text=I have seen it")
    expect(page.locator("[data-part=go]")).to_have_text("A2")
    expect(page.locator("[data-part=conflicts]")).to_be_hidden()
    assert differences() == {}


def test_an_undo_that_comes_too_late_says_that_the_picks_stand(page: Page, two_orders: int) -> None:
    opened(page, two_orders)
    _kept(page)
    scan(page, "BRS-A1")
    scan(page, "MUG")
    page.click("text=All 7")
    sent(page, two_orders, ["picked", "picked", "open"])
    page.wait_for_function(KEPT)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("[data-part=go]")).to_have_text("A2")  # what was sent is not asked for again
    page.click("text=Undo the last pick")
    says(page, "good", "Undone: lay 4 × MUG back")
    book = lists.tasks(two_orders)[2].id
    who = {"scan_id": uuid4(), "now": NOW, "actor": "picker"}
    operations.pick(task_id=book, bin_code="BRS-A2", item_code="BOOK", quantity=1, **who)  # on another device of his
    page.context.set_offline(False)
    expect(page.locator("[data-part=refused]")).to_contain_text("Undo of 4 × MUG in A1", timeout=10_000)
    expect(page.locator("[data-part=refused-do]")).to_contain_text("These picks stand")


def test_a_short_pick_that_was_not_sent_is_taken_back(page: Page, two_orders: int) -> None:
    opened(page, two_orders)
    scan(page, "BRS-A1")
    page.context.set_offline(True)
    page.click("text=Not enough there?")
    page.fill("#found", "5")
    page.press("#found", "Enter")
    says(page, "good", "5 of 7")
    page.click("text=Undo the last pick")
    says(page, "good", "taken back")
    expect(page.locator("[data-part=go]")).to_have_text("7 ×")
    page.click("text=Not enough there?")
    page.fill("#found", "5")
    page.press("#found", "Enter")
    page.context.set_offline(False)
    sent(page, two_orders, ["picked", "short", "open"])
    assert [task.picked for task in lists.tasks(two_orders)] == [3, 2, 0]
    page.click("text=Undo the last pick")
    says(page, "bad", "cannot be undone")


def test_a_short_pick_says_why_and_leads_on_to_another_bin(page: Page, two_orders: int) -> None:
    receive("BRS", "B3", "MUG", 5)
    opened(page, two_orders)
    scan(page, "BRS-A1")
    page.click("text=Not enough there?")
    page.fill("#found", "5")
    page.select_option("[data-part=why]", "wrong")
    assert _axe(page) == []
    page.click("text=Report short pick")
    says(page, "good", "2 more in B3, a stop of this list now")
    sent(page, two_orders, ["picked", "short", "open", "open"])
    assert lists.tasks(two_orders)[1].reason == "other goods lie there"
    for spot, item in (("BRS-A2", "BOOK"), ("BRS-B3", "MUG")):
        scan(page, spot)
        scan(page, item)
    expect(page.locator("[data-part=number]")).to_be_visible()
    scan(page, "MUG")
    sent(page, two_orders, ["picked", "short", "picked", "picked"])
    relay()
    assert differences() == {}


def _kept(page: Page) -> None:
    """Wait until the page could be opened without the network."""
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")


def test_a_plan_from_before_a_scan_does_not_bring_it_back(page: Page, two_orders: int) -> None:
    opened(page, two_orders)
    page.context.set_offline(True)
    for code in ("BRS-A1", "MUG"):
        scan(page, code)
    page.click("text=All 7")
    expect(page.locator("[data-part=waiting]")).to_contain_text("No network")
    sends: list[Route] = []
    plans: list[tuple[Route, APIResponse]] = []
    page.route("**/api/v1/floor/scans", lambda asked: sends.append(asked))
    page.route("**/api/v1/floor/lists/*", lambda asked: plans.append((asked, asked.fetch())))
    page.context.set_offline(False)
    while not sends:
        page.wait_for_timeout(20)
    # The network is there again while the scans are under way. Were the plan asked for now, it would not know of them.
    page.evaluate("window.dispatchEvent(new Event('online'))")
    for _ in range(50):
        if not plans:
            page.wait_for_timeout(20)
    sends.pop().continue_()
    sent(page, two_orders, ["picked", "picked", "open"])
    while not plans:
        page.wait_for_timeout(20)
    asked, answer = plans.pop(0)
    page.unroute("**/api/v1/floor/lists/*")
    with page.expect_response("**/api/v1/floor/lists/*"):
        asked.fulfill(response=answer)
    scan(page, "BRS-A2")
    says(page, "good", "Right bin")
    expect(page.locator("[data-part=progress]")).to_have_text("2 of 3 picks done")
