"""Purchase orders and deliveries: ordered, announced, received by scans, closed."""

from datetime import date

import pytest
from company import NOW, bin_id, differences, in_bin, level, open_company, product, run_sql, scan, site

from db.dock import DAY, announce, book, bought, buy, close, line, rest, transfer
from packhorse.errors import Refusal
from packhorse.inbound import operations as inbound
from packhorse.inbound import queries
from packhorse.inventory import queries as stock


@pytest.fixture(autouse=True)
def company(db):
    open_company()


def test_what_is_ordered_comes_in_two_deliveries(db):
    order = buy({"MUG": 30, "LAMP": 6})
    first = announce({"MUG": 20}, order_id=order, reference="LS-1")
    assert book(first, "MUG", 20).bin == "RECEIVING"
    close(first)
    assert (queries.purchase(order).state, bought(order)) == ("ordered", {"MUG": (30, 20), "LAMP": (6, 0)})
    second = rest(order)
    assert {each.product_id: each.quantity for each in queries.lines([second])} == {
        product("MUG").id: 10,
        product("LAMP").id: 6,
    }
    book(second, "MUG", 10)
    book(second, "LAMP", 6)
    close(second)
    assert (queries.purchase(order).state, level("MUG", "LDS")[0], level("LAMP", "LDS")[0]) == ("closed", 40, 8)
    assert differences() == {}


def test_what_is_announced_already_is_not_expected_again(db):
    order = buy({"MUG": 30})
    announce({"MUG": 30}, order_id=order)
    with pytest.raises(Refusal) as refused:
        rest(order)
    assert refused.value.code == "NOTHING_OPEN"


def test_a_scan_sent_twice_counts_once(db):
    delivery = announce({"MUG": 10})
    mine = scan()
    assert book(delivery, "MUG", 4, scan_id=mine).units == 4
    assert book(delivery, "MUG", 4, scan_id=mine).units == 0
    assert (line(delivery, "MUG")[2], level("MUG", "LDS")[0], differences()) == (4, 14, {})


def test_a_scan_of_another_delivery_is_not_counted_here(db):
    one, other = announce({"MUG": 10}), announce({"MUG": 10})
    mine = scan()
    book(one, "MUG", 4, scan_id=mine)
    assert book(other, "MUG", 4, scan_id=mine).units == 0
    assert (line(other, "MUG")[2], level("MUG", "LDS")[0]) == (0, 14)


def test_more_than_announced_wants_a_word(db):
    delivery = announce({"MUG": 10})
    book(delivery, "MUG", 10)
    with pytest.raises(Refusal) as refused:
        book(delivery, "MUG", 2)
    assert (refused.value.code, refused.value.text) == (
        "OVER_ANNOUNCED",
        "12 of 10 announced of MUG: take 2 more than announced?",
    )
    assert level("MUG", "LDS")[0] == 20
    assert book(delivery, "MUG", 2, over=True).over == 2
    assert line(delivery, "MUG") == (10, 0, 12, 0, 0)
    assert [move.reason for move in stock.moved("delivery", delivery)] == ["", "2 more than announced"]
    assert differences() == {}


def test_goods_nobody_announced_want_a_word_and_get_a_line(db):
    delivery = announce({"MUG": 10})
    with pytest.raises(Refusal, match="BOOK was not announced"):
        book(delivery, "BOOK", 3)
    book(delivery, "BOOK", 3, over=True)
    assert (line(delivery, "BOOK"), differences()) == ((0, 0, 3, 0, 0), {})


def test_damaged_goods_are_received_and_blocked(db):
    order = buy({"MUG": 10})
    delivery = rest(order)
    assert book(delivery, "MUG", 3, damaged=True).bin == "DAMAGED"
    book(delivery, "MUG", 7)
    (here,) = [row for row in stock.levels([product("MUG").id], now=NOW) if row.warehouse_id == site("LDS")]
    assert (here.on_hand, here.blocked, here.available) == (20, 3, 17)
    assert (line(delivery, "MUG"), bought(order)) == ((10, 0, 10, 3, 0), {"MUG": (10, 10)})
    assert differences() == {}


def test_straight_into_a_bin(db):
    delivery = announce({"MUG": 10})
    assert book(delivery, "MUG", 5, bin_id=bin_id("LDS", "C1")).bin == "C1"
    assert in_bin("LDS", "C1", "MUG") == (5, 0) or stock.in_bins([bin_id("LDS", "C1")])[0].quantity == 5
    with pytest.raises(Refusal, match="another warehouse"):
        book(delivery, "MUG", 5, bin_id=bin_id("BRS", "C1"))


def test_a_lot_counts_for_its_own_line_first(db):
    delivery = announce([("MUG", 5, "L1", date(2025, 1, 1)), ("MUG", 5, "L2", date(2025, 6, 1))])
    book(delivery, "MUG", 5, lot="L2", expires_on=date(2025, 6, 1))
    assert {each.lot: each.received for each in queries.lines([delivery])} == {"L1": 0, "L2": 5}
    assert stock.lot(product("MUG").id, "L2").expires_on == date(2025, 6, 1)
    with pytest.raises(Refusal, match="known to expire"):
        book(delivery, "MUG", 1, lot="L2", expires_on=date(2026, 6, 1))
    assert (level("MUG", "LDS")[0], differences()) == (15, {})


def test_an_unknown_code_is_kept_and_settled_by_the_office(db):
    order = buy({"MUG": 10})
    delivery = rest(order)
    mine = scan()
    for new in (True, False):
        assert (
            inbound.note_unknown(delivery_id=delivery, code="4711", units=6, scan_id=mine, now=NOW, actor="dock") is new
        )
    (item,) = queries.unknown_items()
    assert (item.code, item.units, level("MUG", "LDS")[0]) == ("4711", 6, 10)
    with pytest.raises(Refusal, match="1 unknown item waits to be settled"):
        close(delivery)
    with pytest.raises(Refusal, match="no product"):
        inbound.settle_unknown(item_id=item.id, sku="CUP", now=NOW, actor="agent")
    inbound.settle_unknown(item_id=item.id, sku="MUG", now=NOW, actor="agent")
    with pytest.raises(Refusal, match="settled that already"):
        inbound.settle_unknown(item_id=item.id, sku="MUG", now=NOW, actor="agent")
    close(delivery)
    assert (level("MUG", "LDS")[0], bought(order), queries.unknown_items()) == (16, {"MUG": (10, 6)}, [])
    assert differences() == {}


def test_unknown_goods_may_be_sent_back(db):
    delivery = announce({"MUG": 10})
    inbound.note_unknown(delivery_id=delivery, code="4711", units=6, scan_id=scan(), now=NOW, actor="dock")
    inbound.settle_unknown(item_id=queries.unknown_items()[0].id, sku="", now=NOW, actor="agent")
    close(delivery)
    assert (level("MUG", "LDS")[0], differences()) == (10, {})


def test_a_delivery_is_closed_short_and_the_order_with_it_on_demand(db):
    order = buy({"MUG": 10})
    delivery = rest(order)
    book(delivery, "MUG", 7)
    with pytest.raises(Refusal, match="under way"):
        inbound.close_purchase(order_id=order, now=NOW, actor="buyer")
    close(delivery, with_purchase=True)
    assert queries.purchase(order).state == "closed"
    for verb in (lambda: close(delivery), lambda: book(delivery, "MUG", 1), lambda: rest(order)):
        with pytest.raises(Refusal):
            verb()
    assert level("MUG", "LDS")[0] == 17


def test_states_of_a_purchase_order(db):
    draft = buy({"MUG": 10}, draft=True)
    with pytest.raises(Refusal, match="only on one that is ordered"):
        rest(draft)
    inbound.order_goods(order_id=draft, now=NOW, actor="buyer")
    with pytest.raises(Refusal, match="cannot become ordered"):
        inbound.order_goods(order_id=draft, now=NOW, actor="buyer")
    delivery = rest(draft)
    book(delivery, "MUG", 1)
    close(delivery)
    with pytest.raises(Refusal, match="close it instead"):
        inbound.cancel_purchase(order_id=draft, now=NOW, actor="buyer")
    inbound.close_purchase(order_id=draft, now=NOW, actor="buyer")
    other = buy({"MUG": 10})
    gone = announce({"MUG": 10}, order_id=other)
    inbound.cancel_delivery(delivery_id=gone, now=NOW, actor="buyer")
    inbound.cancel_purchase(order_id=other, now=NOW, actor="buyer")
    assert [queries.purchase(each).state for each in (draft, other)] == ["closed", "cancelled"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"lines": {}}, "name 1 to"),
        ({"lines": {"CUP": 1}}, "'CUP' is not listed"),
        ({"lines": {"MUG": 0}}, "from 1 to"),
        ({"lines": {"MUG": 10**7}}, "from 1 to"),
        ({"code": "XXX"}, "no warehouse 'XXX'"),
        ({"currency": "pounds"}, "currency"),
        ({"expected_on": date(1999, 1, 1)}, "cannot be meant"),
        ({"external_number": "x" * 61}, "at most 60"),
    ],
)
def test_a_wrong_purchase_order_is_refused_in_words(db, wrong, words):
    with pytest.raises(Refusal, match=words):
        buy(**({"lines": {"MUG": 1}} | wrong))
    assert run_sql("SELECT count(*) FROM inbound_purchaseorder") == [(0,)]


def test_a_number_of_ones_own_and_a_reference_are_given_once(db):
    order = buy({"MUG": 1}, external_number="P-77")
    with pytest.raises(Refusal, match="already"):
        buy({"MUG": 1}, external_number="P-77")
    announce({"MUG": 1}, order_id=order, reference="LS-1")
    with pytest.raises(Refusal, match="already"):
        announce({"MUG": 1}, order_id=order, reference="LS-1")


def test_a_supplier_is_known_by_code(db):
    with pytest.raises(Refusal, match="give the name"):
        inbound.know_supplier(code="NEW")
    first = inbound.know_supplier(code="NEW", name="New Ltd", lead_time_days=9)
    assert inbound.know_supplier(code="NEW") == first
    assert [(row.code, row.name, row.lead_time_days) for row in queries.suppliers()] == [("NEW", "New Ltd", 9)]


def test_what_comes_is_counted_once(db):
    order = buy({"MUG": 30, "BOOK": 5}, expected_on=date(2024, 6, 1))
    delivery = announce({"MUG": 20}, order_id=order)
    book(delivery, "MUG", 4)
    coming = queries.incoming([product("MUG").id, product("BOOK").id, product("LAMP").id])
    assert [(each.expected_on, each.units) for each in coming[product("MUG").id]] == [(DAY, 16), (date(2024, 6, 1), 10)]
    assert [(each.expected_on, each.units) for each in coming[product("BOOK").id]] == [(date(2024, 6, 1), 5)]
    assert product("LAMP").id not in coming
    close(delivery)
    assert sum(each.units for each in queries.incoming([product("MUG").id])[product("MUG").id]) == 26


def test_a_suppliers_lead_time_says_when_nobody_else_does(db):
    buy({"MUG": 3}, expected_on=None, lead_time_days=10)
    assert [each.expected_on for each in queries.incoming([product("MUG").id])[product("MUG").id]] == [
        date(2024, 5, 25)
    ]


@pytest.mark.parametrize("verb", [buy, announce, transfer])
def test_a_kit_is_neither_bought_nor_announced_nor_transferred(db, verb):
    with pytest.raises(Refusal) as refused:
        verb({"MUG": 1, "SET": 2})
    assert (refused.value.code, refused.value.text) == (
        "KIT",
        "lines: SET is a kit and is never stocked: name its parts.",
    )
    assert (queries.purchases(), queries.deliveries()) == ([], [])
    assert queries.incoming([product("SET").id]) == {}
