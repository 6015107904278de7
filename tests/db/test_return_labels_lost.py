"""A return has one label whatever is lost on the way: what was bought is found again, and nothing is bought twice."""

from datetime import timedelta

import pytest
from company import run_sql
from standins.server import Asked

from db.accounts import do_jobs
from db.return_labels import approved, label, selling, sent_by_table, steps
from db.returns import LATER
from packhorse.carriers.adapters import open_account
from packhorse.carriers.queries import accounts
from packhorse.returns import operations, queries
from packhorse.returns.operations.choose_rate import parcel_of
from packhorse.returns.operations.get_label import MOST_LOST
from packhorse.shipping.rules import LOOKS, ONE_TRY, TRIES


@pytest.fixture
def shop(db, quick):
    with selling() as found:
        yield found


@pytest.fixture
def order_id(shop):
    return sent_by_table()


def test_a_lost_answer_is_found_again_by_its_key_at_once(shop, order_id):
    return_id = approved(order_id)
    shop.trouble("POST /shipments/*/buy", lost=True)
    assert do_jobs(LATER) == []
    assert (label(return_id).state, len(shop.bought)) == ("bought", 1)


def test_a_lost_answer_is_found_again_by_its_key_later(shop, order_id):
    return_id = approved(order_id)
    shop.trouble("POST /shipments/*/buy", lost=True)
    shop.trouble("GET /shipments/*", status=503)
    assert do_jobs(LATER) == [15]
    assert (label(return_id).state, len(shop.bought), queries.label_content(return_id)) == ("unsure", 1, None)
    assert "does not answer" in label(return_id).said
    assert do_jobs(LATER) == []
    assert (label(return_id).state, len(shop.bought), len(shop.paid)) == ("bought", 1, 1)
    assert label(return_id).tracking_number == shop.paid[0]["tracking_code"]


def test_that_looking_is_refused_says_nothing_of_the_purchase(shop, order_id):
    return_id = approved(order_id)
    shop.trouble("POST /shipments/*/buy", lost=True)
    shop.trouble("GET /shipments/*", status=401)
    do_jobs(LATER)
    assert label(return_id).state == "unsure"
    do_jobs(LATER)
    assert (label(return_id).state, len(shop.bought)) == ("bought", 1)


def test_a_label_that_was_paid_and_cannot_be_fetched_is_fetched_later(shop, order_id):
    return_id = approved(order_id)
    file = f"GET /files/94055{1:017d}.pdf"
    for _ in range(2):  # bought, and looked for at once
        shop.trouble(file, status=403)
    assert do_jobs(LATER) == [15]
    assert label(return_id).state == "unsure"
    assert do_jobs(LATER) == []
    assert (label(return_id).state, len(shop.bought), len(shop.paid)) == ("bought", 1, 1)


def test_what_was_never_bought_is_bought_anew_when_that_is_known_and_not_before(shop, order_id):
    return_id = approved(order_id)
    shop.trouble("POST /shipments/*/buy", status=503)
    waits = [do_jobs(LATER) for _ in range(LOOKS + 1)]
    assert waits == [[15], [15], [30], [60], [120], [15]]
    assert (label(return_id).state, shop.bought) == ("waiting", [])
    assert do_jobs(LATER) == []
    assert (label(return_id).state, len(shop.bought)) == ("bought", 1)
    assert len({each["reference"] for each in shop.shipments.values()}) == 2


def test_a_carrier_that_never_answers_when_a_label_is_bought_is_left_to_a_person(shop, order_id):
    return_id = approved(order_id)
    for _ in range(MOST_LOST):
        shop.trouble("POST /shipments/*/buy", status=503)
    for _ in range(MOST_LOST * (LOOKS + 1)):
        do_jobs(LATER)
    assert label(return_id).state == "failed" and "never answers" in label(return_id).said
    assert (do_jobs(LATER), shop.bought) == ([], [])


def test_a_carrier_that_is_away_is_waited_for_half_a_day(shop, order_id):
    return_id = approved(order_id)
    shop.trouble("POST /shipments", status=503)
    assert do_jobs(LATER) == [15]
    assert label(return_id).state == "waiting" and "answers 503" in label(return_id).said
    run_sql("UPDATE returns_returnlabel SET attempts = %s", TRIES - 1)
    shop.trouble("POST /shipments", status=503)
    assert do_jobs(LATER) == []
    assert (label(return_id).state, queries.labels_to_see_to()) == ("failed", 1)
    assert steps(return_id)[-1] == "label not bought"
    operations.get_label_again(return_id=return_id, now=LATER, actor="ann")
    assert do_jobs(LATER) == []
    assert (label(return_id).state, len(shop.bought), queries.labels_to_see_to()) == ("bought", 1, 0)


def test_a_return_that_is_cancelled_while_its_label_is_bought_gives_it_back(shop, order_id):
    return_id = approved(order_id)
    shop.trouble("POST /shipments/*/buy", lost=True)
    shop.trouble("GET /shipments/*", status=503)
    do_jobs(LATER)
    operations.cancel(return_id=return_id, now=LATER, actor="ann")
    assert label(return_id).state == "unsure"
    for _ in range(2):  # found, and given back
        do_jobs(LATER)
    assert (label(return_id).state, len(shop.bought), shop.paid) == ("voided", 1, [])


def test_what_a_dead_worker_bought_is_found_and_kept(shop, order_id):
    return_id = approved(order_id)
    (account,) = accounts.accounts()
    with open_account(accounts.access(account.id), private=True) as (adapter, client):
        quote = adapter.rates(client, parcel_of(return_id, key="packhorse-before-it-died", now=LATER))
        adapter.buy(client, quote.ref, quote.rates[0].ref)
    died = "UPDATE returns_returnlabel SET state = 'asked', key = 'packhorse-before-it-died', begun_at = %s"
    run_sql(died, LATER)
    assert do_jobs(LATER) == [ONE_TRY]  # it may still be at work
    assert do_jobs(LATER + timedelta(seconds=ONE_TRY)) == []
    assert (label(return_id).state, len(shop.bought), len(shop.paid)) == ("bought", 1, 1)
    assert label(return_id).carrier == "USPS"


def test_an_answer_that_makes_no_sense_buys_no_second_label(shop, order_id):
    return_id = approved(order_id)
    shop.trouble("POST /shipments/*/buy", status=200, body={})
    with pytest.raises(KeyError):
        operations.get_label(return_id=return_id, private=True, now=LATER)
    assert (label(return_id).state, label(return_id).said) == ("unsure", "This went wrong here: KeyError")
    do_jobs(LATER)  # the carrier does not know it yet
    shop._buy(Asked("POST", "", {}, {}, {"rate": {"id": "rate_shp_00000001_0"}}), "shp_00000001")
    do_jobs(LATER)
    assert (label(return_id).state, len(shop.bought)) == ("bought", 1)
