"""A manager lets a shop be told of stock, on a phone; the shop has the numbers, and the page what differs."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from standins.connected import connect
from standins.feeding import sell_all
from standins.shopify import ShopifyStandIn

from browser.conftest import sign_in, width_of
from browser.test_pages import _axe


@pytest.fixture
def shopify() -> Iterator[ShopifyStandIn]:
    with ShopifyStandIn().open() as shop:
        yield shop


def test_a_shop_is_told_of_stock_at_the_chosen_location(shopify: ShopifyStandIn, page: Page) -> None:
    sell_all(shopify)
    shopify.stock.sell("POSTER", 3)
    connect("shopify", shopify)
    sign_in(page, "manager")
    page.goto("/channels")
    card = page.locator("[data-feed=shopify]")
    expect(card).to_contain_text("not told")
    card.locator("button[value=feed-on]").click()
    expect(page.locator("[role=status]")).to_contain_text("Choose which of the shop's locations")
    card.get_by_label("Location of the shop that is told").select_option(label="Pop-up")
    card.get_by_label("Units of each product that the shop is not told of").fill("3")
    card.locator("button[value=feed-on]").click()
    expect(page.locator("[role=status]")).to_contain_text("is told of stock from now on")
    for _ in range(60):
        if "1 not ours" in card.inner_text() and "0 products" in card.inner_text():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(card).to_contain_text("Pop-up")
    expect(card).to_contain_text("1 not ours")
    card.locator("summary", has_text="Differences").click()
    expect(card.locator("tr", has_text="POSTER")).to_contain_text("not ours")
    assert _axe(page) == []
    assert width_of(page) <= 390
    for _ in range(60):
        if shopify.stock.units("MUG", "gid://shopify/Location/2") == 22:
            break
        page.wait_for_timeout(500)
    assert shopify.stock.units("MUG", "gid://shopify/Location/2") == 22
    assert shopify.stock.units("MUG") == 0, "the other location is left alone"
    card.locator("button[value=feed-off]").click()
    expect(page.locator("[role=status]")).to_contain_text("told nothing of stock any more")
