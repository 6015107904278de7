"""Tests of notices: what is noted, and the job as the worker does it."""

from datetime import date, datetime, timedelta

from company import NOW, place, relay, run_sql, told

from db.test_promise import close
from packhorse.outside import Again
from packhorse.retention import operations
from packhorse.sourcing import operations as sourcing

TODAY = date(2024, 5, 15)
ADA = "ada.cole@example.org"


def with_address(order_id, email=ADA):
    """Give an order's customer a mail address."""
    run_sql("UPDATE placing_orderaddress SET email = %s WHERE order_id = %s", email, order_id)
    return order_id


def place_reached(number="1", lines=None, *, email=ADA, **more):
    """Place and source an order whose customer can be written to."""
    with told():
        return with_address(place(number, lines, **more), email)


def notices(order_id):
    """(kind, state) of an order's notices, the oldest first."""
    return run_sql("SELECT kind, state FROM retention_notice WHERE order_id = %s ORDER BY id", order_id)


def queued():
    return [row[0] for row in run_sql("SELECT id FROM retention_notice WHERE state = 'queued' ORDER BY id")]


def said(order_id):
    return run_sql("SELECT said FROM retention_notice WHERE order_id = %s ORDER BY id", order_id)[-1][0]


def send(notice_id, mailing, now: datetime = NOW):
    """Do the job as the worker does it; return the seconds after which it wants to be done again."""
    try:
        operations.send(notice_id=notice_id, mailing=mailing, now=now)
    except Again as again:
        return again.seconds
    return None


def send_all(mailing, now=NOW):
    return [send(pk, mailing, now) for pk in queued()]


def promised_later(number="1"):
    """An order whose warehouse is closed today after all."""
    order_id = place_reached(number)
    close(TODAY)
    sourcing.promise_again([order_id], now=NOW + timedelta(minutes=1))
    relay()
    return order_id
