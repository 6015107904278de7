"""Customers' tiers: set by number without a person's data, and rules of sourcing tell orders apart by them."""

from datetime import timedelta

import pytest
from company import NOW, open_company, place, place_and_source, product, receive, relay, run_sql
from machine import Api

from db.test_chosen import client_of
from db.test_policies import live
from db.test_steering import sites
from packhorse.customers import operations as customers
from packhorse.customers import queries as known
from packhorse.errors import Refusal
from packhorse.sourcing import queries
from packhorse.sourcing.policy import NO_RULES
from packhorse.sourcing.queries import Where, availability
from packhorse.sourcing.queries.needs import needs
from packhorse.web import keys

GOLD_FIRST = {"kind": "first", "what": {"tiers": ["GOLD"]}}


@pytest.fixture
def opened(db):
    open_company()


def test_gold_comes_before_those_that_have_waited_longer_but_after_a_higher_priority(opened):
    customers.set_tiers({"G": "GOLD", "S": "SILVER"}, now=NOW)
    old = place_and_source("1", {"LAMP": 8}, customer_number="S")  # one more than there is
    later = NOW + timedelta(hours=1)
    gold = place_and_source("2", {"LAMP": 1}, customer_number="G", now=later)
    live(GOLD_FIRST)
    urgent = place("3", {"LAMP": 1}, priority="urgent", now=later)
    plain = place("4", {"LAMP": 1}, now=later)
    ids = [plain, urgent, gold, old]
    assert [need.order_id for need in needs(ids, now=later, rules=NO_RULES)] == [urgent, old, gold, plain]
    assert [need.order_id for need in needs(ids, now=later)] == [urgent, gold, old, plain]
    receive("BRS", "A3", "LAMP", 2, now=later)
    relay(later)
    assert (sites(urgent), sites(gold)) == (["BRS"], ["BRS"])
    assert set(queries.waiting([old, plain])) == {old, plain}


def test_who_serves_may_depend_on_the_tier_as_it_is_now(opened):
    live({"kind": "exclude", "what": {"tiers": ["GOLD"]}, "warehouses": ["BRS"]})
    customers.set_tiers({"G": "GOLD"}, now=NOW)
    assert sites(place_and_source("1", customer_number="G")) == ["LDS"]
    assert sites(place_and_source("2")) == sites(place_and_source("3", customer_number="nobody")) == ["BRS"]
    where = {"where": Where("GB", 51.38, -2.36), "service": "standard", "now": NOW}
    asked = {tier: availability({product("MUG").id: 1}, tier=tier, **where)[0].parts for tier in ("GOLD", "")}
    assert {tier: [part.warehouse for part in parts] for tier, parts in asked.items()} == {"GOLD": ["LDS"], "": ["BRS"]}
    customers.set_tiers({"G": ""}, now=NOW)
    assert sites(place_and_source("4", customer_number="G")) == ["BRS"]


def test_tiers_are_set_and_read_by_number_and_the_rest_of_a_customer_stays(opened):
    api = Api(keys.add_key(name="shop", role="agent", now=NOW))
    run_sql(
        "INSERT INTO customers_customer (number, name, email, phone, line1, line2, city, region, postal_code, country,"
        " assumed) VALUES ('C-1', 'Ada Cole', '', '', '', '', '', '', '', 'GB', false)"
    )
    sent = {"customers": [{"number": "C-1", "tier": "GOLD"}, {"number": "C-2", "tier": "B2B"}]}
    assert api("PUT", "/customers/tiers", sent)[:2] == (200, {"kept": 2})
    assert api("GET", "/customers/C-1")[1] == {"number": "C-1", "tier": "GOLD"}
    assert run_sql("SELECT name FROM customers_customer WHERE number = 'C-1'") == [("Ada Cole",)]
    assert api("GET", "/customers/C-3")[0] == 404
    for wrong, code in (
        ({"number": "C-2", "tier": "gold!"}, "INVALID"),
        ({"number": "", "tier": "GOLD"}, "INVALID"),
        ({"number": " C-2", "tier": "GOLD"}, "CUSTOMER_WRONG"),
        ({"number": "C-1", "tier": ""}, "CUSTOMER_TWICE"),
    ):
        status, answer, _ = api("PUT", "/customers/tiers", {"customers": [{"number": "C-1", "tier": ""}, wrong]})
        assert (status, answer["code"]) == (422, code)
    assert known.tier_of("C-1") == "GOLD"
    with pytest.raises(Refusal, match="Customer C-1: 'a tier' is no tier"):
        customers.set_tiers({"C-1": "a tier"}, now=NOW)


def test_a_rule_of_tiers_is_typed_on_the_page(opened):
    office = client_of("manager")
    office.post("/sourcing-rules", {"name": "peak"})
    office.post("/sourcing-rules/1", {"do": "add", "kind": "first", "tiers": "GOLD, B2B"})
    assert queries.policies()[0].rules == [{"kind": "first", "what": {"tiers": ["GOLD", "B2B"]}}]
    assert "of tier B2B, GOLD first" in office.get("/sourcing-rules/1").content.decode()
    wrong = office.post("/sourcing-rules/1", {"do": "add", "kind": "first", "tiers": "gold!"})
    assert (wrong.status_code, "is no tier" in wrong.content.decode()) == (422, True)


def test_a_manager_sets_tiers_on_a_page(opened):
    boss = client_of("manager")
    assert boss.post("/sourcing-rules/tiers", {"lines": "C-1 gold\nC-2,SILVER\n\nC-3"}).status_code == 302
    assert (known.tier_of("C-1"), known.tier_of("C-2"), known.tier_of("C-3")) == ("GOLD", "SILVER", "")
    page = boss.get("/sourcing-rules/tiers").content.decode()
    assert ">C-1<" in page and "GOLD" in page and ">C-3<" not in page  # it has none
    assert ">C-1<" not in boss.get("/sourcing-rules/tiers?after=C-1").content.decode()
    assert "Nobody is known by the number C-9" in boss.get("/sourcing-rules/tiers?number=C-9").content.decode()
    boss.post("/sourcing-rules/tiers", {"lines": "C-1"})
    assert known.tier_of("C-1") == ""
    assert client_of("agent").get("/sourcing-rules/tiers").status_code == 403


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("", "a line each"),
        ("C-1 GOLD now", "Line 1"),
        ("C-1 GOLD\nC-1 SILVER", "Line 2: C-1 stands twice"),
        ("C-1 <b>", "is no tier"),
        ("x" * 65 + " GOLD", "customer&#x27;s number"),
    ],
)
def test_lines_that_set_no_tiers_are_named_and_none_is_set(opened, lines, why):
    answer = client_of("manager").post("/sourcing-rules/tiers", {"lines": f"{lines}\nC-7 GOLD" if lines else ""})
    page = answer.content.decode()
    assert answer.status_code == 422 and known.tier_of("C-7") is None
    assert why in page
