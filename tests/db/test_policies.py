"""A manager's rules in the house: versions, what they steer, and who may set them."""

from datetime import timedelta

import pytest
from company import NOW, differences, open_company, place, place_and_source, product, relay, run_sql, site
from django.db import IntegrityError, transaction

from db.floor import bring_to
from db.test_moved import send_to
from db.test_steering import sites
from packhorse.errors import Refusal
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


@pytest.mark.parametrize("stage", ["open", "released"])
def test_a_new_address_to_which_rules_let_no_warehouse_send_is_said_on_the_desk(db, stage):
    open_company()
    version = live(
        {"kind": "exclude", "what": {"countries": ["FR"]}, "warehouses": ["BRS", "LDS"]},
        {"kind": "exclude", "what": {"channels": ["web"]}, "warehouses": ["LIL"]},
    )
    order_id = place_and_source("1", {"MUG": 1})
    if stage != "open":
        bring_to(order_id, stage)
    send_to(order_id, "Lens")
    (row,) = queries.desk(queue="unfillable" if stage == "open" else "manual").rows
    assert (row.order_id, row.code) == (order_id, "KEPT_OUT" if stage == "open" else "WRONG_ADDRESS")
    rule = f"BRS: rule 1 of version {version}: to FR not from BRS, LDS"
    assert (rule if stage == "open" else "by the rules of sourcing no warehouse may send it there") in row.reason
    send_to(order_id, "Bath")
    assert (sites(order_id), queries.waiting([order_id]), differences()) == (["BRS"], {}, {})


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


def test_who_is_first_has_what_there_is(db):
    open_company()
    live({"kind": "first", "minor": 1, "what": {"countries": ["FR"]}}, {"kind": "first", "minor": 10**7})
    ids = [place("1", {"DESK": 1}), place("2", {"DESK": 1}, city="Lens"), place("3", {"DESK": 1})]
    assert [need.order_id for need in needs(ids, now=NOW)] == [ids[1], ids[0], ids[2]]


def test_rules_hold_on_their_days(db):
    open_company()
    live(NOT_BRS | {"valid_until": str(NOW.date())})
    assert queries.live(NOW).rules != ()
    assert queries.live(NOW + timedelta(days=1)).rules == ()


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
