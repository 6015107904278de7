"""Returns: asked for within the rules, received by scan, inspected, settled; stock and money are right after each."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from company import (
    NOW,
    bin_id,
    differences,
    kinds,
    level,
    line_ids,
    open_company,
    place_and_source,
    product,
    receive,
    run_sql,
    scan,
)
from django.db import IntegrityError, transaction

from db.dock import lying
from db.floor import at_once, bring_to, deliver, hand_over, pack_all, ship, sort, stage_all, take, wave
from db.returns import LATER, ask, back, came, delivered, look, refund, row
from db.test_take_back import back as took
from packhorse.demo import sending_back
from packhorse.errors import Refusal
from packhorse.inventory import queries as stock
from packhorse.picking import operations as picking
from packhorse.picking import queries as lists
from packhorse.placing import queries as orders
from packhorse.placing.rules import NewCharge
from packhorse.returns import operations, queries
from packhorse.returns.models import ReturnAccount
from packhorse.returns.rules import Wanted
from packhorse.web.exchanging import exchange


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


def test_what_was_not_announced_is_kept_and_may_count(db):
    open_company()
    order_id = delivered({"MUG": 2, "BOOK": 1})
    return_id = ask(order_id, {"MUG": 1})
    assert (came(return_id, "MUG", 2).announced, came(return_id, "LAMP").surplus) == (1, 1)
    assert came(return_id, "4711").unknown
    first, more, lamp, unknown = queries.items(return_id)
    assert [each.line_id is None for each in (first, more, lamp, unknown)] == [False, True, True, True]
    assert (more.shipped_with, lamp.shipped_with, lying("LDS", "LAMP")["QUARANTINE"]) == (True, False, 1)
    for each in (lamp, unknown):
        how = {"item_id": each.id, "units": 1, "key": scan(), "now": NOW, "actor": "ben"}
        assert refused(lambda how=how: operations.inspect(disposition="restock", **how)) == "NOT_OF_ORDER"
    with_lamp = {"item_id": lamp.id, "reason": "other", "now": NOW, "actor": "ann"}
    assert refused(lambda: operations.accept_surplus(**with_lamp)) == "NOT_OF_ORDER"
    assert refused(lambda: ask(order_id, {"MUG": 1})) == "RETURN_TOO_MANY"  # it lies here already
    look(return_id, "quarantine")
    assert row(return_id).proposed_minor == 500
    for _ in range(2):
        operations.accept_surplus(**with_lamp | {"item_id": more.id})
    assert (row(return_id).proposed_minor, differences()) == (1000, {})
    late = came(return_id, "BOOK")  # when all is done
    assert (late.surplus, row(return_id).state) == (1, "inspected")
    operations.accept_surplus(**with_lamp | {"item_id": queries.items(return_id)[-1].id})
    assert (row(return_id).proposed_minor, differences()) == (1500, {})


def test_what_is_missing_stays_the_customers_and_comes_with_another_return(db):
    open_company()
    order_id = delivered({"MUG": 2})
    return_id = ask(order_id, {"MUG": 2})
    how = {"return_id": return_id, "now": LATER, "actor": "ben"}
    assert refused(lambda: operations.report_missing(**how)) == "NOTHING_CAME"
    came(return_id, "MUG")
    look(return_id, "refurbish")
    assert row(return_id).state == "received"
    assert [operations.report_missing(**how) for _ in range(2)] == [1, 0]
    assert (row(return_id).state, row(return_id).proposed_minor) == ("inspected", 500)
    assert refund(back(order_id, {"MUG": 1})) == 500
    assert differences() == {}


def test_fees_and_labels_are_taken_off_by_the_rules_of_the_request(db):
    open_company()
    order_id = delivered({"MUG": 2, "BOOK": 2})
    held = replace(queries.rules(), fee_percent=10, label_minor=80, claim_below_minor=600)
    assert [operations.keep_rules(rules=held, now=NOW, actor="boss") for _ in range(2)] == [1, 1]
    mine = ask(order_id, {"MUG": 1}, reason="changed_mind")
    operations.keep_rules(rules=replace(held, fee_percent=50, label_minor=0), now=NOW, actor="boss")
    came(mine, "MUG")
    look(mine)
    assert (row(mine).proposed_minor, row(mine).label_by) == (500 - 50 - 80, "customer")
    assert refused(lambda: refund(mine, 371)) == "REFUND_TOO_MUCH"
    ours = back(order_id, {"MUG": 1}, reason="defective")
    assert (row(ours).proposed_minor, row(ours).label_by) == (500, "merchant")
    small, large = (ask(order_id, {"BOOK": units}, wish="claim", reason="damaged") for units in (1, 1))
    assert (row(small).state, row(small).proposed_minor) == ("approved", 500)
    operations.cancel(return_id=large, now=LATER, actor="ann")
    operations.cancel(return_id=small, now=LATER, actor="ann")
    assert row(ask(order_id, {"BOOK": 2}, wish="claim", reason="damaged")).state == "requested"
    assert differences() == {}


def test_the_window_and_final_sale_hold_but_for_goodwill(db):
    open_company()
    order_id = delivered({"MUG": 1, "BOOK": 1})
    late = LATER + timedelta(days=40)
    assert refused(lambda: ask(order_id, {"MUG": 1}, now=late)) == "WINDOW_OVER"
    assert row(ask(order_id, {"MUG": 1}, now=late, goodwill=True)).state == "approved"
    final = replace(queries.rules(), final_sale=frozenset({product("BOOK").id}))
    operations.keep_rules(rules=final, now=NOW, actor="boss")
    assert refused(lambda: ask(order_id, {"BOOK": 1})) == "FINAL_SALE"


def test_a_person_decides_and_says_why(db):
    open_company()
    order_id = delivered({"MUG": 1})
    first = ask(order_id, {"MUG": 1}, reason="other", words="Ada says: ugly")
    how = {"return_id": first, "now": LATER, "actor": "ann"}
    assert refused(lambda: operations.decline(note=" ", **how)) == "REASON_WANTED"
    for _ in range(2):
        operations.decline(note="Worn", **how)
    assert refused(lambda: operations.approve(**how)) == "WRONG_STATE"
    second = ask(order_id, {"MUG": 1}, reason="other")
    for _ in range(2):
        operations.approve(return_id=second, now=LATER, actor="ann")
    assert refused(lambda: refund(second)) == "WRONG_STATE"
    assert [queries.detail(each).words for each in (first, second)] == ["Ada says: ugly", ""]
    assert operations.forget_words([order_id], now=LATER, actor="boss") == 1
    assert (queries.detail(first).words, operations.forget_words([order_id], now=LATER, actor="boss")) == ("", 0)


def test_goods_taken_back_without_a_return_are_counted_with_it(db):
    open_company()
    order_id = delivered({"MUG": 2})
    first = ask(order_id, {"MUG": 1})
    took(order_id=order_id)  # by scan at the dock, with nobody's number
    assert refused(lambda: ask(order_id, {"MUG": 1})) == "RETURN_TOO_MANY"
    took(order_id=order_id)
    assert (came(first, "MUG").surplus, differences()) == (1, {})  # more than was ever sent: the office looks at it


def test_a_kit_comes_back_by_its_parts_and_is_worth_what_it_cost(db):
    open_company()
    order_id = delivered({"SET": 1})  # a book and two mugs for 500
    return_id = ask(order_id, {"BOOK": 1, "MUG": 2})
    assert came(return_id, "SET").announced == 3
    look(return_id)
    assert (row(return_id).proposed_minor, row(return_id).state, differences()) == (500, "inspected", {})


def test_a_numbered_unit_comes_back_and_another_one_is_not_taken_for_it(db):
    open_company(stocked={})
    run_sql("UPDATE catalog_product SET tracks_serials = true WHERE sku = 'LAMP'")
    receive("BRS", "A3", "LAMP", 1, serials=("N1",))
    order_id = place_and_source("1", {"LAMP": 1})
    (list_id,) = wave("BRS")
    take(list_id)
    (task,) = lists.tasks(list_id)
    picking.pick(
        task_id=task.id, bin_code="BRS-A3", item_code="LAMP", quantity=1, scan_id=scan(), numbers=("N1",), now=NOW,
        actor="picker",
    )  # fmt: skip
    sort(list_id)
    pack_all("BRS")
    stage_all("BRS")
    hand_over("BRS")
    return_id = ask(order_id, {"LAMP": 1})
    assert refused(lambda: came(return_id, "LAMP")) == "SERIALS_WANTED"
    assert came(return_id, "LAMP", serial="N7").surplus == 1
    assert came(return_id, "LAMP", serial="N1").announced == 1
    other, mine = queries.items(return_id)
    how = {"disposition": "restock", "units": 1, "now": LATER, "actor": "ben"}
    assert refused(lambda: operations.inspect(item_id=other.id, key=uuid4(), **how)) == "NOT_OF_ORDER"
    assert operations.inspect(item_id=mine.id, key=uuid4(), **how) == "RECEIVING"
    assert (stock.serials(product("LAMP").id, bin_id("LDS", "RECEIVING")), differences()) == (["N1"], {})


def test_receiving_inspecting_and_refunding_at_once_count_once(own_db):
    open_company()
    order_id = delivered({"MUG": 2})
    return_id = ask(order_id, {"MUG": 2})
    mine = scan()
    assert sum(each.announced for each in at_once(4, lambda nth: came(return_id, "MUG", 2, scan_id=mine))) == 2
    (item,) = queries.items(return_id)
    how = {"item_id": item.id, "disposition": "restock", "units": 2, "now": LATER, "actor": "ben"}
    answers = at_once(4, lambda nth: operations.inspect(key=uuid4(), **how))
    assert sorted(getattr(each, "code", each) for each in answers) == ["RECEIVING"] + ["TOO_MANY_INSPECTED"] * 3
    minors = at_once(4, lambda nth: refund(return_id, reference=f"R{nth}"))
    assert sorted(getattr(each, "code", each) for each in minors if each != 1000) == ["SETTLED"] * 3
    assert (row(return_id).refunded_minor, differences()) == (1000, {})


def test_an_exchange_asked_for_at_once_is_one_order_and_a_request_is_one_return(own_db):
    open_company()
    order_id = delivered({"MUG": 2})
    asked = at_once(4, lambda nth: ask(order_id, {"MUG": 2}, wish="claim", reason="damaged", key="web-1"))
    assert len(set(asked)) == 1
    operations.approve(return_id=asked[0], now=LATER, actor="ann")
    made = at_once(4, lambda nth: exchange(return_id=asked[0], goods={}, now=LATER, actor="ann"))
    assert (len(set(made)), [type(each) for each in made]) == (1, [int] * 4)
    assert (row(asked[0]).exchange_id, orders.detail(order_id).replaced) == (made[0], (made[0],))
    assert refused(lambda: refund(asked[0])) == "SETTLED"


def test_the_demonstration_has_returns_in_every_state(db):
    open_company(slots=12)
    for nth in range(10):
        place_and_source(str(nth), {"BOOK": 1} if nth % 2 else {"LAMP": 1})
    for code in ("BRS", "LDS", "LIL"):
        for parcel_id in ship(code):
            deliver(parcel_id)
    played = sending_back.send_back(now=LATER)
    found = [each.state for each in queries.listed(limit=100)]
    assert (played, differences()) == (len(found), {})
    assert {"requested", "approved", "received", "inspected"} <= {*found} and played >= 6
