"""Customers are told that their return is authorised, has arrived and was refunded, each once."""

import pytest
from company import relay, run_sql

from db.floor import deliver, ship
from db.notices import notices, place_reached, send_all
from db.returns import LATER, ask, came, look, refund, row
from packhorse.returns import operations
from packhorse.returns.rules import spoken


@pytest.fixture
def order_id(db, mailing):
    found = place_reached("1", {"MUG": 2})
    for parcel_id in ship("BRS"):
        deliver(parcel_id)
    send_all(mailing)
    return found


def told(order_id):
    return [pair for pair in notices(order_id) if pair[0].startswith("return")]


def test_a_return_is_told_at_three_turns_each_once(order_id, mailing, mail_server):
    before = len(mail_server.mails)
    return_id = ask(order_id, {"MUG": 2}, reason="other", words="Nobody else reads this")
    relay()
    assert told(order_id) == []
    operations.approve(return_id=return_id, now=LATER, actor="ann")
    for _ in range(2):
        came(return_id, "MUG")
        relay()
    look(return_id)
    refund(return_id)
    relay()
    assert told(order_id) == [(f"return_{each}", "queued") for each in ("approved", "received", "refunded")]
    assert send_all(mailing) == [None] * 3
    texts = [" ".join(mail.text().split()) for mail in mail_server.mails[before:]]
    number = spoken(row(return_id).rma)
    for text, words in zip(texts, ("put the number", "have arrived", "refunded 10.00 GBP"), strict=True):
        assert words in text and number in text and "Nobody else" not in text
    assert told(order_id) == [(f"return_{each}", "sent") for each in ("approved", "received", "refunded")]


def test_a_claim_need_not_be_sent_back_and_what_is_cancelled_is_not_told(order_id, mailing, mail_server):
    claim = ask(order_id, {"MUG": 1}, wish="claim", reason="damaged")
    gone = ask(order_id, {"MUG": 1})
    operations.approve(return_id=claim, now=LATER, actor="ann")
    relay()
    operations.cancel(return_id=gone, now=LATER, actor="ann")
    send_all(mailing)
    assert sorted(told(order_id)) == [("return_approved", "not_wanted"), ("return_approved", "sent")]
    assert "You need not send anything back" in " ".join(mail_server.mails[-1].text().split())
    assert run_sql("SELECT count(*) FROM retention_notice WHERE said = 'The return was cancelled meanwhile'") == [(1,)]
