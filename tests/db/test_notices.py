"""Customers are told what happens to their orders, once, over a real socket, and only what is news."""

import importlib
from datetime import UTC, date, datetime, timedelta

import pytest
from company import NOW, cancel, open_company, place_and_source, receive, relay, run_sql
from standins.mail import MailStandIn

from db.floor import deliver, ship, short, take, wave
from db.notices import ADA, notices, place_reached, queued, said, send, send_all
from db.test_promise import close
from packhorse.catalog.operations import set_dates
from packhorse.picking import queries as lists
from packhorse.placing.rules import order_number
from packhorse.retention import operations, queries
from packhorse.retention.operations.post import Later
from packhorse.retention.rules import KINDS
from packhorse.shipping import queries as shipments
from packhorse.sourcing import operations as sourcing

TODAY = date(2024, 5, 15)
LATER = NOW + timedelta(minutes=10)


@pytest.fixture
def server():
    with MailStandIn().open() as server:
        yield server


@pytest.fixture
def mailing(server, db, settings_of):
    open_company()
    mailing = server.mailing()
    settings_of(MAILING=mailing)
    return mailing


def promised_later(number="1"):
    """An order whose warehouse is closed today after all."""
    order_id = place_reached(number)
    close(TODAY)
    sourcing.promise_again([order_id], now=NOW + timedelta(minutes=1))
    relay()
    return order_id


def test_a_short_pick_that_makes_the_day_later_is_told_once(mailing, server):
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
    (taken,) = server.mails
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


def test_a_backorder_is_told_and_so_is_the_day_when_there_is_one(mailing, server):
    order_id = place_reached("W-1", {"DESK": 4}, ship_rule="complete")
    assert send_all(mailing) == [None]
    assert server.mails[0].mail["Subject"] == "Order W-1: goods are not in stock"
    assert "We do not know yet" in server.mails[0].text() and "more was ordered than we have" in server.mails[0].text()
    receive("BRS", "B1", "DESK", 1)
    relay()
    assert send_all(mailing) == [None]
    assert "It is to arrive on Friday 17 May 2024." in server.mails[1].text()
    assert notices(order_id) == [("promise_changed", "sent")] * 2


def test_several_changes_become_one_mail_with_the_newest_day(mailing, server):
    order_id = promised_later()
    close(date(2024, 5, 16))
    sourcing.promise_again([order_id], now=NOW + timedelta(minutes=2))
    relay()
    assert notices(order_id) == [("promise_changed", "queued")]
    assert run_sql("SELECT count(*) FROM procrastinate_jobs") == [(1,)]
    send_all(mailing, LATER)
    (taken,) = server.mails
    assert "The new day is Tuesday 21 May 2024." in taken.text() and "Friday 17 May 2024" in taken.text()


def test_a_change_while_the_mail_is_sent_makes_another_one(mailing, server, monkeypatch):
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


def test_a_cancelled_order_and_a_promise_that_is_good_again_are_quiet(mailing, server):
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
    assert (server.mails, notices(first), notices(second)) == ([], *[[("promise_changed", "not_wanted")]] * 2)
    assert (said(first), said(second)) == (
        "The order was cancelled meanwhile",
        "It was as the customer knew it again",
    )


def test_a_parcel_is_told_when_it_leaves_and_when_it_is_there(mailing, server):
    order_id = place_reached("W-1", {"MUG": 2})
    (parcel,) = ship("BRS")
    deliver(parcel)
    assert notices(order_id) == [("shipped", "queued"), ("delivered", "queued")]
    assert send_all(mailing) == [None, None]
    shipment = shipments.by_parcel([parcel])[parcel]
    left, arrived = (taken.text() for taken in server.mails)
    assert f"https://orders.example.com/t/{shipment.token}" in left and shipment.tracking_number in left
    assert "- 2 × Mug" in left and "It should arrive on Friday 17 May 2024." in left
    assert "was delivered on Thursday 16 May 2024" in arrived and "Mug" not in arrived


@pytest.mark.parametrize(
    ("state", "words"),
    [("delayed", "is delayed with"), ("failure", "could not be delivered"), ("return_to_sender", "bringing it back")],
)
def test_a_parcel_in_trouble_is_told_once(mailing, server, state, words):
    order_id = place_reached()
    (parcel,) = ship("BRS")
    send_all(mailing)
    deliver(parcel, state, event="1")
    deliver(parcel, "in_transit", event="2", hours=25)
    deliver(parcel, state, event="3", hours=26)
    assert send_all(mailing) == [None]
    assert notices(order_id) == [("shipped", "sent"), ("delayed", "sent")]
    assert words in server.mails[-1].text()


def test_a_parcel_whose_day_is_over_is_told_without_the_carrier(mailing, server):
    order_id = place_reached()
    (parcel,) = ship("BRS")
    send_all(mailing)
    assert operations.note_late(now=datetime(2024, 5, 17, 22, tzinfo=UTC)) == 0
    assert operations.note_late(now=datetime(2024, 5, 18, 1, tzinfo=UTC)) == 1  # in Bristol, too
    operations.note_late(now=datetime(2024, 5, 18, 2, tzinfo=UTC))
    deliver(parcel, "delayed", hours=80)
    send_all(mailing)
    assert notices(order_id) == [("shipped", "sent"), ("delayed", "sent")]
    assert "It was to arrive on Friday 17 May 2024." in server.mails[-1].text()


def test_what_arrived_meanwhile_is_not_said_to_be_late(mailing, server):
    order_id = place_reached()
    (parcel,) = ship("BRS")
    deliver(parcel, "delayed", event="1")
    deliver(parcel, "delivered", event="2", hours=25)
    send_all(mailing)
    assert notices(order_id) == [("shipped", "sent"), ("delayed", "not_wanted"), ("delivered", "sent")]


@pytest.mark.parametrize(
    ("trouble", "ends", "words"),
    [
        (("RCPT", "550 5.1.1 ada.cole@example.org unknown"), "failed", "The mail server refuses the address (550)"),
        (("RCPT", "450 4.2.0 ada.cole@example.org greylisted"), "queued", "The mail server refuses the address (450)"),
        (("MAIL", "553 not you"), "failed", "The mail server refuses the sender's address (553)"),
        (("BODY", "554 spam for ada.cole@example.org"), "failed", "The mail server refuses the mail (554)"),
        (("BODY", "452 full"), "queued", "The mail server refuses the mail (452)"),
        (("DATA", ""), "queued", "The mail server broke the talk off"),
        (("MAIL", "421 busy"), "queued", "The mail server refuses the sender's address (421)"),
    ],
)
def test_what_the_server_says_decides_whether_it_is_tried_again(mailing, server, trouble, ends, words):
    order_id = place_reached()
    ship("BRS")
    server.troubles.append(trouble)
    (again,) = send_all(mailing)
    assert (again, notices(order_id), said(order_id)) == (60 if ends == "queued" else None, [("shipped", ends)], words)
    assert server.mails == []
    if ends == "failed":
        assert [row.order_id for row in queries.failed()] == [order_id] and queries.any_failed()
        assert operations.send_again(queries_ids(), now=NOW) == 1
    assert send_all(mailing) == [None]
    assert (notices(order_id), len(server.mails)) == ([("shipped", "sent")], 1)


def queries_ids():
    return [row.id for row in queries.failed()]


def test_it_is_given_up_after_twelve_tries(mailing, server):
    order_id = place_reached()
    ship("BRS")
    (pk,) = queued()
    server.troubles += [("MAIL", "451 later")] * 12
    waits = [send(pk, mailing, NOW + timedelta(hours=nth)) for nth in range(12)]
    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600, 3600, None]
    assert (notices(order_id), send(pk, mailing)) == ([("shipped", "failed")], None)


def test_a_job_that_runs_twice_sends_once_and_a_lost_answer_repeats_the_message_id(mailing, server):
    place_reached()
    ship("BRS")
    (pk,) = queued()
    server.troubles.append(("AFTER", ""))  # taken, and the connection is gone before the answer
    assert send(pk, mailing) == 60
    assert send(pk, mailing) is None
    assert send(pk, mailing) is None
    first, second = server.mails
    assert first.mail["Message-ID"] == second.mail["Message-ID"]


def test_a_try_that_is_under_way_is_left_alone(mailing, server):
    place_reached()
    ship("BRS")
    (pk,) = queued()
    run_sql("UPDATE retention_notice SET begun_at = %s, tries = 1", NOW)
    assert send(pk, mailing, NOW + timedelta(seconds=119)) == 120
    assert send(pk, mailing, NOW + timedelta(seconds=121)) is None
    assert len(server.mails) == 1


def test_nobody_is_written_to_without_a_server_an_address_or_a_wish(mailing, server, settings_of):
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


@pytest.mark.parametrize("email", ["ada@@example.org", "ada@example.org\nBcc: all@example.org", "nobody"])
def test_an_address_that_is_none_is_not_written_to(mailing, server, email):
    order_id = place_reached(email=email)
    ship("BRS")
    assert send_all(mailing) == [None]
    assert (notices(order_id), server.said) == ([("shipped", "no_address")], [])


def test_the_channel_chooses_the_language_else_the_country_does(mailing, server):
    place_reached("1", city="Lens")
    ship("LIL")
    send_all(mailing)
    operations.choose_notices(channel="web", kinds=["shipped"], language="nl")
    place_reached("2", city="Lens")
    ship("LIL")
    send_all(mailing)
    assert [taken.mail["Subject"] for taken in server.mails] == ["Commande 1 : en route", "Bestelling 2 is onderweg"]


def test_a_name_with_line_breaks_and_tags_stays_a_name(mailing, server):
    order_id = place_reached("W-1")
    run_sql("UPDATE placing_orderaddress SET name = %s WHERE order_id = %s", "Ada\r\nBcc: x@example.org <b>", order_id)
    ship("BRS")
    send_all(mailing)
    (taken,) = server.mails
    assert taken.to == [ADA] and taken.mail["Bcc"] is None
    assert "Hello Ada Bcc: x@example.org <b>," in taken.text() and "&lt;b&gt;" in taken.text("html")


def test_no_person_is_named_in_tables_events_jobs_and_answers(mailing, server, caplog, capsys):
    order_id = promised_later()
    ship("BRS")
    server.troubles += [("RCPT", f"550 {ADA} unknown"), ("RCPT", f"450 {ADA} later")]
    send_all(mailing)
    for table in ("retention_notice", "outbox_event", "procrastinate_jobs", "procrastinate_events"):
        rows = str(run_sql(f"SELECT t::text FROM {table} t"))
        assert "ada" not in rows.lower() and "Cole" not in rows, table
    told = caplog.text + "".join(capsys.readouterr())
    assert ADA not in told and "Cole" not in told and notices(order_id)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_goes_encrypted_and_only_to_a_server_that_is_trusted(security, monkeypatch):
    with MailStandIn(security=security, user="packhorse", password="p w").open() as server:
        mailing = server.mailing()
        with pytest.raises(Later, match="not to be trusted"):
            operations.post_test(to=ADA, mailing=mailing, now=NOW)
        monkeypatch.setenv("SSL_CERT_FILE", str(server.folder / "cert.pem"))
        operations.post_test(to=ADA, mailing=mailing, now=NOW)
        (taken,) = server.mails
        assert taken.encrypted and taken.mail["Subject"] == "Test"
        server.password = "another"
        with pytest.raises(Later, match="refuses user or password"):
            operations.post_test(to=ADA, mailing=mailing, now=NOW)


def test_a_server_without_starttls_gets_no_mail():
    with MailStandIn().open() as server:
        plain = server.mailing().server
        mailing = server.mailing(server=type(plain)(plain.host, plain.port, "", "", "starttls"))
        with pytest.raises(Later, match="STARTTLS"):
            operations.post_test(to=ADA, mailing=mailing, now=NOW)
        assert "MAIL" not in server.said


def test_a_server_that_is_not_there_is_said_to_be():
    with MailStandIn().open() as server:
        mailing = server.mailing()
        server.server.close()
    with pytest.raises(Later, match="cannot be reached"):
        operations.post_test(to=ADA, mailing=mailing, now=NOW)


def test_a_day_that_goods_are_expected_on_later_is_told(mailing, server):
    order_id = place_reached("W-1", {"DESK": 4}, ship_rule="complete")
    send_all(mailing)
    for on in (date(2024, 6, 3), date(2024, 6, 3), date(2024, 6, 7), date(2024, 6, 5)):
        set_dates(sku="DESK", released_on=None, expected_on=on, now=NOW, actor="buyer")
        relay()
        send_all(mailing)
    assert notices(order_id) == [("promise_changed", "sent")] * 3
    first, second = (taken.text() for taken in server.mails[1:])
    assert "from Monday 3 June 2024 on" in first and "from Friday 7 June 2024 on" in second
