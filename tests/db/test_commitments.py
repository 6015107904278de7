"""What is kept back from new buyers, and what channels are told: one definition of available for everybody."""

from datetime import timedelta

import pytest
from company import NOW, counts, open_company, place_and_source, product, relay, run_sql, site
from django.db import transaction
from machine import Api

from db.office import BATH, reserve
from db.test_chosen import client_of
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.sourcing import queries as sourcing
from packhorse.web import keys


def keep_back(sku, units, code="BRS"):
    inventory.set_safety(product_id=product(sku).id, warehouse_id=site(code), units=units)


def buffer(sku, units, channel="web"):
    inventory.set_buffer(channel=channel, product_id=product(sku).id if sku else None, units=units)


def told(sku="DESK", channel="web"):
    return stock.offered([product(sku).id], channel=channel, now=NOW)[product(sku).id]


def asked(sku, units):
    (row,) = sourcing.availability({product(sku).id: units}, where=BATH, service="standard", now=NOW)
    return row


def test_safety_stock_is_for_placed_orders_and_not_for_new_buyers(db):
    open_company()  # three desks, all in Bristol
    keep_back("DESK", 2)
    desk = product("DESK").id
    assert stock.available([desk], now=NOW) == {(desk, site("BRS")): 1}
    assert stock.free([desk]) == {(desk, site("BRS")): 3}
    assert [(row.safety, row.available) for row in stock.levels([desk], now=NOW)] == [(2, 1)]
    assert stock.sums([desk], now=NOW)[desk] == (3, 0, 1)
    assert asked("DESK", 2).available == 1
    with pytest.raises(Refusal, match="2 wanted, 1 there"):
        reserve({"DESK": 2})
    assert counts(place_and_source("1", {"DESK": 3})) == [(3, 0, 3, 0, 0)]
    keep_back("DESK", 0)
    assert stock.safety([desk]) == {}


def test_a_checkout_keeps_what_it_has_when_more_is_kept_back(db):
    open_company()
    first = reserve({"DESK": 2})
    keep_back("DESK", 3)
    assert reserve({"DESK": 2}) == first
    with pytest.raises(Refusal, match="3 wanted, 2 there"):
        reserve({"DESK": 3})


def test_a_channel_is_told_of_less_than_there_is(db):
    open_company()
    buffer(None, 1)
    assert (told(), told(channel="other")) == (2, 3)
    buffer("DESK", 5)
    assert (told(), told("IRON")) == (0, 5)
    buffer("DESK", 0)
    assert told() == 3
    buffer("DESK", None)
    assert (told(), stock.buffers("web")) == (2, {None: 1})


def test_buyers_of_a_channel_are_promised_no_more_than_it_is_told(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 10)}})
    buffer("MUG", 4)
    mug, place = product("MUG").id, {"country": "GB", "city": "Bath"}
    assert stock.available([mug], channel="web", now=NOW) == {(mug, site("BRS")): 6}
    api = Api(keys.add_key(name="shop", role="agent", channel="web", now=NOW))
    wanted = {"address": place, "lines": [{"sku": "MUG", "quantity": 10}]}
    assert api("POST", "/availability", wanted)[1]["lines"][0]["available"] == 6
    office = Api(keys.add_key(name="erp", role="agent", now=NOW))
    assert office("POST", "/availability", wanted)[1]["lines"][0]["available"] == 10
    with pytest.raises(Refusal, match="7 wanted, 6 there"):
        reserve({"MUG": 7})
    kept = reserve({"MUG": 6})
    assert reserve({"MUG": 6}) == kept  # what it has it keeps
    assert counts(place_and_source("1", {"MUG": 4})) == [(4, 0, 4, 0, 0)]


def test_the_product_page_keeps_units_back_from_a_channel(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 10)}})
    office = client_of("agent")
    assert office.post("/stock/MUG/buffer", {"channel": "web", "units": "4"}).status_code == 302
    assert (told("MUG"), 'placeholder="usual 0" value="4"' in office.get("/stock/MUG").content.decode()) == (6, True)
    office.post("/stock/MUG/buffer", {"channel": "web", "units": ""})
    assert told("MUG") == 10
    assert office.post("/stock/MUG/buffer", {"channel": "none", "units": "4"}).status_code == 404
    assert office.post("/stock/MUG/buffer", {"channel": "web", "units": "-4"}).status_code == 422


@pytest.mark.parametrize("units", [-1, 2_000_000_000])
def test_only_a_number_of_units_can_be_kept_back(db, units):
    open_company()
    with pytest.raises(Refusal, match="from 0 to"):
        keep_back("DESK", units)
    with pytest.raises(Refusal, match="from 0 to"):
        buffer("DESK", units)


def test_every_change_of_what_may_be_had_is_noted_once_and_taken_once(db):
    open_company()
    inventory.take_changed(limit=10_000)
    desk, mug = product("DESK").id, product("MUG").id
    place_and_source("1", {"DESK": 1, "MUG": 1})
    place_and_source("2", {"DESK": 1})
    keep_back("MUG", 1)
    assert inventory.take_changed(limit=1000) == sorted([desk, mug])
    assert inventory.take_changed(limit=1000) == []
    reserve({"DESK": 1}, until=NOW + timedelta(minutes=1))
    inventory.expire(now=NOW + timedelta(minutes=2))
    assert inventory.take_changed(limit=1) == [desk]
    buffer(None, 2)
    assert len(inventory.take_changed(limit=1000)) == run_sql("SELECT count(*) FROM catalog_product")[0][0]


def test_a_change_that_is_taken_back_is_not_noted_and_one_that_is_not_told_is_told_again(own_db):
    open_company()
    inventory.take_changed(limit=1000)
    with transaction.atomic():
        reserve({"DESK": 1})
        transaction.set_rollback(True)
    assert inventory.take_changed(limit=1000) == []
    reserve({"DESK": 1})
    with transaction.atomic():
        assert inventory.take_changed(limit=1000) == [product("DESK").id]
        transaction.set_rollback(True)  # whoever takes it dies before he has told anybody
    assert inventory.take_changed(limit=1000) == [product("DESK").id]
    relay()
    assert run_sql("SELECT count(*) FROM inventory_stockchange") == [(0,)]
