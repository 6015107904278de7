"""A manager connects a shop with its API; the office sees if it was told of a parcel, and lets it be told again."""

from collections.abc import Iterator

import pytest
from db.floor import ship
from playwright.sync_api import Page, expect
from standins.connected import SIGNING, send_hook
from standins.woocommerce import WooStandIn

from browser.conftest import sign_in
from packhorse.placing import operations as placing
from packhorse.placing.rules import order_number


@pytest.fixture
def woo() -> Iterator[WooStandIn]:
    with WooStandIn().open() as shop:
        yield shop


def give(page: Page, shop: WooStandIn, secret: str) -> None:
    page.fill("#address-woocommerce", shop.address)
    page.fill("#consumer_key-woocommerce", shop.key)
    page.fill("#consumer_secret-woocommerce", secret)
    page.click("button[value=access]")
    expect(page.locator("[role=status]")).to_contain_text("The access is kept")
    page.click("button[value=test]")


def test_a_shop_is_connected_tried_told_and_told_again(woo: WooStandIn, page: Page) -> None:
    placing.open_channel(code="woocommerce", name="Mugs & more", currency="GBP")
    sign_in(page, "manager")
    page.goto("/channels")
    page.select_option("#shop-code", "woocommerce")
    page.select_option("#kind", "woocommerce")
    page.fill("#secret", SIGNING)
    page.click("button[value=connect]")
    card = page.locator("[data-shop=woocommerce]")
    expect(card).to_contain_text("not told: Packhorse has no access to the shop's API")
    give(page, woo, "cs_not-the-secret")
    expect(page.locator(".alert-danger")).to_contain_text("does not let Packhorse in (401)")
    page.click("summary")
    give(page, woo, woo.secret)
    expect(page.locator(".alert-success")).to_contain_text("lets Packhorse read its orders")
    expect(card).to_contain_text(f"told to {woo.address} since")
    for secret in (SIGNING, woo.key, woo.secret):
        assert secret not in page.content()

    woo.order(727)
    known, unknown = (send_hook("woocommerce", number, [("MUG", 1)]) for number in ("727", "728"))
    ship("BRS")
    notice = page.locator("[data-notice]")
    for order, state in ((known, "told"), (unknown, "failed")):
        page.goto(f"/orders/{order_number(order)}")
        for _ in range(40):
            if page.locator(f"[data-notice={state}]").count():
                break
            page.wait_for_timeout(250)
            page.reload()
        expect(page.locator(f"[data-notice={state}]")).to_be_visible()
    expect(notice).to_contain_text("WooCommerce has no order 728")
    page.goto("/tower")
    page.click("text=See which, and why")
    expect(page.locator("tbody tr")).to_contain_text("WooCommerce has no order 728")
    woo.order(728)
    page.click("text=Tell the shops of the chosen ones again")
    page.goto(f"/orders/{order_number(unknown)}")
    for _ in range(40):
        if page.locator("[data-notice=told]").count():
            break
        page.wait_for_timeout(250)
        page.reload()
    expect(notice).to_contain_text("Noted in WooCommerce, and the order completed.")
    assert len(woo.mailed(728)) == 1
