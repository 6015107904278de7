"""Access to a shop's API: sealed, given whole, taken away; and what another signing key does to it."""

import pytest
from company import NOW, run_sql
from django.conf import settings
from django.db import IntegrityError, transaction

from db.test_hooks import SECRET, SHOPIFY, send
from packhorse.errors import Refusal
from packhorse.placing import operations, queries
from packhorse.sealing import seal, unseal

OPENING = {"client_id": "an-id", "client_secret": "a-secret"}


@pytest.fixture
def shop(db):
    operations.open_channel(code="shopify", name="Mugs", currency="GBP")
    operations.connect_shop(channel="shopify", kind="shopify", secret=SECRET, now=NOW)


def give(**more):
    usual = {"channel": "shopify", "address": "my-shop", "secrets": OPENING, "private": False, "now": NOW}
    operations.give_access(**usual | more)


def test_access_is_given_read_and_taken_away(shop):
    assert queries.shop_access("shopify") is None
    give()
    access = queries.shop_access("shopify")
    assert (access.kind, access.address, access.secrets) == ("shopify", "https://my-shop.myshopify.com", OPENING)
    assert "a-secret" not in repr(access)
    operations.connect_shop(channel="shopify", kind="shopify", secret="another secret of it", now=NOW)
    assert queries.shop_access("shopify") == access
    operations.drop_access(channel="shopify")
    assert (queries.shop_access("shopify"), queries.shops()["shopify"].address) == (None, "")


def test_another_kind_of_shop_does_not_inherit_the_access(shop):
    give()
    operations.connect_shop(channel="shopify", kind="woocommerce", secret=SECRET, now=NOW)
    assert queries.shop_access("shopify") is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"channel": "web"},
        {"address": "https://10.0.0.1"},
        {"secrets": {}},
        {"secrets": {"client_id": "x"}},
        {"secrets": {"token": "a b"}},
    ],
)
def test_wrong_access_is_refused_and_the_old_one_stays(shop, wrong):
    give()
    with pytest.raises(Refusal):
        give(**wrong)
    assert queries.shop_access("shopify").secrets == OPENING


def test_the_table_keeps_no_secret_that_is_not_sealed(shop):
    for change in ("secret = 'plain and long enough'", "access = 'plain', address = 'x', access_at = now()"):
        with pytest.raises(IntegrityError), transaction.atomic():
            run_sql(f"UPDATE placing_shopconnection SET {change}")


def test_another_signing_key_is_told_in_words_and_the_old_one_opens_again(shop, monkeypatch):
    give()
    with monkeypatch.context() as changed:
        changed.setattr(settings, "SECRET_KEY", "another signing key of thirty-two characters")
        with pytest.raises(Refusal, match="sealed with another signing key"):
            queries.shop_access("shopify")
        status, answer = send("shopify", SHOPIFY)
        assert (status, answer["code"]) == (503, "SEALED_BY_ANOTHER_KEY")
    assert queries.shop_access("shopify").secrets == OPENING


def test_what_was_changed_after_sealing_is_not_believed():
    sealed = seal("a secret")
    assert (unseal(sealed), "secret" in sealed, seal("a secret") == sealed) == ("a secret", False, False)
    for wrong in (sealed[:-2] + "xx", sealed[8:], "", "sealed1:", "sealed1:é"):
        with pytest.raises(Refusal):
            unseal(wrong)
