"""Mails go over a real socket: what the server says, twice is once, encrypted, and nobody is named elsewhere."""

from datetime import timedelta

import pytest
from company import NOW, run_sql
from standins.mail import MailStandIn

from db.floor import ship
from db.notices import ADA, notices, place_reached, promised_later, queued, said, send, send_all
from packhorse.retention import operations, queries
from packhorse.retention.operations.post import Later

LATER = NOW + timedelta(minutes=10)


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
def test_what_the_server_says_decides_whether_it_is_tried_again(mailing, mail_server, trouble, ends, words):
    order_id = place_reached()
    ship("BRS")
    mail_server.troubles.append(trouble)
    (again,) = send_all(mailing)
    assert (again, notices(order_id), said(order_id)) == (60 if ends == "queued" else None, [("shipped", ends)], words)
    assert mail_server.mails == []
    if ends == "failed":
        assert [row.order_id for row in queries.failed()] == [order_id] and queries.any_failed()
        assert operations.send_again(queries_ids(), now=NOW) == 1
    assert send_all(mailing) == [None]
    assert (notices(order_id), len(mail_server.mails)) == ([("shipped", "sent")], 1)


def queries_ids():
    return [row.id for row in queries.failed()]


def test_it_is_given_up_after_twelve_tries(mailing, mail_server):
    order_id = place_reached()
    ship("BRS")
    (pk,) = queued()
    mail_server.troubles += [("MAIL", "451 later")] * 12
    waits = [send(pk, mailing, NOW + timedelta(hours=nth)) for nth in range(12)]
    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600, 3600, None]
    assert (notices(order_id), send(pk, mailing)) == ([("shipped", "failed")], None)


def test_a_job_that_runs_twice_sends_once_and_a_lost_answer_repeats_the_message_id(mailing, mail_server):
    place_reached()
    ship("BRS")
    (pk,) = queued()
    mail_server.troubles.append(("AFTER", ""))  # taken, and the connection is gone before the answer
    assert send(pk, mailing) == 60
    assert send(pk, mailing) is None
    assert send(pk, mailing) is None
    first, second = mail_server.mails
    assert first.mail["Message-ID"] == second.mail["Message-ID"]


def test_a_try_that_is_under_way_is_left_alone(mailing, mail_server):
    place_reached()
    ship("BRS")
    (pk,) = queued()
    run_sql("UPDATE retention_notice SET begun_at = %s, tries = 1", NOW)
    assert send(pk, mailing, NOW + timedelta(seconds=119)) == 120
    assert send(pk, mailing, NOW + timedelta(seconds=121)) is None
    assert len(mail_server.mails) == 1


@pytest.mark.parametrize("email", ["ada@@example.org", "ada@example.org\nBcc: all@example.org", "nobody"])
def test_an_address_that_is_none_is_not_written_to(mailing, mail_server, email):
    order_id = place_reached(email=email)
    ship("BRS")
    assert send_all(mailing) == [None]
    assert (notices(order_id), mail_server.said) == ([("shipped", "no_address")], [])


def test_a_name_with_line_breaks_and_tags_stays_a_name(mailing, mail_server):
    order_id = place_reached("W-1")
    run_sql("UPDATE placing_orderaddress SET name = %s WHERE order_id = %s", "Ada\r\nBcc: x@example.org <b>", order_id)
    ship("BRS")
    send_all(mailing)
    (taken,) = mail_server.mails
    assert taken.to == [ADA] and taken.mail["Bcc"] is None
    assert "Hello Ada Bcc: x@example.org <b>," in taken.text() and "&lt;b&gt;" in taken.text("html")


def test_no_person_is_named_in_tables_events_jobs_and_answers(mailing, mail_server, caplog, capsys):
    order_id = promised_later()
    ship("BRS")
    mail_server.troubles += [("RCPT", f"550 {ADA} unknown"), ("RCPT", f"450 {ADA} later")]
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
