"""Returns: asked for within the rules, received by scan, inspected, settled; stock and money are right after each."""

import pytest
from company import NOW, differences, kinds, level, line_ids, open_company, place_and_source, scan
from django.db import IntegrityError, transaction

from db.dock import lying
from db.floor import at_once, bring_to
from db.returns import ask, back, came, delivered, look, refund, row
from packhorse.errors import Refusal
from packhorse.placing.rules import NewCharge
from packhorse.returns import operations, queries
from packhorse.returns.models import ReturnAccount
from packhorse.returns.rules import Wanted


def refused(work):
    with pytest.raises(Refusal) as refusal:
        work()
    return refusal.value.code


def test_goods_come_back_and_may_be_sold_again(db):
    open_company()
    order_id, before = delivered({"MUG": 2}), level("MUG", "LDS")[0]
    return_id = ask(order_id, {"MUG": 2})
    assert row(return_id).state == "approved"
    mine = scan()
    first = [came(return_id, "MUG", scan_id=mine) for _ in range(2)]
    assert [(each.announced, each.new) for each in first] == [(1, True), (0, False)]
    assert (row(return_id).state, lying("LDS", "MUG")["QUARANTINE"]) == ("received", 1)
    came(return_id, "MUG")
    assert look(return_id) == ["RECEIVING", "RECEIVING"]
    assert (row(return_id).state, row(return_id).proposed_minor) == ("inspected", 1000)
    assert [refund(return_id, reference="R1") for _ in range(2)] == [1000, 1000]
    assert (row(return_id).state, row(return_id).resolution, row(return_id).refunded_minor) == (
        "closed",
        "refund",
        1000,
    )
    assert (level("MUG", "LDS")[0] - before, lying("LDS", "MUG")["RECEIVING"], differences()) == (2, 2, {})
    told = [kind for kind in kinds(order_id) if kind.startswith("Return")]
    assert told == ["ReturnRequested", "ReturnApproved", "ReturnReceived", "ReturnInspected", "ReturnClosed"]


def test_discounts_and_odd_prices_are_refunded_to_the_penny_and_never_twice(db):
    open_company()
    order_id = delivered({"MUG": 3}, charges=[NewCharge("SALE", "Sale", -100), NewCharge("POST", "Postage", 350)])
    minors = []
    for _ in range(3):
        return_id = back(order_id, {"MUG": 1})
        minors.append(refund(return_id))
    assert minors == [466, 467, 467]  # 1400 in all
    assert refused(lambda: ask(order_id, {"MUG": 1})) == "RETURN_TOO_MANY"
    with pytest.raises(IntegrityError), transaction.atomic():
        ReturnAccount.objects.update(returned=4)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReturnAccount.objects.update(credited_minor=1401)


def test_no_more_is_returned_than_was_shipped_by_many_at_once(own_db):
    open_company()
    order_id = delivered({"MUG": 3})
    answers = at_once(5, lambda nth: ask(order_id, {"MUG": 2 if nth else 1}))
    done = [each for each in answers if isinstance(each, int)]
    units = [line.units for each in done for line in queries.detail(each).lines]
    assert (sum(units) in (2, 3), {each.code for each in answers if isinstance(each, Refusal)}) == (
        True,
        {"RETURN_TOO_MANY"},
    )
    assert differences() == {}


def test_what_is_refused(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 2})
    assert refused(lambda: ask(order_id, {"MUG": 1})) == "NOT_SHIPPED"
    bring_to(order_id, "shipped")
    lines = [Wanted(line_ids(order_id)[0], 1, "wrong_size")]
    more = {"wish": "refund", "now": NOW, "actor": "ann"}

    def wish(**other):
        return operations.request_return(**{"order_id": order_id, "lines": lines, **more, **other})

    assert refused(lambda: wish(wish="gold")) == "WRONG_WISH"
    assert refused(lambda: wish(order_id=99)) == "NOT_FOUND"
    assert refused(lambda: wish(lines=[])) == "NO_LINES"
    assert refused(lambda: wish(lines=lines * 2)) == "LINE_TWICE"
    assert refused(lambda: wish(lines=[Wanted(99, 1, "wrong_size")])) == "NOT_IN_ORDER"
    assert refused(lambda: wish(lines=[Wanted(lines[0].line_id, 1, "moon")])) == "UNKNOWN_REASON"
    assert refused(lambda: wish(lines=[Wanted(lines[0].line_id, 0, "other")])) == "WRONG_QUANTITY"
    assert refused(lambda: wish(lines=[Wanted(lines[0].line_id, 3, "other")])) == "RETURN_TOO_MANY"
    assert refused(lambda: wish(words="x" * 1001)) == "TOO_LONG"
    assert wish(key="a") == wish(key="a")
