"""Customers are told what happens to their orders, once, over a real socket, and only what is news."""

import importlib
from datetime import UTC, date, datetime, timedelta

import pytest
from company import NOW, cancel, place_and_source, receive, relay, run_sql

from db.floor import deliver, ship, short, take, wave
from db.notices import ADA, notices, place_reached, promised_later, queued, said, send_all
from db.test_promise import close
from packhorse.catalog.operations import set_dates
from packhorse.picking import queries as lists
from packhorse.placing.rules import order_number
from packhorse.retention import operations
from packhorse.retention.rules import KINDS
from packhorse.shipping import queries as shipments
from packhorse.sourcing import operations as sourcing

LATER = NOW + timedelta(minutes=10)


def test_a_short_pick_that_makes_the_day_later_is_told_once(mailing, mail_server):
    operations.choose_notices(channel="web", kinds=KINDS, language="en")
    order_id = place_reached("W-7", {"MUG": 5}, city="Lens")
    assert notices(order_id) == []
    (list_id,) = wave("LIL")
    take(list_id)
    short(lists.tasks(list_id)[0], 0)
    relay(LATER)
    assert notices(order_id) == [("promise_changed", "queued")]
    jobs = run_sql("SELECT task_name, queue_name, scheduled_at FROM procrastinate_jobs")
    assert jobs == [("retention.send", "mails", LATER + timedelta(minutes=10))]
    assert send_all(mailing) == [None]
    (taken,) = mail_server.mails
    assert (taken.sender, taken.to, taken.mail["To"]) == ("orders@example.com", [ADA], ADA)
    assert taken.mail["From"] == "Gifts & Co <orders@example.com>"
    assert taken.mail["Subject"] == "Order W-7 comes later: Tuesday 21 May 2024"
    assert taken.mail["Auto-Submitted"] == "auto-generated"
    assert taken.mail["List-Id"] == "<promise_changed.web.example.com>"
    text = taken.text()
    assert "Before, we told you Friday 17 May 2024." in text and order_number(order_id) in text
    assert "goods were missing in the warehouse" in text and "LIL" not in text and "MUG" not in text
    assert "Tuesday 21 May 2024" in taken.text("html")
    sourcing.promise_again([order_id], now=NOW)
    relay()
    assert (queued(), notices(order_id)) == ([], [("promise_changed", "sent")])


def test_a_backorder_is_told_and_so_is_the_day_when_there_is_one(mailing, mail_server):
    order_id = place_reached("W-1", {"DESK": 4}, ship_rule="complete")
    assert send_all(mailing) == [None]
    assert mail_server.mails[0].mail["Subject"] == "Order W-1: goods are not in stock"
    assert (
        "We do not know yet" in mail_server.mails[0].text()
        and "more was ordered than we have" in mail_server.mails[0].text()
    )
    receive("BRS", "B1", "DESK", 1)
    relay()
    assert send_all(mailing) == [None]
    assert "It is to arrive on Friday 17 May 2024." in mail_server.mails[1].text()
    assert notices(order_id) == [("promise_changed", "sent")] * 2


def test_several_changes_become_one_mail_with_the_newest_day(mailing, mail_server):
    order_id = promised_later()
    close(date(2024, 5, 16))
    sourcing.promise_again([order_id], now=NOW + timedelta(minutes=2))
    relay()
    assert notices(order_id) == [("promise_changed", "queued")]
    assert run_sql("SELECT count(*) FROM procrastinate_jobs") == [(1,)]
    send_all(mailing, LATER)
    (taken,) = mail_server.mails
    assert "The new day is Tuesday 21 May 2024." in taken.text() and "Friday 17 May 2024" in taken.text()


def test_a_change_while_the_mail_is_sent_makes_another_one(mailing, mail_server, monkeypatch):
    order_id = promised_later()
    module = importlib.import_module("packhorse.retention.operations.send")
    post = module.post

    def slow(*args, **kwargs):
        post(*args, **kwargs)
        close(date(2024, 5, 16))
        sourcing.promise_again([order_id], now=NOW + timedelta(minutes=2))
        relay()

    monkeypatch.setattr(module, "post", slow)
    send_all(mailing)
    monkeypatch.undo()
    assert notices(order_id) == [("promise_changed", "sent"), ("promise_changed", "queued")]


def test_a_cancelled_order_and_a_promise_that_is_good_again_are_quiet(mailing, mail_server):
    first, second = promised_later("1"), place_reached("2")
    cancel(first)
    relay()
    run_sql("UPDATE sourcing_fulfillmentorder SET promised_on = '2024-06-01' WHERE order_id = %s", second)
    run_sql("INSERT INTO sourcing_promise (order_id, warehouse_id, at, leaves_at, promised_on)"
            " SELECT order_id, warehouse_id, at + interval '1 minute', leaves_at, '2024-06-01' FROM sourcing_promise"
            " WHERE order_id = %s", second)  # fmt: skip
    operations.note_promises([second], now=NOW)
    run_sql("UPDATE sourcing_fulfillmentorder SET promised_on = '2024-05-16' WHERE order_id = %s", second)
    assert send_all(mailing) == [None, None]
    assert (mail_server.mails, notices(first), notices(second)) == ([], *[[("promise_changed", "not_wanted")]] * 2)
    assert (said(first), said(second)) == (
        "The order was cancelled meanwhile",
        "It was as the customer knew it again",
    )


def test_a_parcel_is_told_when_it_leaves_and_when_it_is_there(mailing, mail_server):
    order_id = place_reached("W-1", {"MUG": 2})
    (parcel,) = ship("BRS")
    deliver(parcel)
    assert notices(order_id) == [("shipped", "queued"), ("delivered", "queued")]
    assert send_all(mailing) == [None, None]
    shipment = shipments.by_parcel([parcel])[parcel]
    left, arrived = (taken.text() for taken in mail_server.mails)
    assert f"https://orders.example.com/t/{shipment.token}" in left and shipment.tracking_number in left
    assert "- 2 × Mug" in left and "It should arrive on Friday 17 May 2024." in left
    assert "was delivered on Thursday 16 May 2024" in arrived and "Mug" not in arrived


@pytest.mark.parametrize(
    ("state", "words"),
    [("delayed", "is delayed with"), ("failure", "could not be delivered"), ("return_to_sender", "bringing it back")],
)
def test_a_parcel_in_trouble_is_told_once(mailing, mail_server, state, words):
    order_id = place_reached()
    (parcel,) = ship("BRS")
    send_all(mailing)
    deliver(parcel, state, event="1")
    deliver(parcel, "in_transit", event="2", hours=25)
    deliver(parcel, state, event="3", hours=26)
    assert send_all(mailing) == [None]
    assert notices(order_id) == [("shipped", "sent"), ("delayed", "sent")]
    assert words in mail_server.mails[-1].text()


def test_a_parcel_whose_day_is_over_is_told_without_the_carrier(mailing, mail_server):
    order_id = place_reached()
    (parcel,) = ship("BRS")
    send_all(mailing)
    assert operations.note_late(now=datetime(2024, 5, 17, 22, tzinfo=UTC)) == 0
    assert operations.note_late(now=datetime(2024, 5, 18, 1, tzinfo=UTC)) == 1  # in Bristol, too
    operations.note_late(now=datetime(2024, 5, 18, 2, tzinfo=UTC))
    deliver(parcel, "delayed", hours=80)
    send_all(mailing)
    assert notices(order_id) == [("shipped", "sent"), ("delayed", "sent")]
    assert "It was to arrive on Friday 17 May 2024." in mail_server.mails[-1].text()


def test_what_arrived_meanwhile_is_not_said_to_be_late(mailing, mail_server):
    order_id = place_reached()
    (parcel,) = ship("BRS")
    deliver(parcel, "delayed", event="1")
    deliver(parcel, "delivered", event="2", hours=25)
    send_all(mailing)
    assert notices(order_id) == [("shipped", "sent"), ("delayed", "not_wanted"), ("delivered", "sent")]


def test_nobody_is_written_to_without_a_server_an_address_or_a_wish(mailing, mail_server, settings_of):
    operations.choose_notices(channel="web", kinds=["delivered"], language="")
    unwanted = place_reached("1")
    ship("BRS")
    operations.choose_notices(channel="web", kinds=["shipped"], language="")
    nobody = place_and_source("2")
    ship("BRS")
    settings_of(MAILING=None)
    unset = place_reached("3")
    ship("BRS")
    found = [notices(each) for each in (unwanted, nobody, unset)]
    assert found == [[("shipped", "not_wanted")], [("shipped", "no_address")], [("shipped", "not_set_up")]]
    assert run_sql("SELECT count(*) FROM procrastinate_jobs") == [(0,)]


def test_the_channel_chooses_the_language_else_the_country_does(mailing, mail_server):
    place_reached("1", city="Lens")
    ship("LIL")
    send_all(mailing)
    operations.choose_notices(channel="web", kinds=["shipped"], language="nl")
    place_reached("2", city="Lens")
    ship("LIL")
    send_all(mailing)
    assert [taken.mail["Subject"] for taken in mail_server.mails] == [
        "Commande 1 : en route",
        "Bestelling 2 is onderweg",
    ]


def test_a_day_that_goods_are_expected_on_later_is_told(mailing, mail_server):
    order_id = place_reached("W-1", {"DESK": 4}, ship_rule="complete")
    send_all(mailing)
    for on in (date(2024, 6, 3), date(2024, 6, 3), date(2024, 6, 7), date(2024, 6, 5)):
        set_dates(sku="DESK", released_on=None, expected_on=on, now=NOW, actor="buyer")
        relay()
        send_all(mailing)
    assert notices(order_id) == [("promise_changed", "sent")] * 3
    first, second = (taken.text() for taken in mail_server.mails[1:])
    assert "from Monday 3 June 2024 on" in first and "from Friday 7 June 2024 on" in second


def test_an_order_that_waits_for_a_person_is_not_said_to_wait_for_goods(mailing, mail_server):
    order_id = place_reached("W-1", {"DESK": 4}, ship_rule="complete")
    run_sql("UPDATE sourcing_waitingorder SET queue = 'manual', code = 'TAKEN_ASIDE'")
    assert send_all(mailing) == [None]
    operations.note_promises([order_id], now=NOW)
    assert (mail_server.mails, notices(order_id)) == ([], [("promise_changed", "not_wanted")])
