"""Which rules hold an order, and that each says why."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from packhorse.placing.holding import Past, Rule, holds_of
from packhorse.placing.rules import NewAddress, NewCharge, NewLine, NewOrder

ORDER = NewOrder(
    channel="web",
    external_id="1",
    placed_at=datetime(2026, 3, 2, tzinfo=UTC),
    currency="GBP",
    address=NewAddress("Ada Cole", "7 High Street", "Leeds", "LS1 4AB", "GB"),
    lines=(NewLine("MUG", 3, 1000), NewLine("MUG", 3, 1000), NewLine("BOOK", 1, 500)),
    charges=(NewCharge("POST", "Postage", 500),),
)
OLD = Past(orders=4, within={24: 4})


def held(kind, limit=0, *, order=ORDER, past=OLD, channel="", hours=24):
    return [hold.kind for hold in holds_of(order, [Rule(kind, "MANUAL", channel, limit, hours)], past)]


@pytest.mark.parametrize(
    ("kind", "last_free", "past"),
    [("value", 7000, OLD), ("quantity", 6, OLD), ("velocity", 5, OLD), ("new_customer", 7000, Past())],
)
def test_a_rule_holds_what_is_over_its_limit(kind, last_free, past):
    assert (held(kind, last_free, past=past), held(kind, last_free - 1, past=past)) == ([], ["MANUAL"])


def test_a_known_customer_is_not_new():
    assert held("new_customer", 0, past=OLD) == []


@pytest.mark.parametrize(("billed", "expected"), [("", []), ("gb", []), ("FR", ["MANUAL"])])
def test_another_billing_country_is_a_mismatch(billed, expected):
    assert held("address", order=replace(ORDER, billing_country=billed)) == expected


def test_a_rule_of_another_channel_says_nothing():
    assert (held("value", 1, channel="market"), held("value", 1, channel="web")) == ([], ["MANUAL"])


def test_several_reasons_for_one_hold_are_told_together():
    rules = [
        Rule("value", "MANUAL", "", 1, 24),
        Rule("quantity", "MANUAL", "", 1, 24),
        Rule("value", "HIGH_RISK_OF_FRAUD", "", 1, 24),
    ]
    found = holds_of(ORDER, rules, OLD)
    assert [hold.kind for hold in found] == ["MANUAL", "HIGH_RISK_OF_FRAUD"]
    assert found[0].reason == "worth 7000 minor units, over 1; 6 units of MUG, over 1"
