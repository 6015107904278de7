"""On which days, in which currency and about which goods a manager's rules hold; and what they say to who waits."""

from datetime import UTC, datetime, timedelta

from company import NOW, differences, open_company, place, place_and_source, product, run_sql

from db.test_chosen import client_of
from db.test_policies import NOT_BRS, draft, live, refused
from packhorse.placing import operations as placing
from packhorse.placing.rules import order_number
from packhorse.sourcing import operations, queries
from packhorse.sourcing.queries.needs import needs


def test_rules_about_an_sku_are_proved_by_its_class_in_the_catalogue(db):
    open_company()
    hazmat = {"kind": "tie", "what": {"classes": ["hazmat"]}, "warehouses": ["LDS"]}
    assert (
        refused(
            operations.draft_policy,
            name="a",
            note="",
            weights={},
            rules=[hazmat, {"kind": "tie", "what": {"products": ["PAINT"]}, "warehouses": ["BRS"]}],
        )
        == "RULE_WRONG"
    )
    draft(hazmat, {"kind": "tie", "what": {"products": ["MUG"]}, "warehouses": ["BRS"]})


def test_rules_of_value_take_no_notice_of_orders_in_another_currency(db):
    open_company()
    placing.open_channel(code="jp", name="Japan", currency="JPY")
    live(
        {"kind": "first", "minor": 1},
        {"kind": "first", "what": {"countries": ["GB"]}},
        {"kind": "split_from", "minor": 10**9},
    )
    yen, pence = place("1", {"MUG": 1}), place("2", {"MUG": 1})
    run_sql("update placing_order set currency = 'JPY' where id = %s", yen)
    found = {need.order_id: need for need in needs([yen, pence], now=NOW)}
    assert list(found) == [pence, yen]
    assert (found[yen].value_minor, found[pence].value_minor) == (None, 500)
    rules = queries.live(NOW)
    assert [rules.turn(found[pk]) for pk in (yen, pence)] == [1, 0]  # one of countries means it all the same
    applied = {each.order_id: each.undivided for each in rules.applied(list(found.values()), ())}
    assert applied == {yen: False, pence: True}
    goods = {product(sku).id: product(sku) for sku in ("MUG", "BOOK")}
    assert queries.value_of(goods, {product("MUG").id: 2}, "web") == 2 * product("MUG").price_minor
    assert queries.value_of(goods, {product("MUG").id: 2}, "jp") is None


def test_an_order_that_waits_is_explained_by_its_newest_try(db):
    """Each takes the place of the last that gave nothing; what gave something stays."""
    open_company(stocked={"BRS": {"A1": ("MUG", 1)}})
    order_id = place_and_source("1", {"MUG": 2})

    def told():
        return [(each.lacks, {c.excluded for c in each.candidates}) for each in queries.explanations(order_id)]

    first = ("1 unit missing: none of those that may send it had more", {"", "none of the goods in stock"})
    assert told() == [first]
    operations.source([order_id], now=NOW)
    assert told() == [("nobody had 1 unit", {"none of the goods in stock"}), first]
    version = live(NOT_BRS)
    rule = f"rule 1 of version {version}: everything not from BRS"
    for later in range(3):
        operations.source([order_id], now=NOW + timedelta(minutes=later))
    assert told() == [
        ("1 unit missing: each warehouse has its reason below", {"none of the goods in stock", rule}),
        first,
    ]
    assert queries.explanations(order_id)[0].at == NOW  # the others said the same
    run_sql("delete from carriers_zone")
    operations.source([order_id], now=NOW + timedelta(hours=1))
    assert len(told()) == 2
    page = client_of("agent").get(f"/orders/{order_number(order_id)}").content.decode()
    assert told()[0][0] in page and "nobody had 1" not in page
    assert differences() == {}


def test_the_days_of_rules_are_those_of_the_warehouses_that_they_name(db):
    """Bristol and Leeds are an hour ahead of UTC in May, Lille two."""
    open_company()
    day = {"valid_from": "2024-05-16", "valid_until": "2024-05-16"}
    live(NOT_BRS | day, NOT_BRS | day | {"warehouses": ["BRS", "LIL"]}, {"kind": "split_from", "minor": 500} | day)

    def rules(day, hour, minute):
        found = queries.live(datetime(2024, 5, day, hour, minute, tzinfo=UTC)).rules
        return [(rule.number, sorted(rule.warehouses)) for rule in found]

    everywhere = [(1, ["BRS"]), (2, ["BRS", "LIL"]), (3, [])]
    assert rules(15, 21, 59) == []
    assert rules(15, 22, 1) == [(2, ["LIL"])]
    assert rules(15, 23, 1) == everywhere  # of those that name none by the day that it is in most of them
    assert rules(16, 21, 59) == everywhere
    assert rules(16, 22, 1) == [(1, ["BRS"]), (2, ["BRS"]), (3, [])]
    assert rules(16, 23, 1) == []
