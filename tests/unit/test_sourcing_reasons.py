"""What is said of a decision: what the chosen ones send and cost, what the next best would have cost; in few bytes."""

import random
from dataclasses import replace
from datetime import date

import pytest
from unit.test_sourcing_costs import BOOK, LEEDS, LONDON, given_by, order, place

from packhorse.sourcing import together
from packhorse.sourcing.costs import Freight, Weights
from packhorse.sourcing.packed import by_number, next_best_of, pack, unpack
from packhorse.sourcing.policy import Exclude, Policy, Prefer
from packhorse.sourcing.rules import NextBest
from packhorse.sourcing.scene import Scene

SOON = {(p, site): float(p * site) for p in range(4) for site in range(1, 7)}
ASKED = Policy(3, Weights(balance=50), (Prefer(1, km_minor=20),), soon=SOON)


def scene(sites, policy=ASKED):
    return Scene(tuple(sites), Freight(BOOK), policy.weights, policy)


def somewhere(dice, count):
    """So many warehouses with costs, days and places of their own."""
    for n in range(1, count + 1):
        costs = {"handling_order_minor": dice.randrange(40, 200), "handling_line_minor": dice.randrange(5, 40)}
        site = place(n, (50 + dice.random() * 6, -4 + dice.random() * 5), room=dice.choice([2, 99]), **costs)
        yield replace(site, leaves_on=date(2026, 3, 2 + dice.randrange(3)))


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("compiled", [False, True])
def test_the_parts_of_the_chosen_come_to_what_was_decided(seed, compiled):
    dice = random.Random(seed)
    sites = list(somewhere(dice, 6))
    orders = [
        order(n, [(p, dice.randint(1, 4), "ambient", 900) for p in dice.sample(range(4), 3)], at=(50 + n / 5, -1))
        for n in range(1, 13)
    ]
    stock = {(p, site.id): dice.randrange(0, 6) for p in range(4) for site in sites}
    decisions = together.decide(orders, scene(sites), stock, compiled=compiled)
    assert any(len(each.km) > 1 for each in decisions)
    assert any(candidate.scarce for each in decisions for candidate in each.candidates if candidate.given)
    for decision in decisions:
        chosen = [each for each in decision.candidates if each.given]
        assert sum(each.total for each in chosen) == decision.cost
        assert {each.warehouse_id: each.given for each in chosen} == {
            site: sum(units for at, units in given_by(decision) if at == site) for site in decision.km
        }
        assert sum(each.split for each in decision.candidates) == 50 * max(0, len(chosen) - 1)
        assert not [each for each in decision.candidates if each.split and not each.given]
        assert unpack(pack(decision.figures())) == decision.candidates


def test_a_split_names_the_next_best_whole_way_or_who_could_stand_in_for_one_of_its_parcels():
    two = [place(1, LONDON), place(2, LONDON)]
    goods = [order(1, [(7, 1, "ambient", 500), (8, 1, "ambient", 500)])]
    stock = {(7, 1): 1, (8, 2): 1}
    plain = Policy()

    def best(sites, more):
        (decision,) = together.decide(goods, scene(sites, plain), stock | more)
        assert given_by(decision) == [(1, 1), (2, 1)] and decision.cost == 650
        found = decision.figures()
        assert next_best_of(pack(found)) == (found.next_best, True)
        return found.next_best

    assert best(two, {}) is None
    whole = place(3, LEEDS, handling_order_minor=500)
    assert best([*two, whole], {(7, 3): 1, (8, 3): 1}) == NextBest(3, 600 + 500 + 60)  # two days later
    # Half of it for 40 more than S2 is nearer to what was chosen than all of it from afar.
    half = place(4, LONDON, handling_order_minor=40)
    assert best([*two, whole, half], {(7, 3): 1, (8, 3): 1, (8, 4): 1}) == NextBest(4, 690, 2)


def test_whole_decisions_need_no_more_than_the_candidates_to_name_the_next_best():
    (decision,) = together.decide([order(1, [(7, 1, "ambient", 500)])], scene([place(1, LONDON)]), {(7, 1): 1})
    assert next_best_of(pack(decision.figures())) == (None, False)


@pytest.mark.parametrize(("count", "most"), [(20, 400), (100, 1000)])
def test_reasons_take_few_bytes_with_every_cost_different(count, most):
    for seed in range(5):
        dice = random.Random(seed)
        sites = list(somewhere(dice, count))
        stock = {(p, site.id): dice.randrange(0, 6) for p in range(5) for site in sites}
        goods = [order(1, [(p, 3, "ambient", 400) for p in range(5)])]
        (decision,) = together.decide(goods, scene(sites), stock)
        packed = pack(decision.figures())
        assert unpack(packed) == decision.candidates
        assert len(packed) < most


@pytest.mark.parametrize(("count", "most"), [(20, 400), (100, 1000)])
def test_reasons_take_few_bytes_with_a_rule_of_its_own_for_each_warehouse(count, most):
    sites = list(somewhere(random.Random(4), count))
    rules = tuple(
        Exclude(n, warehouses=frozenset({f"S{n}", f"{n * 7919} AND A LONG NAME"})) for n in range(2, count + 1)
    )
    policy = Policy(12, Weights(), rules)
    (decision,) = together.decide([order(1, [(7, 1, "ambient", 500)])], scene(sites, policy), {(7, 1): 5})
    named = {rule.number: policy.name(rule) for rule in rules}
    assert len({each.excluded for each in decision.candidates}) == count
    packed = pack(decision.figures())
    assert unpack(packed, lambda number, version: named[number] if version == 12 else "") == decision.candidates
    assert {each.excluded for each in unpack(packed)} == {"", *(by_number(n, 12) for n in named)}
    assert len(packed) < most


def test_what_people_wrote_is_cut_where_it_would_take_too_much():
    dice = random.Random(5)
    sites = list(somewhere(dice, 100))
    letters = "abcdefghijklmnopqrstuvwxyz    "
    barred = {site.id: "".join(dice.choice(letters) for _ in range(300)) for site in sites[1:]}
    (decision,) = together.decide([order(1, [(7, 1, "ambient", 500)], barred=barred)], scene(sites), {(7, 1): 5})
    packed = pack(decision.figures())
    assert len(packed) < 1000
    kept = [each.excluded for each in unpack(packed) if each.excluded]
    assert len(kept) == 99 and all(each == "for another reason" or each.endswith("…") for each in kept)
    short = order(1, [(7, 1, "ambient", 500)], barred={2: "a locked room"})
    (decision,) = together.decide([short], scene(sites), {(7, 1): 5})
    assert unpack(pack(decision.figures())) == decision.candidates
