"""What a manager may type as a shop's address and secrets, and what Packhorse must not be made to speak to."""

import pytest

from packhorse.placing.shops.access import SECRETS, WrongAccess, address_of, packed, secrets_of, unpacked


@pytest.mark.parametrize(
    ("kind", "typed", "found"),
    [
        ("shopify", "my-shop", "https://my-shop.myshopify.com"),
        ("shopify", " my-shop.myshopify.com/ ", "https://my-shop.myshopify.com"),
        ("shopify", "https://My-Shop.myshopify.com", "https://my-shop.myshopify.com"),
        ("woocommerce", "shop.example.com", "https://shop.example.com"),
        ("woocommerce", "https://example.com:8443/a/shop/", "https://example.com:8443/a/shop"),
    ],
)
def test_an_address_is_kept_in_one_way(kind, typed, found):
    assert address_of(kind, typed, private=False) == found


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("shopify", "https://mugs.example.com"),
        ("shopify", "https://my-shop.myshopify.com.evil.example"),
        ("shopify", "https://my-shop.myshopify.com/admin"),
        ("woocommerce", "http://shop.example.com"),
        ("woocommerce", "https://127.0.0.1"),
        ("woocommerce", "https://[::1]"),
        ("woocommerce", "https://10.0.0.8"),
        ("woocommerce", "https://169.254.169.254"),
        ("woocommerce", "https://localhost"),
        ("woocommerce", "https://printer.local"),
        ("woocommerce", "https://intranet"),
        ("woocommerce", "https://user:word@shop.example.com"),
        ("woocommerce", "https://shop.example.com/?a=1"),
        ("woocommerce", "https://shop.example.com/../admin"),
        ("woocommerce", "https://shop.example.com:99999"),
        ("woocommerce", "https://shop.example.com/a b"),
        ("woocommerce", "ftp://shop.example.com"),
        ("woocommerce", "https://[shop"),
        ("woocommerce", "https://" + "a" * 300 + ".com"),
        ("woocommerce", ""),
    ],
)
def test_what_is_no_public_address_of_a_shop_is_refused(kind, typed):
    with pytest.raises(WrongAccess):
        address_of(kind, typed, private=False)


def test_where_it_is_allowed_a_shop_may_be_near_and_without_tls():
    assert address_of("shopify", "http://127.0.0.1:8080", private=True) == "http://127.0.0.1:8080"


def test_secrets_are_one_whole_set():
    pair = {"client_id": "an-id", "client_secret": "a-secret"}
    assert secrets_of("shopify", pair | {"token": ""}) == pair
    assert secrets_of("shopify", {"token": " shpat_1 ", "client_id": ""}) == {"token": "shpat_1"}
    assert unpacked(packed(pair)) == pair
    for wrong in (
        {},
        {"client_id": "x"},
        pair | {"token": "x"},
        {"token": "a b"},
        {"token": "é"},
        {"token": "x" * 201},
    ):
        with pytest.raises(WrongAccess):
            secrets_of("shopify", wrong)
    with pytest.raises(WrongAccess, match="consumer key and consumer secret"):
        secrets_of("woocommerce", {"consumer_key": "ck"})
    assert set(SECRETS) == {"shopify", "woocommerce"}
