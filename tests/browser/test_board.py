"""The shift's board in a browser: waves are changed by drag and by key, and nothing is drawn anew under the hand."""

import pytest
from company import NOW, place_and_source, site
from playwright.sync_api import Page, expect

from browser.conftest import sign_in, width_of
from browser.test_pages import _axe
from packhorse.picking import operations
from packhorse.picking import queries as lists
from packhorse.picking.rules import Setup, wave_number
from packhorse.sourcing import queries as sourcing


@pytest.fixture
def waves(page: Page) -> tuple[list[int], list[int]]:
    """Bristol's two planned waves, of two orders and of one; (waves, fulfillment orders). The board is open."""
    parts = [sourcing.of_order(place_and_source(number, {"MUG": 1}))[0].id for number in ("1", "2", "3")]
    operations.set_floor(warehouse="BRS", setup=Setup(ahead_minutes=20_000))
    (first,) = operations.plan_waves(warehouse_id=site("BRS"), now=NOW, actor="lead")
    operations.take_out([parts[2]], now=NOW)  # from here on the first is left as it is
    made = operations.plan_waves(warehouse_id=site("BRS"), now=NOW, actor="lead")
    page.set_viewport_size({"width": 1280, "height": 1300})  # all of it in sight: one drags no further
    sign_in(page, "manager")
    page.goto("/floor/board?warehouse=BRS")
    (second,) = set(made) - {first}
    return [first, second], parts


def members(wave_id: int) -> list[int]:
    return [row.fulfillment_id for row in lists.wave_orders([wave_id])]


def says(page: Page, words: str) -> None:
    expect(page.locator("main [role=status]").filter(has_text=words)).to_be_visible()


def test_waves_are_changed_by_drag(page: Page, waves: tuple[list[int], list[int]]) -> None:
    (first, second), parts = waves
    assert (_axe(page), width_of(page)) == ([], 1280)
    page.drag_and_drop(f"[data-order='{parts[0]}']", f"[data-drop='{second}']")
    says(page, f"1 order moved into {wave_number(second)}.")
    assert (members(first), sorted(members(second))) == ([parts[1]], [parts[0], parts[2]])
    page.check(f"#order-{parts[0]}")
    page.check(f"#order-{parts[2]}")
    page.drag_and_drop(f"[data-order='{parts[2]}']", f"[data-drop='{first}']")  # all that are chosen go along
    says(page, f"2 orders moved into {wave_number(first)}.")
    assert (sorted(members(first)), members(second)) == (parts, [])
    page.drag_and_drop(f"[data-wave='{first}']", "[data-drop=out]")  # a wave goes to the floor only
    page.drag_and_drop(f"[data-order='{parts[0]}']", "[data-drop=floor]")  # and an order into a wave only
    assert sorted(members(first)) == parts
    page.drag_and_drop(f"[data-wave='{first}']", "[data-drop=floor]")
    says(page, f"{wave_number(first)} is released: PL")
    assert len(lists.lists(warehouse_id=site("BRS"))) == 1


def test_waves_are_changed_by_key(page: Page, waves: tuple[list[int], list[int]]) -> None:
    (_, second), parts = waves
    page.set_viewport_size({"width": 390, "height": 844})
    assert (_axe(page), width_of(page)) == ([], 390)
    page.focus(f"#order-{parts[0]}")
    page.keyboard.press("Space")
    page.focus("#move-to")
    page.keyboard.type(f"into {wave_number(second)}")
    page.keyboard.press("Tab")
    expect(page.locator("#move")).to_be_focused()
    page.keyboard.press("Enter")
    says(page, f"1 order moved into {wave_number(second)}.")
    assert sorted(members(second)) == [parts[0], parts[2]]
    page.focus(f"#release-{second}")
    page.keyboard.press("Enter")
    says(page, f"{wave_number(second)} is released")


def test_it_follows_by_itself_but_not_under_the_hand(page: Page, waves: tuple[list[int], list[int]]) -> None:
    (first, _), parts = waves
    poll = """(() => {
        const elt = document.getElementById('board');
        return elt.dispatchEvent(new CustomEvent('htmx:beforeRequest', {cancelable: true, detail: {elt}}));
    })()"""
    page.focus(f"#release-{first}")
    assert page.evaluate(poll) is True
    with page.expect_response(lambda answer: "/floor/board?" in answer.url, timeout=25_000):
        operations.take_out([parts[0]], now=NOW)
    expect(page.locator(f"[data-drop=out] #order-{parts[0]}")).to_have_count(1, timeout=15_000)
    expect(page.locator(f"#release-{first}")).to_be_focused()  # drawn anew, and the key stays where it was
    page.check(f"#order-{parts[1]}")
    assert page.evaluate(poll) is False
