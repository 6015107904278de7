"""Where parcels are, as accounts' carriers tell it: asked for by jobs, told by webhooks, once each."""

import hashlib
import hmac
import json

import pytest
from company import NOW, differences, open_company, place_and_source, relay, run_sql, state
from django.test import Client
from standins.easypost import EasyPostStandIn

from db.accounts import SECRET, connect, do_jobs, packed
from db.floor import hand_over, ship, stage_all
from packhorse.shipping import operations, queries
from packhorse.shipping.queries import labels

WAY = [("in_transit", "2024-05-15T20:00:00Z", "Bristol"), ("delivered", "2024-05-16T10:00:00Z", "Bath")]


@pytest.fixture
def shop(db, quick):
    with EasyPostStandIn().open() as found:
        yield found


@pytest.fixture
def gone(shop):
    """A parcel that an account's carrier has: (order id, its number)."""
    order_id, _ = packed(shop, priority="2.50")
    do_jobs()
    stage_all("BRS")
    hand_over("BRS")
    return order_id, queries.of_order(order_id)[0].tracking_number


def hook(shop, number, *, secret=SECRET, account="EP"):
    body = json.dumps({"object": "Event", "result": shop.tracker(number)}).encode()
    signature = "hmac-sha256-hex=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return Client(headers={"host": "localhost"}).post(
        f"/hooks/carriers/{account}", body, "application/json", headers={"X-Hmac-Signature": signature}
    )


def test_an_account_is_asked_by_a_job_and_at_most_once_an_hour(shop, gone):
    order_id, number = gone
    shop.trackers[number] = WAY
    assert (operations.poll_tracking(now=NOW), operations.poll_tracking(now=NOW)) == (1, 0)
    assert queries.of_order(order_id)[0].tracking_state == "pre_transit"
    assert do_jobs() == []
    relay()
    assert (queries.of_order(order_id)[0].tracking_state, state(order_id)) == ("delivered", "delivered")
    assert differences() == {}


def test_a_carrier_that_does_not_answer_is_asked_again(shop, gone):
    order_id, number = gone
    shop.trackers[number] = WAY
    operations.poll_tracking(now=NOW)
    shop.trouble("GET /trackers", status=503)
    assert do_jobs() == [15]
    assert do_jobs() == []
    assert queries.of_order(order_id)[0].tracking_state == "delivered"


def test_a_webhook_tells_at_once_and_twice_does_no_harm(shop, gone):
    order_id, number = gone
    shop.trackers[number] = WAY[:1]
    assert (hook(shop, number).json(), hook(shop, number).json()) == ({"new": 1}, {"new": 0})
    shop.trackers[number] = WAY
    assert hook(shop, number).json() == {"new": 1}
    relay()
    assert state(order_id) == "delivered"
    (row,) = queries.of_order(order_id)
    assert [each.place for each in queries.tracking([row.id])[row.id]] == ["Bath, GB", "Bristol, GB"]


def test_a_webhook_without_the_right_signature_changes_nothing(shop, gone):
    order_id, number = gone
    shop.trackers[number] = WAY
    answer = hook(shop, number, secret="guessed")
    assert (answer.status_code, answer.json()["code"]) == (401, "NOT_TAKEN")
    assert hook(shop, number, account="XX").status_code == 404
    assert queries.of_order(order_id)[0].tracking_state == "pre_transit"


def test_a_parcel_that_is_none_of_ours_is_kept_for_a_person_once(shop, gone):
    shop.trackers["9405"] = WAY[:1]
    hook(shop, "9405")
    shop.trackers["9405"] = WAY
    hook(shop, "9405")
    (stray,) = labels.strays()
    assert (stray.account, stray.tracking_number, stray.state, stray.told) == ("EP", "9405", "delivered", 2)


def test_a_carrier_of_a_rate_table_alone_is_never_asked(db):
    open_company()
    run_sql("UPDATE carriers_carrier SET simulated = FALSE")
    order_id = place_and_source("1")
    ship("BRS")
    assert operations.poll_tracking(now=NOW.replace(day=20)) == 0
    assert queries.of_order(order_id)[0].tracking_state == "pre_transit"


def test_an_account_that_is_off_buys_nothing_and_is_followed_all_the_same(shop, gone):
    from packhorse.carriers import operations as carriers

    order_id, number = gone
    carriers.use_account(code="EP", on=False)
    shop.trackers[number] = WAY
    operations.poll_tracking(now=NOW)
    do_jobs()
    assert queries.of_order(order_id)[0].tracking_state == "delivered"
    connect(shop)  # another secret, or the same: whether it is used stays
    other = place_and_source("2")
    ship("BRS")
    assert queries.of_order(other)[0].carrier == "Albion Post" and len(shop.bought) == 1
