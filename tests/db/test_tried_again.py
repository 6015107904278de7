"""What kept orders waiting is changed (a product's facts, carriers, customers' tiers): they are tried again at once."""

from dataclasses import replace

import pytest
from company import NOW, differences, open_company, place_and_source, relay, run_sql, site

from db.test_export_limits import desk, homes
from db.test_hazmat import takes
from db.test_policies import live
from packhorse.carriers import operations as carriers
from packhorse.carriers.rules import NewCarrier, NewService
from packhorse.customers import operations as customers
from packhorse.sourcing import queries
from packhorse.sourcing.operations import turns
from packhorse.web import listing


@pytest.fixture(autouse=True)
def opened(db, monkeypatch):
    monkeypatch.setattr(turns, "BATCH", 1)
    open_company()
    yield
    assert differences() == {}


def change(sku, **facts):
    listing.change(sku=sku, by=lambda product: replace(product, **facts))
    relay()


def told(kind):
    return run_sql("SELECT count(*) FROM outbox_event WHERE kind = %s", kind)[0][0]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ({"not_to": ("GB",)}, {"not_to": ()}),
        ({"hazmat_class": "9"}, {"hazmat_class": ""}),
        ({"storage_class": "frozen"}, {"storage_class": "ambient"}),
        ({"weight_g": 90_000}, {"weight_g": 300}),
    ],
)
def test_a_products_facts_are_set_right(wrong, right):
    change("MUG", **wrong)
    first, second = place_and_source("1", {"MUG": 1}), place_and_source("2", {"MUG": 1, "BOOK": 1})
    assert desk(first)[0] == desk(second)[0] == "unfillable"
    change("MUG", **right)
    assert (homes(first), queries.waiting([first, second])) == ([site("BRS")], {})


def test_other_facts_of_a_product_try_nobody():
    before = told("ProductsChanged")
    change("MUG", name="Cup", price_minor=1)
    assert told("ProductsChanged") == before


def test_a_service_takes_the_goods_by_now_also_for_those_who_wait_for_a_day():
    change("MUG", hazmat_class="9")
    waiting = [place_and_source(str(n), {"MUG": 1}) for n in range(3)]
    run_sql(
        "UPDATE sourcing_waitingorder SET queue = 'arrival', code = 'EXPECTED', expected_on = '2100-01-01'"
        " WHERE order_id = %s",
        waiting[1],
    )
    takes("ALB", "standard", "9")
    relay()
    assert [homes(each) for each in waiting] == [[site("BRS")]] * 3


def test_a_carrier_goes_there_by_now():
    order_id = place_and_source("1", {"MUG": 1}, city="Cork")
    assert desk(order_id)[1] == "NO_CARRIER"
    run_sql("UPDATE carriers_zone SET dest_country = 'IE' WHERE dest_country = 'FR'")
    van = NewCarrier("VAN", "Van", "V", "GBP", (), (NewService("slow", "Slow", 6000, 30_000, 1500, ()),))
    carriers.keep_carriers([van], now=NOW)
    relay()
    assert len(homes(order_id)) == 1


def test_a_customer_is_of_the_tier_that_a_rule_lets_pass():
    live({"kind": "keep_back", "units": 1000, "what": {"tiers": ["SLOW"]}})
    customers.set_tiers({"C-1": "SLOW"}, now=NOW)
    order_id = place_and_source("1", {"MUG": 1}, customer_number="C-1")
    assert desk(order_id)[1] == "KEPT_BACK"
    customers.set_tiers({"C-1": ""}, now=NOW)
    relay()
    assert len(homes(order_id)) == 1
