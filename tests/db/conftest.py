"""Stand-ins of shops and mail servers for the tests that tell shops and customers; the statements that are asked."""

import pytest
from company import open_company
from standins.connected import open_connected
from standins.mail import MailStandIn
from standins.shopify import ShopifyStandIn
from standins.woocommerce import WooStandIn


@pytest.fixture
def quick(settings_of, monkeypatch):
    """Stand-ins may be spoken to, and nobody waits long for an answer."""
    from packhorse.outside import client

    settings_of(PRIVATE_SHOPS=True, PUBLIC_URL="https://orders.example.com")
    monkeypatch.setattr(client, "READ_SECONDS", 2)


@pytest.fixture
def settings_of(monkeypatch):
    from django.conf import settings

    return lambda **values: [monkeypatch.setattr(settings, name, value) for name, value in values.items()]


@pytest.fixture(params=["shopify", "woocommerce"])
def kind(request):
    return request.param


@pytest.fixture
def shop(kind, db, quick):
    with (ShopifyStandIn if kind == "shopify" else WooStandIn)().open() as shop:
        open_connected(kind, shop)
        yield shop


@pytest.fixture
def shopify(db, quick):
    with ShopifyStandIn().open() as shop:
        open_connected("shopify", shop)
        yield shop


@pytest.fixture
def woo(db, quick):
    with WooStandIn().open() as shop:
        open_connected("woocommerce", shop)
        yield shop


@pytest.fixture
def mail_server(db, settings_of):
    """A mail server that customers of a small company are written through."""
    with MailStandIn().open() as server:
        open_company()
        settings_of(MAILING=server.mailing())
        yield server


@pytest.fixture
def mailing(mail_server):
    return mail_server.mailing()


@pytest.fixture
def asked(monkeypatch):
    """Return a list that fills with the names of the statements that are asked."""
    from packhorse import sql

    names: list[str] = []
    ask = sql.ask

    def noted(area, name, values, meaning):
        names.append(f"{area}/{name}")
        return ask(area, name, values, meaning)

    monkeypatch.setattr(sql, "ask", noted)
    return names
