"""The page and the API of carriers: accounts opened, tested, used or not; labels that wait for a person."""

import pytest
from company import NOW, open_company, run_sql
from machine import Api
from standins.easypost import EasyPostStandIn

from db.accounts import do_jobs, packed, purchases
from db.test_works_at import client_of
from packhorse.carriers.queries import accounts
from packhorse.packing import queries as parcels
from packhorse.shipping import queries
from packhorse.web import keys


@pytest.fixture
def shop(db, quick):
    with EasyPostStandIn().open() as found:
        yield found


@pytest.fixture
def api(db):
    return Api(keys.add_key(name="erp", role="manager", now=NOW))


def opening(shop, **more):
    return {"kind": "easypost", "secrets": {"api_key": shop.key}, "address": f"{shop.address}/v2"} | more


def test_an_account_is_opened_tested_and_put_aside_by_api(shop, api):
    open_company()
    status, answer, response = api("PUT", "/carriers/accounts/EP", opening(shop))
    (account,) = answer["accounts"]
    assert (status, account["kind"], account["form"], account["on"]) == (200, "easypost", "zpl", True)
    assert shop.key not in response.content.decode()
    assert api("POST", "/carriers/accounts/EP/test")[1] == {"said": "EasyPost answers, and lets Packhorse in."}
    assert api("PUT", "/carriers/accounts/EP", opening(shop, secrets={}, on=False))[0] == 200
    assert accounts.access(accounts.named("EP").id).secrets == {"api_key": shop.key}
    api("PUT", "/carriers/accounts/EP", opening(shop, secrets={"api_key": "wrong"}))
    status, answer, _ = api("POST", "/carriers/accounts/EP/test")
    assert (status, answer["code"]) == (409, "NO_ANSWER") and "does not let Packhorse in" in answer["text"]
    assert {row["code"]: row["simulated"] for row in api("GET", "/carriers")[1]["carriers"]} == {
        "ALB": True,
        "ERX": True,
    }


@pytest.mark.parametrize(
    ("code", "change", "refused"),
    [
        ("E P", {}, "BAD_CODE"),
        ("EP", {"kind": "pigeon"}, "UNKNOWN_KIND"),
        ("EP", {"form": "png"}, "UNKNOWN_FORM"),
        ("EP", {"secrets": {}}, "WRONG_ACCESS"),
        ("EP", {"secrets": {"password": "x"}}, "WRONG_ACCESS"),
        ("EP", {"address": "ftp://x"}, "WRONG_ACCESS"),
        ("EP", {"colour": "red"}, "INVALID"),
    ],
)
def test_what_opens_no_account_is_told(shop, api, code, change, refused):
    status, answer, _ = api("PUT", f"/carriers/accounts/{code}", opening(shop, **change))
    assert (status, answer["code"]) == (422, refused)
    assert accounts.accounts() == []


def test_only_a_manager_of_all_channels_sees_accounts(db, api):
    open_company()
    assert Api(keys.add_key(name="gun", role="picker", now=NOW))("GET", "/carriers")[1]["code"] == "NOT_YOUR_ROOM"
    narrow = Api(keys.add_key(name="shop", role="manager", channel="web", now=NOW))
    assert narrow("GET", "/carriers")[1]["code"] == "NOT_YOUR_CHANNEL"
    assert client_of("ann", "agent").get("/carriers").status_code == 403
    assert api("POST", "/carriers/accounts/XX/test")[0] == 404


def test_labels_that_wait_for_a_person_are_seen_and_tried_again(shop, api):
    order_id, parcel_id = packed(shop, priority="2.50")
    boss = client_of("boss", "manager")
    run_sql("DELETE FROM carriers_zone WHERE dest_country = 'GB'")
    shop.currency = "USD"
    do_jobs()
    sscc = parcels.by_id([parcel_id])[parcel_id].sscc
    (failed,) = api("GET", "/labels/open")[1]["failed"]
    assert (failed["parcel"], failed["tries"]) == (sscc, 1) and "its price is in USD" in failed["said"]
    assert "its price is in USD" in boss.get("/set-aside").content.decode()
    assert "1 label could not be bought" in boss.get("/tower").content.decode()
    shop.currency = "GBP"
    assert api("POST", "/labels/open", {"parcels": ["1"]})[0] == 404
    assert api("POST", "/labels/open", {"parcels": [sscc]})[1] == {"labels": 1, "purchases": 0}
    do_jobs()
    assert [row.carrier for row in queries.of_order(order_id)] == ["USPS"]
    run_sql("UPDATE shipping_purchase SET state = 'owed', said = 'wants its money'")
    assert "wants its money" in boss.get("/set-aside").content.decode()
    (owed,) = api("GET", "/labels/open")[1]["owed"]
    assert boss.post("/set-aside", {"purchase": owed["key"]}).status_code == 302
    do_jobs()
    assert purchases() == ["voided"]


def test_a_manager_opens_an_account_on_the_page(shop):
    open_company()
    boss = client_of("boss", "manager")
    sent = {"do": "keep", "kind": "easypost", "code": "EP", "api_key": shop.key, "form": "zpl"}
    assert boss.post("/carriers", sent | {"address": f"{shop.address}/v2"}).status_code == 302
    page = boss.get("/carriers").content.decode()
    assert "EasyPost account EP" in page and shop.key not in page and "/hooks/carriers/EP" in page
    answer = boss.post("/carriers", {"do": "test", "code": "EP"}, follow=True)
    assert "lets Packhorse in" in answer.content.decode()
    boss.post("/carriers", {"do": "off", "code": "EP"})
    assert "not used" in boss.get("/carriers").content.decode()
    assert boss.post("/carriers", {"do": "dance", "code": "EP"}).status_code == 422
