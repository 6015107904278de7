"""A manager's rules in the house: versions, what they steer, and who may set them."""

from datetime import UTC, datetime, timedelta

import pytest
from company import NOW, differences, open_company, place, place_and_source, product, relay, run_sql, site
from django.db import IntegrityError, transaction

from db.test_chosen import client_of
from db.test_steering import sites
from packhorse.errors import Refusal
from packhorse.placing import operations as placing
from packhorse.placing.rules import order_number
from packhorse.sourcing import operations, queries
from packhorse.sourcing.queries.needs import needs

NOT_BRS = {"kind": "exclude", "warehouses": ["BRS"]}
WHO = {"now": NOW, "actor": "boss"}


def draft(*rules, weights=None, name="peak"):
    return operations.draft_policy(name=name, note="", weights=weights or {}, rules=rules, **WHO)


def live(*rules, **more):
    version = draft(*rules, **more)
    operations.go_live(version=version, **WHO)
    relay()
    return version


def states():
    return {row.version: row.state for row in queries.policies()}


def refused(do, **given):
    with pytest.raises(Refusal) as refusal:
        do(**given, **WHO)
    return refusal.value.code


def test_live_rules_steer_and_the_reason_is_kept(db):
    open_company()
    assert sites(place_and_source("1")) == ["BRS"]
    draft(NOT_BRS)
    assert sites(place_and_source("2")) == ["BRS"]
    version = live(NOT_BRS)
    order_id = place_and_source("3")
    assert sites(order_id) == ["LDS"]
    (why,) = {c.excluded for c in queries.explanations(order_id)[0].candidates if c.warehouse_id == site("BRS")}
    assert why == f"rule 1 of version {version}: everything not from BRS"
    assert differences() == {}


def test_a_preference_and_what_things_are_worth_steer(db):
    open_company()
    live({"kind": "prefer", "warehouses": ["LIL"], "minor": -5000}, weights={"late_day": 0})
    assert sites(place_and_source("1")) == ["LIL"]
    live({"kind": "prefer", "warehouses": ["LDS"], "minor": -5000}, weights={"late_day": 0})
    order_id = place_and_source("2")
    assert sites(order_id) == ["LDS"]
    asked = {c.warehouse_id: c.asked for c in queries.explanations(order_id)[0].candidates if not c.excluded}
    assert asked[site("BRS")] == 5000


def test_who_waits_is_told_the_rule_and_served_when_it_goes(db):
    open_company()
    version = live(NOT_BRS)
    desk = place_and_source("1", {"DESK": 1})
    (row,) = queries.desk(queue="unfillable").rows
    assert (row.code, row.reason) == (
        "KEPT_OUT",
        f"BRS has 3, but rule 1 of version {version}: everything not from BRS",
    )
    operations.retire_policy(version=version, **WHO)
    relay()
    assert (sites(desk), states()) == (["BRS"], {version: "retired"})


def test_pins_do_not_go_round_rules(db):
    open_company()
    live(NOT_BRS)
    order_id = place_and_source("1")
    assert refused(operations.pin, order_id=order_id, warehouse_id=site("BRS"), why="she asked") == "RULED_OUT"
    brs = next(row for row in queries.ways(order_id, now=NOW) if row.warehouse == "BRS")
    assert brs.why_not.startswith("rule 1 of version 1")


def test_checkouts_ask_by_the_same_rules(db):
    open_company()
    live(NOT_BRS)
    where = queries.Where("GB", 51.38, -2.36)
    (row,) = queries.availability({product("DESK").id: 1}, where=where, service="standard", now=NOW)
    assert row.available == 0


def test_small_orders_are_not_split_and_stock_is_kept_back(db):
    open_company()
    live({"kind": "split_from", "minor": 10**8})
    assert len(sites(place_and_source("1", {"DESK": 1, "PAINT": 1}))) == 1
    version = live({"kind": "keep_back", "units": 3, "what": {"products": ["PAINT"]}})
    assert sites(place_and_source("2", {"PAINT": 6})) == ["LDS"]
    row = next(row for row in queries.desk(queue="backorder").rows if row.code == "KEPT_BACK")
    assert row.units == 2
    assert row.reason == f"LDS has 3, but rule 1 of version {version}: 3 units of SKU PAINT kept back in all warehouses"


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


def test_who_is_first_has_what_there_is(db):
    open_company()
    live({"kind": "first", "minor": 1, "what": {"countries": ["FR"]}}, {"kind": "first", "minor": 10**7})
    ids = [place("1", {"DESK": 1}), place("2", {"DESK": 1}, city="Lens"), place("3", {"DESK": 1})]
    assert [need.order_id for need in needs(ids, now=NOW)] == [ids[1], ids[0], ids[2]]


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


def test_rules_hold_on_their_days(db):
    open_company()
    live(NOT_BRS | {"valid_until": str(NOW.date())})
    assert queries.live(NOW).rules != ()
    assert queries.live(NOW + timedelta(days=1)).rules == ()


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


def test_weeks_of_supply_are_counted_by_what_was_picked(db):
    open_company()
    run_sql(
        "insert into inbound_velocity (warehouse_id, product_id, units) values (%s, %s, 60)",
        site("BRS"),
        product("DESK").id,
    )
    live({"kind": "keep_back", "weeks_of_supply": 1})
    assert queries.live(NOW, [product("DESK").id]).sold == {(product("DESK").id, site("BRS")): 7.0}
    assert sites(place_and_source("1", {"DESK": 1})) == []


def test_one_is_live_and_one_in_shadow_and_none_of_them_changes(db):
    open_company()
    first, second, third = draft(), draft(), draft()
    operations.go_live(version=first, **WHO)
    operations.try_policy(version=second, **WHO)
    assert states() == {first: "live", second: "shadow", third: "draft"}
    given = {"name": "x", "note": "", "weights": {}, "rules": []}
    assert refused(operations.change_policy, version=first, **given) == "NO_DRAFT"
    assert refused(operations.change_policy, version=99, **given) == "NOT_FOUND"
    operations.change_policy(version=third, **given, **WHO)
    operations.go_live(version=second, **WHO)
    operations.try_policy(version=third, **WHO)
    assert states() == {first: "retired", second: "live", third: "shadow"}
    assert refused(operations.try_policy, version=second) == "WRONG_STATE"
    assert refused(operations.go_live, version=first) == "WRONG_STATE"
    steps = [(step.version, step.state) for step in queries.policy_steps([first, second])]
    assert steps == [(1, "draft"), (2, "draft"), (1, "live"), (2, "shadow"), (1, "retired"), (2, "live")]


def test_the_database_keeps_one_live_and_known_states(db):
    open_company()
    live()
    draft()
    for statement in ("state = 'live'", "state = 'maybe'", "split = -1", "version = 0"):
        with pytest.raises(IntegrityError), transaction.atomic():
            run_sql(f"update sourcing_sourcingpolicy set {statement} where version = 2")


def test_names_that_are_gone_are_found_when_a_version_goes_live(db):
    open_company()
    version = draft({"kind": "tie", "what": {"products": ["DESK"]}, "warehouses": ["BRS"]})
    run_sql("update catalog_product set sku = 'DESK-OLD' where sku = 'DESK'")
    assert refused(operations.go_live, version=version) == "RULE_WRONG"
    assert states() == {version: "draft"}
