"""Every page: for whom it opens, that it can be used by everybody, and what it may load."""

import re
from pathlib import Path

import pytest
from company import place, place_and_source
from playwright.sync_api import Page, expect

from browser.conftest import sign_in, width_of

AXE = Path(__file__).parent / "vendor/axe.min.js"
PAGES = (
    "/tower",
    "/orders",
    "/stock",
    "/stock/MUG",
    "/stock-files",
    "/warehouses",
    "/warehouses/LDS/labels",
    "/stock/MUG/labels",
    "/warehouses/LDS/map",
    "/warehouses/LDS/carts",
    "/warehouses/LDS/carts/labels",
    "/warehouses/LDS/bins/A1",
    "/floor",
    "/pack",
    "/ship",
    "/walls",
    "/set-aside",
    "/orders/new",
    "/hold-rules",
    "/channels",
    "/keys",
    "/printers",
    "/people",
    "/floor/capacity",
    "/floor/people",
    "/counts",
    "/counts/plan",
    "/counts/accuracy",
    "/promises",
    "/sourcing-rules/tiers",
    "/sourcing-runs",
    "/warehouses/calendars",
    "/floor/counts",
    "/audit",
    "/audit/repair",
    "/stock/MUG/explain",
    "/orders?held=1",
)


def test_every_page_is_accessible(page: Page) -> None:
    order_id = place_and_source("W-1", [("MUG", 2)])
    faults = {}
    page.goto("/sign-in")
    faults["/sign-in"] = _axe(page)
    sign_in(page, "manager")
    for path in (*PAGES, f"/orders/PH{order_id + 1_000_000}"):
        page.goto(path)
        faults[path] = _axe(page)
    assert {path: found for path, found in faults.items() if found} == {}


def test_a_key_is_made_copied_and_taken_away(page: Page) -> None:
    sign_in(page, "manager")
    page.goto("/keys")
    page.fill("#name", "web shop")
    page.click("text=Make the key")
    expect(page.locator("#secret")).to_have_value(re.compile("^phk_"))
    assert page.evaluate("getSelection().toString()") == page.input_value("#secret")
    assert _axe(page) == []
    assert width_of(page) == 390
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("[data-copies]")
    expect(page.locator("[data-copies]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.input_value("#secret")
    page.click("[aria-label='Revoke web shop']")
    assert _axe(page) == []
    page.click("text=Revoke the key >> nth=-1")
    expect(page.locator(".alert-success")).to_contain_text("opens nothing any more")
    expect(page.locator("main")).to_contain_text("No machine has a key yet")


def test_the_tower_refreshes_itself(page: Page) -> None:
    sign_in(page, "manager")
    expect(page.locator("#tower")).to_contain_text("No orders yet")
    place("W-1", [("MUG", 2)])
    expect(page.locator("[data-figure=orders]")).to_have_text("1", timeout=15_000)


@pytest.mark.parametrize(("role", "start", "closed"), [("picker", "/floor", "/orders"), ("agent", "/tower", "/pack")])
def test_a_role_opens_its_own_rooms_only(page: Page, role: str, start: str, closed: str) -> None:
    sign_in(page, role)
    assert page.url.endswith(start)
    assert page.request.get(closed).status == 403


def test_strangers_see_only_the_sign_in_page(page: Page) -> None:
    for path in PAGES:
        page.goto(path)
        assert "/sign-in" in page.url
    assert page.request.get("/t/guessed").status == 404


def test_nothing_is_loaded_from_elsewhere_and_nothing_inline_may_run(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page, "manager")
    page.goto("/orders")
    here = page.url.split("/orders")[0]
    assert [url for url in asked if not url.startswith((here, "data:"))] == []
    policy = page.request.get("/sign-in").headers["content-security-policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy


def test_bad_addresses_are_answered_in_words(page: Page) -> None:
    sign_in(page, "manager")
    for path, status in (
        ("/orders?day=yesterday", 422), ("/orders?state=lost", 422), ("/orders/PH9", 404), ("/orders/x%00y", 404),
        ("/floor?warehouse=NOWHERE", 404), ("/stock/none", 404), ("/orders?text=%00", 200), ("/orders?after=x", 200),
        ("/manifests/99.pdf", 404), ("/parcels/1/label.pdf", 404), ("/pick/99", 404), ("/stock?after=%00", 200),
    ):  # fmt: skip
        assert page.request.get(path).status == status, path


def _axe(page: Page) -> list[str]:
    page.wait_for_load_state()
    # The page's own policy forbids scripts from elsewhere; the tester's bypasses it.
    page.evaluate(AXE.read_text(encoding="utf-8") + "\n;null")
    found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']})")
    return [f"{v['id']}: {node['target']}" for v in found["violations"] for node in v["nodes"]]
