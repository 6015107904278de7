"""A manager's rules: what each of them does to the decision, when it holds, and that none does nothing."""

import json
import zlib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.test_sourcing_costs import BOOK, LEEDS, LONDON, PLAIN, given_by, order, place

from packhorse.sourcing import together
from packhorse.sourcing.costs import Freight, Weights
from packhorse.sourcing.packed import unpack
from packhorse.sourcing.policy import Policy
from packhorse.sourcing.ready import warm
from packhorse.sourcing.reasons import why_waiting
from packhorse.sourcing.rules import LineNeed, OrderNeed
from packhorse.sourcing.ruleset import read
from packhorse.sourcing.scene import Scene

HERE, THERE = place(1, LONDON), place(2, LEEDS)
MUG = LineNeed(1, 7, 1, "ambient", 500, sku="MUG-1")
BOWL = LineNeed(2, 8, 1, "ambient", 500, sku="BOWL-1")
STOCK = {(7, 1): 9, (7, 2): 9, (8, 1): 9, (8, 2): 9}


def an_order(*lines, nth=1, **more):
    return OrderNeed(nth, *LONDON, lines or (MUG,), "GB", **more)


def policy(*rules, day=date(2026, 3, 2), weights=PLAIN, **more):
    return Policy(7, weights, read(rules), **more).on(day)


def decide(orders, *rules, stock=STOCK, **more):
    ruled = policy(*rules, **more)
    return together.decide(orders, Scene((HERE, THERE), Freight(BOOK), ruled.weights, ruled), stock)


def served(*rules, need=None, **more):
    (decision,) = decide([need or an_order()], *rules, **more)
    return given_by(decision)


def test_without_rules_the_nearest_serves():
    assert served() == [(1, 1)]


def test_what_is_excluded_is_served_from_elsewhere_and_the_reason_names_rule_and_version():
    rule = {"kind": "exclude", "what": {"classes": ["ambient"]}, "warehouses": ["S1"]}
    (decision,) = decide([an_order()], rule)
    assert given_by(decision) == [(2, 1)]
    assert decision.candidates[0].excluded == "rule 1 of version 7: class ambient not from S1"


def test_what_is_tied_is_served_from_there_only_though_nothing_is_there():
    rule = {"kind": "tie", "what": {"sku_prefixes": ["MUG"]}, "warehouses": ["S2"]}
    assert served(rule) == [(2, 1)]
    (decision,) = decide([an_order()], rule, stock={(7, 1): 9})
    assert (given_by(decision), decision.missing) == ([], ((1, 1),))


def test_a_rule_about_goods_parts_an_order_and_a_rule_about_orders_does_not():
    goods = {"kind": "tie", "what": {"products": ["MUG-1"]}, "warehouses": ["S2"]}
    need = an_order(MUG, BOWL)
    only_there = {(7, 1): 9, (7, 2): 9, (8, 1): 9}
    assert sorted(served(goods, need=need, stock=only_there)) == [(1, 1), (2, 1)]
    orders = {"kind": "tie", "what": {"products": ["MUG-1"], "countries": ["GB"]}, "warehouses": ["S2"]}
    assert served(orders, need=need, stock=only_there) == [(2, 1)]


def test_orders_are_meant_by_country_and_channel():
    rule = {"kind": "exclude", "what": {"channels": ["shop"], "countries": ["GB"]}, "warehouses": ["S1"]}
    assert served(rule, need=an_order(channel="shop")) == [(2, 1)]
    assert served(rule, need=an_order(channel="mail")) == [(1, 1)]
    assert served(rule, need=replace(an_order(channel="shop"), country="FR")) == []  # no price goes there


def test_a_preference_is_weighed_and_shown_and_what_is_taken_off_counts_in_full():
    cheaper = {"kind": "prefer", "warehouses": ["S2"], "minor": -299}
    assert served(cheaper) == [(1, 1)]  # the way from there costs 300 more
    (decision,) = decide([an_order()], cheaper | {"minor": -301})
    assert given_by(decision) == [(2, 1)]
    assert [each.asked for each in decision.candidates] == [301, 0]
    assert served({"kind": "prefer", "warehouses": ["S1"], "minor": 301}) == [(2, 1)]


def test_each_100_km_may_have_a_price():
    far = {"kind": "prefer", "km_minor": 100}
    (decision,) = decide([an_order()], far)
    assert [each.asked for each in decision.candidates] == [0, 273]  # of 273 km


def test_units_and_weeks_are_kept_back():
    units = {"kind": "keep_back", "units": 9, "warehouses": ["S1"]}
    assert served(units) == [(2, 1)]
    assert served(units | {"units": 8}) == [(1, 1)]
    weeks = {"kind": "keep_back", "weeks_of_supply": 3, "what": {"sku_prefixes": ["MUG"]}}
    assert served(weeks, sold={(7, 1): 3.0}) == [(2, 1)]
    assert served(weeks, sold={(7, 1): 2.6}) == [(1, 1)]
    assert served(weeks) == [(1, 1)]  # nothing was measured


def test_what_is_kept_back_from_orders_of_a_channel_or_country_is_there_for_all_others():
    rule = {"kind": "keep_back", "units": 9, "warehouses": ["S1"], "what": {"channels": ["amz"]}}
    assert served(rule) == [(1, 1)]
    assert served(rule, need=an_order(channel="amz")) == [(2, 1)]
    assert served(rule | {"what": {"countries": ["FR"]}}, need=an_order(channel="amz")) == [(1, 1)]
    assert str(policy(rule).rules[0]) == "9 units of everything kept back in S1 from orders of amz"
    mugs = rule | {"what": {"channels": ["amz"], "products": ["MUG-1"], "countries": ["GB"]}, "warehouses": []}
    said = "9 units of SKU MUG-1 kept back in all warehouses from orders to GB, of amz"
    assert str(policy(mugs).rules[0]) == said
    need, ruled = an_order(channel="amz"), policy(mugs)
    why = why_waiting(need, {1: 1}, [HERE, THERE], STOCK, policy=ruled)
    assert (why.code, why.text) == ("KEPT_BACK", f"S1 has 9, but rule 1 of version 7: {said}")
    (decision,) = decide([need], mugs)
    assert [each.excluded for each in decision.candidates] == ["none of the goods in stock"] * 2
    assert why_waiting(an_order(), {1: 10}, [HERE, THERE], STOCK, policy=ruled).code == "NOT_THERE"


@pytest.mark.parametrize("compiled", [False, True])
def test_of_many_orders_those_of_the_channel_leave_what_is_kept_back(compiled):
    rule = policy({"kind": "keep_back", "units": 5, "what": {"channels": ["amz"]}})
    orders = [an_order(nth=nth, channel="amz" if nth % 2 else "shop") for nth in range(1, 46)]
    scene = Scene((HERE,), Freight(BOOK), rule.weights, rule)
    for there in (9, 20, 60):
        decisions = together.decide(orders, scene, {(7, 1): there}, compiled=compiled)
        has = [bool(each.shares) for each in decisions]
        amz, shop = has[::2], has[1::2]
        assert sum(has) == min(there, 45) and sum(amz) <= there - 5
        for some in (amz, shop):  # the first of each have what there is for them
            assert some == sorted(some, reverse=True)
        # Nobody of the channel lacks what was given to a later one, and more than five are left without it.
        assert all(amz) or there - sum(amz) - sum(shop[: sum(amz)]) <= 5


def test_a_tie_holds_as_long_as_it_does_in_one_of_its_warehouses():
    rule = {"kind": "tie", "warehouses": ["S1", "S2"], "valid_from": "2026-03-02"}
    before, on = date(2026, 3, 1), date(2026, 3, 2)
    for days, holds in (({"S1": before, "S2": on}, True), ({"S1": before, "S2": before}, False)):
        found = Policy(7, PLAIN, read([rule])).on(on, days)
        assert found.rules == (read([rule]) if holds else ())


def test_small_orders_are_not_split():
    rule = {"kind": "split_from", "minor": 5000}
    parts = {"need": an_order(MUG, BOWL, value_minor=4999), "stock": {(7, 1): 1, (8, 2): 1}}
    assert len(served(**parts)) == 2
    assert len(served(rule, **parts)) == 1
    assert len(served(rule, need=replace(parts["need"], value_minor=5000), stock=parts["stock"])) == 2
    # In a foreign currency nobody knows: as if the rule was not there.
    assert len(served(rule, need=replace(parts["need"], value_minor=None), stock=parts["stock"])) == 2


def test_among_equals_the_first_rule_that_means_an_order_says_its_turn():
    ruled = policy({"kind": "first", "what": {"channels": ["gold"]}}, {"kind": "first", "minor": 9000})
    orders = [an_order(), an_order(value_minor=9000), an_order(channel="gold"), an_order(value_minor=8999)]
    assert [ruled.turn(each) for each in orders] == [2, 1, 0, 2]


def test_rules_tell_customers_apart_by_tier_and_put_some_before_those_that_waited_longer():
    rule = {"kind": "exclude", "what": {"tiers": ["GOLD"]}, "warehouses": ["S1"]}
    (gold,) = decide([an_order(tier="GOLD")], rule)
    assert (given_by(gold), gold.candidates[0].excluded) == (
        [(2, 1)],
        "rule 1 of version 7: of tier GOLD not from S1",
    )
    assert served(rule, need=an_order(tier="SILVER")) == served(rule, need=an_order()) == [(1, 1)]
    keep = {"kind": "keep_back", "what": {"tiers": ["SILVER"]}, "warehouses": ["S1", "S2"], "units": 9}
    assert [len(served(keep, need=an_order(tier=each))) for each in ("SILVER", "GOLD")] == [0, 1]
    batch = [an_order(nth=nth, tier=each) for nth, each in enumerate(("BRONZE", "SILVER", "GOLD"), 1)]
    little = {"kind": "keep_back", "what": {"tiers": ["BRONZE", "GOLD"]}, "units": 1}
    found = decide(batch, keep, little, stock={(7, 1): 9})
    assert [len(each.shares) for each in found] == [1, 0, 1]  # what is kept back from one is there for the others
    ruled = policy({"kind": "first", "what": {"channels": ["gold"]}}, {"kind": "first", "what": {"tiers": ["GOLD"]}})
    orders = [an_order(tier="GOLD"), an_order(channel="gold"), an_order()]
    assert [ruled.turn(each) for each in orders] == [1, 0, 2]
    assert [ruled.turn(each, before_age=True) for each in orders] == [0, 1, 1]


def test_a_rule_holds_from_its_first_day_to_its_last():
    rule = {"kind": "tie", "warehouses": ["S2"], "valid_from": "2026-03-02", "valid_until": "2026-03-04"}
    days = [date(2026, 3, each) for each in range(1, 6)]
    assert [served(rule, day=day) for day in days] == [[(1, 1)], [(2, 1)], [(2, 1)], [(2, 1)], [(1, 1)]]


def test_goods_of_its_own_are_of_no_use_where_a_rule_forbids_them():
    rule = {"kind": "tie", "what": {"products": ["MUG-1"]}, "warehouses": ["S2"]}
    need = an_order(MUG, kept={(7, 1): 1})
    assert served(rule, need=need, stock={}) == []
    assert served(need=need, stock={}) == [(1, 1)]


def test_who_waits_because_of_a_rule_is_told_which():
    goods = {"kind": "tie", "what": {"products": ["MUG-1"]}, "warehouses": ["S2"]}
    (need,) = policy(goods).applied([an_order(MUG, BOWL)], [HERE, THERE])
    why = why_waiting(need, {1: 1, 2: 1}, [HERE, THERE], {(7, 1): 4, (8, 1): 4})
    assert (why.code, why.warehouse_id) == ("KEPT_OUT", 1)
    assert why.text == "S1 has 4, but rule 1 of version 7: SKU MUG-1 only from S2"
    (need,) = policy({"kind": "exclude", "warehouses": ["S1"]}).applied([an_order()], [HERE])
    assert why_waiting(need, {1: 1}, [HERE], {(7, 1): 4}).text == "S1: rule 1 of version 7: everything not from S1"


lines = st.lists(
    st.tuples(st.sampled_from([7, 8]), st.integers(1, 5), st.just("ambient"), st.just(500)),
    min_size=1,
    max_size=3,
    unique_by=lambda each: each[0],
)
stocks = st.dictionaries(st.tuples(st.sampled_from([7, 8]), st.sampled_from([1, 2])), st.integers(0, 9))


@settings(max_examples=40)
@given(st.lists(lines, min_size=1, max_size=5), stocks)
def test_a_policy_without_rules_decides_as_none_does(wanted, stock):
    orders = [order(nth, each) for nth, each in enumerate(wanted, 1)]
    plain = together.decide(orders, Scene((HERE, THERE), Freight(BOOK), Weights()), stock)
    assert decide(orders, stock=stock, weights=Weights()) == plain


@settings(max_examples=40)
@given(st.lists(lines, min_size=1, max_size=5), stocks, st.integers(0, 5))
def test_no_rule_gives_what_it_forbids(wanted, stock, kept):
    orders = [replace(order(nth, each), channel="ab"[nth % 2]) for nth, each in enumerate(wanted, 1)]
    rules = [
        {"kind": "exclude", "what": {"channels": ["a"]}, "warehouses": ["S1"]},
        *([{"kind": "keep_back", "units": kept, "warehouses": ["S2"]}] if kept else []),
    ]
    found = decide(orders, *rules, stock=stock)
    given_out = [share for decision in found for share in decision.shares]
    barred = {need.order_id for need in orders if need.channel == "a"}
    assert not [d for d in found if d.order_id in barred and any(s.warehouse_id == 1 for s in d.shares)]
    for product in (7, 8):
        taken = sum(s.quantity for s in given_out if (s.product_id, s.warehouse_id) == (product, 2))
        assert taken <= max(0, stock.get((product, 2), 0) - kept)


def test_many_decided_together_keep_the_rules():
    warm()
    orders = [an_order(MUG._replace(line_id=nth), nth=nth, channel="ab"[nth % 2]) for nth in range(1, 61)]
    ruled = policy(
        {"kind": "exclude", "what": {"channels": ["b"]}, "warehouses": ["S1"]},
        {"kind": "prefer", "what": {"channels": ["a"]}, "warehouses": ["S2"], "minor": -500},
        {"kind": "keep_back", "units": 10, "warehouses": ["S2"]},
    )
    scene = Scene((replace(HERE, room_today=99), replace(THERE, room_today=99)), Freight(BOOK), PLAIN, ruled)
    found = together.decide(orders, scene, {(7, 1): 50, (7, 2): 50}, compiled=True)
    taken = [(need.channel, *given_by(decision)[0]) for need, decision in zip(orders, found, strict=True)]
    assert len(taken) == 60
    assert {site for channel, site, _ in taken if channel == "b"} == {2}
    assert sum(units for _, site, units in taken if site == 2) == 40  # 30 that must, and those who like to


def test_a_preference_pays_for_no_needless_split():
    rule = {"kind": "prefer", "warehouses": ["S2"], "minor": -50_000}
    (decision,) = decide([an_order(MUG, BOWL)], rule)
    assert {share.warehouse_id for share in decision.shares} == {2}
    (decision,) = decide([an_order(MUG, BOWL)], rule, stock={(7, 1): 5, (8, 1): 5, (7, 2): 5})
    assert not decision.missing


def test_reasons_of_before_there_were_preferences_are_still_read():
    old = zlib.compress(json.dumps([[1, 1], [5, 9], ["closed"], [-1, 0], 1, 2, 300, 40, 0, 0, 2]).encode())
    chosen, closed = unpack(old)
    assert (chosen.freight, chosen.given, chosen.asked, chosen.total) == (300, 2, 0, 340)
    assert closed.excluded == "closed"
