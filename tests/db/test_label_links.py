"""The pack page waits for a label only as long as it may come; then it says what is wrong and where to see it."""

from datetime import timedelta

import pytest
from company import NOW, cancel, open_company, place, relay, run_sql
from django.utils import timezone

from db.floor import bring_to
from db.test_chosen import client_of
from packhorse.outbox import queries as outbox
from packhorse.outbox.relay import try_again
from packhorse.packing import queries as parcels
from packhorse.placing.rules import order_number

MORE = 286  # htmx asks no more


@pytest.fixture
def packed(db):
    open_company()
    order_id = place("1")
    bring_to(order_id, "packed")
    (parcel,) = parcels.of_order(order_id)
    run_sql("UPDATE packing_parcel SET packed_at = %s", timezone.now())
    return order_id, parcel.sscc


def ask(client, sscc):
    answer = client.get(f"/parcels/{sscc}/label", headers={"hx-request": "true"})
    return answer.status_code, answer.content.decode()


def relay_for(minutes):
    """Let the relay try so often as it does in so many minutes."""
    for minute in range(minutes * 6):
        relay(NOW + timedelta(seconds=minute * 10))


def test_it_waits_until_the_label_is_there(packed):
    _, sscc = packed
    client = client_of("packer")
    assert ask(client, sscc) == (200, "The label is being bought.\n")
    relay()
    status, words = ask(client, sscc)
    assert (status, "Label ZPL" in words) == (MORE, True)


def test_it_stops_when_no_carrier_takes_the_parcel(packed):
    order_id, sscc = packed
    packer, manager = client_of("packer"), client_of("manager")
    run_sql("UPDATE carriers_service SET max_weight_g = 1")
    relay()
    status, words = ask(packer, sscc)
    assert (status, "is tried again: No carrier takes parcel" in words) == (200, True)
    relay_for(5)
    status, words = ask(packer, sscc)
    assert (status, "No label could be bought: No carrier takes parcel" in words) == (MORE, True)
    assert order_number(order_id) in words and "A manager finds it" in words and "/set-aside" not in words
    assert 'href="/set-aside"' in ask(manager, sscc)[1]
    run_sql("UPDATE carriers_service SET max_weight_g = 30000")
    try_again([row.id for row in outbox.set_aside()], now=NOW)
    relay_for(1)
    assert "Label PDF" in ask(packer, sscc)[1]


def test_it_stops_when_the_order_was_cancelled(packed):
    order_id, sscc = packed
    cancel(order_id)
    relay()
    status, words = ask(client_of("packer"), sscc)
    assert (status, "the order was cancelled" in words) == (MORE, True)


def test_it_stops_when_nobody_works_and_when_there_is_nothing_to_buy(packed):
    _, sscc = packed
    client = client_of("packer")
    run_sql("UPDATE packing_parcel SET packed_at = %s", timezone.now() - timedelta(minutes=2))
    status, words = ask(client, sscc)
    assert (status, "Is the worker running?" in words) == (MORE, True)
    run_sql("DELETE FROM outbox_delivery")
    status, words = ask(client, sscc)
    assert (status, "no longer this order" in words) == (MORE, True)


def test_an_error_of_ours_is_not_told_to_the_packer(packed):
    _, sscc = packed
    run_sql("UPDATE outbox_delivery SET attempts = 5, set_aside_at = now(), error = 'KeyError: secret'")
    status, words = ask(client_of("packer"), sscc)
    assert (status, "an error (KeyError)." in words, "secret" in words) == (MORE, True, False)
