"""The books are changed with a reason, and what was promised and is not there is looked for elsewhere."""

import pytest
from company import (
    NOW,
    carry,
    change,
    counts,
    differences,
    in_bin,
    kinds,
    level,
    open_company,
    place_and_source,
    product,
    relay,
    scan,
    site,
)

from db.floor import pick_list, wave
from packhorse.errors import Refusal
from packhorse.inventory import queries as stock

ONLY_BRISTOL = {"BRS": {"A1": ("MUG", 10)}}


def row(sku, code="BRS"):
    return next(each for each in stock.levels([product(sku).id], now=NOW) if each.warehouse_id == site(code))


def test_written_off_goods_are_gone_and_their_promise_is_made_anew(db):
    open_company()
    order_id = place_and_source("1", {"LAMP": 5})
    change("BRS", "A3", "LAMP", -2, reason="dropped")
    relay()
    assert level("LAMP", "BRS") == (3, 3)
    assert counts(order_id) == [(5, 0, 5, 0, 0)]  # two come from Leeds
    line = next(m for m in stock.movements(product("LAMP").id) if m.kind == "adjusted")
    assert (line.delta, line.reason, line.actor, line.cause) == (-2, "dropped", "clerk", "adjustment")
    assert differences() == {}


def test_written_off_goods_that_a_picker_is_sent_for_are_off_his_list(db):
    open_company(stocked=ONLY_BRISTOL)
    order_id = place_and_source("1", {"MUG": 8})
    (list_id,) = wave("BRS")
    change("BRS", "A1", "MUG", -5)
    relay()
    assert in_bin("BRS", "A1", "MUG") == (5, 5)
    pick_list(list_id)
    assert (level("MUG", "BRS"), in_bin("BRS", "A1", "MUG")) == ((5, 5), (0, 0))
    assert counts(order_id) == [(8, 0, 5, 0, 0)]
    assert differences() == {}


def test_blocked_goods_are_written_off_without_anybody_losing_any(db):
    open_company(stocked=ONLY_BRISTOL)
    carry("BRS", "A1", "DAMAGED", "MUG", 3)
    order_id = place_and_source("1", {"MUG": 7})
    change("BRS", "DAMAGED", "MUG", -3, reason="scrapped")
    assert (row("MUG").on_hand, row("MUG").allocated, row("MUG").blocked) == (7, 7, 0)
    assert "AllocationLost" not in kinds(order_id)
    assert differences() == {}


def test_more_than_the_books_say_is_for_those_who_wait(db):
    open_company(stocked=ONLY_BRISTOL)
    order_id = place_and_source("1", {"MUG": 12})
    change("BRS", "A2", "MUG", 4, reason="found behind the shelf")
    relay()
    assert counts(order_id) == [(12, 0, 12, 0, 0)]
    assert level("MUG", "BRS") == (14, 12)


@pytest.mark.parametrize(
    ("units", "reason", "words"), [(-11, "x", "10 lie there"), (0, "x", "how many units"), (1, " ", "in words why")]
)
def test_a_change_that_cannot_be_is_refused_and_nothing_is_written(db, units, reason, words):
    open_company(stocked=ONLY_BRISTOL)
    with pytest.raises(Refusal, match=words):
        change("BRS", "A1", "MUG", units, reason=reason)
    assert len(stock.movements(product("MUG").id)) == 1


def test_a_scan_counts_once_whatever_it_did(db):
    open_company(stocked=ONLY_BRISTOL)
    one, two, three = scan(), scan(), scan()
    assert [carry("BRS", "A1", "A2", "MUG", 2, scan_id=one) for _ in range(2)] == [True, False]
    assert [change("BRS", "A1", "MUG", -1, scan_id=two) for _ in range(2)] == [True, False]
    assert [change("BRS", "A1", "MUG", 1, scan_id=three) for _ in range(2)] == [True, False]
    assert (in_bin("BRS", "A1", "MUG")[0], in_bin("BRS", "A2", "MUG")[0]) == (8, 2)
    assert differences() == {}
