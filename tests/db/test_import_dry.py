"""A dry run says what the real run would say, also of what only the database knows, and keeps nothing."""

from dataclasses import asdict

import pytest
from company import NOW, open_company, run_sql
from orderfiles import order_file, row

from packhorse.errors import Refusal
from packhorse.placing import operations as placing

KEPT = ("placing_order", "placing_orderline", "placing_orderaddress", "placing_orderchange", "outbox_event")


def take(content, **how):
    return placing.import_orders(content, channel="web", now=NOW, actor="import", **how)


def kept():
    return {table: run_sql(f"SELECT count(*) FROM {table}")[0][0] for table in KEPT}


def test_a_dry_run_keeps_nothing_and_reports_what_the_real_run_does(db):
    open_company()
    take(order_file(row(7, "MUG", 1), row(8, "MUG", 1)))
    content = order_file(
        row(1, "MUG", 5),
        row(1, "MUG", 2, action="cancel"),
        row(2, "CUP", 1),
        row(3, "MUG", 1, currency="EUR"),
        row(4, "MUG", "many"),
        row(7, "MUG", 1),
        row(8, "MUG", 3),
        row(9, "MUG", 1, action="cancel"),
    )
    before = kept()
    dry = take(content, dry_run=True)
    assert kept() == before
    assert (dry.dry_run, dry.placed, dry.known, dry.cancelled_rows) == (True, 1, 1, 1)
    assert [(error.line, error.column) for error in dry.errors] == [
        (4, "sku"),
        (5, "currency"),
        (6, "quantity"),
        (8, "order_number"),
        (9, "order_number"),
    ]
    real = take(content)
    assert asdict(real) | {"dry_run": True} == asdict(dry)
    assert kept()["placing_order"] == before["placing_order"] + 1


def test_a_dry_run_can_come_again(db):
    open_company()
    content = order_file(row(1, "MUG", 1))
    assert take(content, dry_run=True) == take(content, dry_run=True)


def test_a_time_zone_that_is_none_is_refused(db):
    open_company()
    for name in ("Berlin", "", "../etc", "Europe", "x" * 300):
        with pytest.raises(Refusal, match="no time zone"):
            take(order_file(row(1, "MUG", 1)), timezone=name)
