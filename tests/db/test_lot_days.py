"""Goods that keep no longer as they must are promised to nobody: at the dock, in the night, and in every time zone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from company import NOW, differences, level, open_company, place_and_source, product, receive, relay, run_sql, site

from db.test_chosen import client_of
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def company(db):
    open_company(stocked={})
    yield
    assert differences() == {}


def lot(sku, days, code="L"):
    day = TODAY + timedelta(days=days)
    return inventory.know_lot(product_id=product(sku).id, code=code, expires_on=day, now=NOW)


def available(sku, code):
    return stock.available([product(sku).id], now=NOW).get((product(sku).id, site(code)), 0)


def test_goods_that_come_after_their_last_day_are_on_hand_and_nobody_may_have_them():
    order = place_and_source("1", {"MUG": 5})
    receive("BRS", "A1", "MUG", 5, lot_id=lot("MUG", -1))
    relay()
    assert (level("MUG", "BRS"), available("MUG", "BRS")) == ((5, 0), 0)
    assert stock.allocations_of_orders([order]) == {}
    assert [each.blocked for each in stock.lots(product("MUG").id)] == ["expired"]


def test_the_last_day_itself_is_a_good_one():
    receive("BRS", "A1", "MUG", 5, lot_id=lot("MUG", 0))
    assert (inventory.expire_lots(now=NOW), available("MUG", "BRS")) == (0, 5)
    assert (inventory.expire_lots(now=NOW + timedelta(days=1)), available("MUG", "BRS")) == (1, 0)


def test_goods_must_keep_so_many_days_when_they_arrive():
    run_sql("UPDATE catalog_product SET min_days_left = 30 WHERE sku = 'MUG'")
    for days, code in ((29, "short"), (31, "on the way"), (32, "long")):  # in Bath after two days
        receive("BRS", "A1", "MUG", 5, lot_id=lot("MUG", days, code))
    place_and_source("1", {"MUG": 15})
    assert level("MUG", "BRS") == (15, 5)
    assert {each.code: each.blocked for each in stock.lots(product("MUG").id)} == {
        "short": "keeps less than 30 days",  # however near: nobody may have it
        "on the way": "",
        "long": "",
    }


def test_a_day_is_over_where_it_is_over_first():
    evening = datetime(2024, 5, 15, 22, 30, tzinfo=UTC)  # past midnight in Lille
    ours = inventory.know_lot(product_id=product("MUG").id, code="L", expires_on=date(2024, 5, 15), now=NOW)
    receive("LIL", "A1", "MUG", 5, lot_id=ours)
    inventory.expire_lots(now=evening)
    assert available("MUG", "LIL") == 0


def test_a_lot_whose_books_are_wrong_does_not_keep_others_from_being_blocked():
    for sku in ("MUG", "BOOK"):
        receive("LDS", "A1", sku, 5, lot_id=lot(sku, 1))
    run_sql("UPDATE inventory_stocklevel SET allocated = 5 WHERE product_id = %s", product("MUG").id)
    assert inventory.expire_lots(now=NOW + timedelta(days=5)) == 1
    assert available("BOOK", "LDS") == 0
    run_sql("UPDATE inventory_stocklevel SET allocated = 0")


def test_a_lot_that_somebody_sets_free_again_stays_free():
    old = lot("MUG", -1)
    receive("BRS", "A1", "MUG", 5, lot_id=old)
    inventory.free_lot(lot_id=old, reason="sold as it is, at half the price", now=NOW, actor="boss")
    assert (inventory.expire_lots(now=NOW), available("MUG", "BRS")) == (0, 5)


def test_a_mistyped_day_is_set_right_and_that_is_kept():
    wrong = lot("MUG", -300)
    receive("BRS", "A1", "MUG", 5, lot_id=wrong)
    office = client_of("agent")
    page = f"/stock/MUG/lots/{wrong}"
    assert office.post(page, {"do": "day", "expires_on": "2024-12-24", "reason": " "}).status_code == 422
    refused = office.post(page, {"do": "day", "expires_on": "24.12.2024", "reason": "mistyped"})
    assert (refused.status_code, refused.content.decode().count('value="mistyped"')) == (422, 1)
    assert 'id="why" name="reason" required maxlength="200" value="mistyped"' in refused.content.decode()
    assert office.post(page, {"do": "day", "expires_on": "2999-12-24", "reason": "mistyped"}).status_code == 302
    assert available("MUG", "BRS") == 5
    assert "mistyped (agent" in office.get(page).content.decode()
    assert inventory.know_lot(product_id=product("MUG").id, code="L", expires_on=date(2999, 12, 24), now=NOW) == wrong
    office.post(page, {"do": "day", "expires_on": "2020-01-01", "reason": "it was right"})
    assert available("MUG", "BRS") == 0


def test_another_day_than_the_known_one_is_refused_with_both():
    lot("MUG", 5)
    with pytest.raises(Refusal) as refused:
        lot("MUG", 6)
    assert "2024-05-20, not on 2024-05-21" in refused.value.text
