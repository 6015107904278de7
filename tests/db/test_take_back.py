"""Customers send goods back: into the bin for their condition, and never more of an order than it got."""

import pytest
from company import NOW, differences, level, open_company, place_and_source, product, scan, site
from machine import Api

from db.dock import lying
from db.floor import at_once, bring_to, ship
from db.test_inbound_pages import Loop, signed_in
from packhorse.errors import Refusal
from packhorse.inbound import operations as inbound
from packhorse.inventory import queries as stock
from packhorse.placing.rules import order_number
from packhorse.web import keys


def back(sku="MUG", units=1, *, condition="sellable", **more):
    """Take units back in Leeds; return the bin they go into."""
    said = {"reason": "handle is off", "scan_id": scan(), "order_id": None} | more
    return inbound.take_back(
        warehouse_id=site("LDS"),
        product_id=product(sku).id,
        units=units,
        condition=condition,
        now=NOW,
        actor="dock",
        **said,
    )


def shipped(lines, number="1"):
    order_id = place_and_source(number, lines)
    bring_to(order_id, "shipped")
    return order_id


def refused(*args, **more):
    with pytest.raises(Refusal) as refusal:
        back(*args, **more)
    return refusal.value.code, refusal.value.text


@pytest.mark.parametrize(("condition", "spot", "blocked"), [("sellable", "RECEIVING", 0), ("damaged", "DAMAGED", 1)])
def test_goods_come_back(db, condition, spot, blocked):
    open_company()
    order_id, mine, before = shipped({"MUG": 1}), scan(), level("MUG", "LDS")[0]
    assert [back(condition=condition, scan_id=mine, order_id=order_id) for _ in range(2)] == [spot, ""]
    (move,) = stock.moved("return", order_id)
    assert (move.kind, move.delta, move.blocked, move.reason) == (
        "returned",
        1,
        blocked,
        f"{condition}: handle is off",
    )
    assert (level("MUG", "LDS")[0] - before, differences()) == (1, {})


@pytest.mark.parametrize(
    ("condition", "reason", "words"),
    [("wet", "x", "condition"), ("damaged", " ", "what is wrong"), ("sellable", "", "Say the order")],
)
def test_a_return_is_refused_in_words(db, condition, reason, words):
    open_company()
    assert words in refused(condition=condition, reason=reason)[1]
    assert level("MUG", "LDS")[0] == 10


def test_no_more_comes_back_of_an_order_than_was_shipped(db):
    open_company()
    order_id = shipped({"SET": 1, "LAMP": 1})  # the set is a book and two mugs
    assert refused("IRON", order_id=order_id) == (
        "NOT_IN_ORDER",
        "Nothing of IRON was sent with that order: check its number, or leave it out.",
    )
    back("MUG", 1, order_id=order_id)
    assert refused("MUG", 2, order_id=order_id, condition="damaged") == (
        "RETURN_TOO_MANY",
        "2 of MUG were shipped for that order and 1 came back: not 2 more.",
    )
    back("MUG", 1, order_id=order_id, condition="damaged")
    assert refused("MUG", 1, order_id=order_id)[0] == "RETURN_TOO_MANY"
    assert differences() == {}


def test_what_has_not_left_does_not_come_back(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 1})
    assert refused("MUG", order_id=order_id)[1].startswith("0 of MUG were shipped")


def test_without_an_order_the_doors_of_the_floor_do_not_make_goods_sellable(db):
    open_company(stocked={})
    loop = Loop(signed_in("manager")).open("/return?warehouse=LDS")
    loop.address = "/return"
    assert loop.enter("MUG", quantity="9999", condition="sellable").startswith("bad: Say the order")
    assert (
        loop.enter("MUG", quantity="1", condition="quarantine", reason="no papers") == "good: 1 × MUG into QUARANTINE"
    )
    api = Api(keys.add_key(name="scanner", role="picker", now=NOW))
    said = {"scan_id": str(scan()), "warehouse": "LDS", "code": "MUG", "condition": "sellable"}
    assert api("POST", "/take-backs", said)[1]["code"] == "ORDER_WANTED"
    assert (lying("LDS", "MUG"), differences()) == ({"QUARANTINE": 1}, {})


def test_the_api_takes_back_what_an_order_got(db):
    open_company()
    number = order_number(shipped({"MUG": 1}))
    api = Api(keys.add_key(name="scanner", role="picker", now=NOW))
    said = {"scan_id": str(scan()), "warehouse": "LDS", "code": "MUG", "condition": "sellable", "order": number}
    assert [api("POST", "/take-backs", said)[1]["units"] for _ in range(2)] == [1, 0]
    assert api("POST", "/take-backs", said | {"scan_id": str(scan())})[1]["code"] == "RETURN_TOO_MANY"


def test_many_take_the_same_goods_back_at_once(own_db):
    open_company()
    order_id = place_and_source("1", {"MUG": 3})
    ship("BRS")
    answers = at_once(5, lambda nth: back("MUG", 1, order_id=order_id, condition="quarantine"))
    assert sorted(getattr(each, "code", each) for each in answers) == ["QUARANTINE"] * 3 + ["RETURN_TOO_MANY"] * 2
    assert differences() == {}
