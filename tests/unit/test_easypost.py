"""EasyPost's adapter against a stand-in that checks method, path, headers and body."""

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from standins.easypost import EasyPostStandIn

from packhorse.carriers.adapters import Access, Coming, Declared, Parcel, PickUp, Place, WrongAccess, open_account
from packhorse.carriers.adapters.access import address_of, secrets_of
from packhorse.carriers.adapters.easypost import hook
from packhorse.outside import Refused, TryLater

HOME = Place("Bristol warehouse", "1 Dock Road", "Bristol", "BS1 1AA", "GB")
DOOR = Place("Ada Cole", "7 High Street", "Bath", "BA1 1AA", "GB")
BOX = Parcel("packhorse-0952-a1", "PH1000001", HOME, DOOR, 1150, 316, 236, 100, date(2024, 5, 15), "GBP")
SECRET = "a secret of Zoë's webhook"


@pytest.fixture
def shop():
    with EasyPostStandIn().open() as found:
        yield found


@pytest.fixture
def account(shop):
    access = Access("easypost", f"{shop.address}/v2", {"api_key": shop.key, "webhook_secret": SECRET})
    with open_account(access, private=True) as (adapter, client):
        yield adapter, client


def test_rates_are_asked_in_inches_and_ounces_and_nothing_is_paid(shop, account):
    adapter, client = account
    quote = adapter.rates(client, BOX)
    assert [(r.carrier, r.service, r.price_minor, r.currency, r.days) for r in quote.rates] == [
        ("USPS", "Priority", 758, "GBP", 2),
        ("UPS", "Ground", 910, "GBP", 2),
    ]
    (made,) = shop.shipments.values()
    assert made["parcel"] == {"length": 12.5, "width": 9.3, "height": 4.0, "weight": 40.6}
    assert (made["reference"], made["to_address"]["street1"], shop.paid) == (BOX.key, "7 High Street", [])


def test_a_label_is_bought_and_fetched_from_where_it_stands(shop, account):
    adapter, client = account
    quote = adapter.rates(client, BOX)
    bought = adapter.buy(client, quote.ref, quote.rates[1].ref)
    assert (bought.tracking_number, bought.carrier, bought.price_minor, bought.form) == (
        "9405500000000000000001",
        "UPS",
        910,
        "zpl",
    )
    assert bought.label == b"^XA^FO20,20^FD9405500000000000000001^FS^XZ"
    assert adapter.find(client, BOX.key) == bought
    assert len(shop.paid) == 1


def test_what_was_only_asked_for_was_not_bought(account):
    adapter, client = account
    adapter.rates(client, BOX)
    assert adapter.find(client, BOX.key) is None
    assert adapter.find(client, "packhorse-unknown") is None


def test_an_answer_that_is_lost_is_found_by_its_key(shop, account):
    adapter, client = account
    quote = adapter.rates(client, BOX)
    shop.trouble("POST /shipments/*/buy", lost=True)
    with pytest.raises(TryLater):
        adapter.buy(client, quote.ref, quote.rates[0].ref)
    assert adapter.find(client, BOX.key).price_minor == 758
    with pytest.raises(Refused, match="Postage already exists"):
        adapter.buy(client, quote.ref, quote.rates[0].ref)
    assert len(shop.paid) == 1


@pytest.mark.parametrize("answer", ["submitted", "refunded", "not_applicable"])
def test_a_label_is_given_back(shop, account, answer):
    adapter, client = account
    quote = adapter.rates(client, BOX)
    bought = adapter.buy(client, quote.ref, quote.rates[0].ref)
    shop.refund = answer
    assert adapter.void(client, bought.ref) == f"Voided ({answer})."
    shop.refund = "rejected"
    with pytest.raises(Refused, match="does not take the label back"):
        adapter.void(client, bought.ref)


def test_goods_for_abroad_are_declared(shop, account):
    adapter, client = account
    mug = Declared("Mug", 3, 900, 1500, "691200", "GB")
    adapter.rates(client, replace(BOX, recipient=replace(DOOR, country="US"), declared=(mug,)))
    ((item,),) = [each["customs_info"]["customs_items"] for each in shop.shipments.values()]
    assert (item["quantity"], item["value"], item["hs_tariff_number"], item["origin_country"]) == (
        3,
        "15.00",
        "691200",
        "GB",
    )


def test_parcels_are_handed_over_by_one_form_and_fetched(shop, account):
    adapter, client = account
    quote = adapter.rates(client, BOX)
    bought = adapter.buy(client, quote.ref, quote.rates[0].ref)
    assert adapter.manifest(client, [bought.ref]).startswith(b"%PDF")
    shop.trouble("POST /scan_forms", status=500)
    assert adapter.manifest(client, [bought.ref]).startswith(b"%PDF")  # the same one
    assert shop.forms == [[bought.ref]]


def wanted(key="p1", carrier="usps", service=""):
    opens, closes = datetime(2024, 5, 15, 14, tzinfo=UTC), datetime(2024, 5, 15, 17, tzinfo=UTC)
    return PickUp(key, HOME, opens, closes, carrier, service)


def test_a_carrier_comes_once_for_one_key_and_not_when_it_is_cancelled(shop, account):
    adapter, client = account
    quote = adapter.rates(client, BOX)
    bought = adapter.buy(client, quote.ref, quote.rates[0].ref)
    shop.comes[("USPS", "Evening")] = "2.50"
    coming = adapter.pick_up(client, wanted(), [bought.ref])
    assert coming == Coming("pickup_1", "WTC1", "NextDay", 0, "GBP")
    assert adapter.pick_up(client, wanted(), [bought.ref]) == coming
    assert adapter.pick_up(client, wanted("p2", service="Evening"), [bought.ref]).price_minor == 250
    shop.trouble("POST /pickups/*/buy", lost=True)
    with pytest.raises(TryLater):
        adapter.pick_up(client, wanted("p3"), [bought.ref])
    assert adapter.pick_up(client, wanted("p3"), [bought.ref]).confirmation == "WTC3"
    assert (adapter.cancel_pick_up(client, "pickup_1"), adapter.cancel_pick_up(client, "pickup_1")) == (
        "Cancelled.",
        "Cancelled.",
    )
    assert [each["status"] for each in shop.pickups.values()] == ["canceled", "scheduled", "scheduled"]


def test_a_carrier_that_does_not_come_says_why(shop, account):
    adapter, client = account
    quote = adapter.rates(client, BOX)
    bought = adapter.buy(client, quote.ref, quote.rates[0].ref)
    shop.comes = {}
    with pytest.raises(Refused, match=r"does not come then: No driver is free on this day\."):
        adapter.pick_up(client, wanted(), [bought.ref])


WAY = [("pre_transit", "2024-05-15T16:00:00Z", ""), ("in_transit", "2024-05-15T20:00:00Z", "Bristol")]


def test_tracking_speaks_the_words_of_all_carriers(shop, account):
    adapter, client = account
    shop.trackers["9405"] = [*WAY, ("error", "2024-05-16T09:00:00Z", "Bath"), ("cancelled", "2024-05-17T09:00:00Z", "")]
    told = adapter.track(client, "USPS", "9405")
    assert [(each.state, each.place) for each in told] == [
        ("pre_transit", "GB"),
        ("in_transit", "Bristol, GB"),
        ("unknown", "Bath, GB"),
        ("failure", "GB"),
    ]
    assert len({each.carrier_event_id for each in told}) == 4
    assert adapter.track(client, "USPS", "9405") == told
    assert adapter.track(client, "USPS", "unknown") == []


def signed(body, secret=SECRET):
    key = hook.unicodedata.normalize("NFKD", secret).encode()
    return {"X-Hmac-Signature": "hmac-sha256-hex=" + hmac.new(key, body, hashlib.sha256).hexdigest()}


def test_a_webhook_counts_only_with_its_signature(shop, account):
    adapter, _ = account
    shop.trackers["9405"] = WAY
    body = json.dumps({"object": "Event", "description": "tracker.updated", "result": shop.tracker("9405")}).encode()
    assert [each.state for each in adapter.heard(signed(body), body)] == ["pre_transit", "in_transit"]
    for headers in ({}, signed(body + b" "), signed(body, "another")):
        with pytest.raises(Refused, match="signature is not right"):
            adapter.heard(headers, body)
    other = json.dumps({"object": "Event", "result": {"object": "Batch"}}).encode()
    assert adapter.heard(signed(other), other) == []
    with pytest.raises(Refused, match="no JSON"):
        adapter.heard(signed(b"{"), b"{")


def test_a_wrong_key_is_told_without_the_key(shop):
    access = Access("easypost", f"{shop.address}/v2", {"api_key": "EZAK-wrong"})
    with open_account(access, private=True) as (adapter, client), pytest.raises(Refused) as caught:
        adapter.test(client)
    assert "does not let Packhorse in" in caught.value.text and "EZAK" not in caught.value.text
    assert "EZAK" not in repr(access)


@pytest.mark.parametrize(
    "typed", ["ftp://x.example", "http://x.example", "https://", "https://a b", "https://u:p@x.example"]
)
def test_an_address_must_be_one_and_safe(typed):
    with pytest.raises(WrongAccess):
        address_of("easypost", typed, private=False)


def test_what_opens_an_account_is_asked_for_by_name():
    assert address_of("easypost", "", private=False) == "https://api.easypost.com/v2"
    assert secrets_of("easypost", {"api_key": " k ", "webhook_secret": ""}) == {"api_key": "k"}
    for given in ({}, {"api_key": ""}, {"api_key": "a b"}, {"api_key": "k", "password": "x"}):
        with pytest.raises(WrongAccess):
            secrets_of("easypost", given)
