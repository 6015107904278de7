"""What an order costs as it lies is what it cost when that was decided, and is said in the same reasons."""

from collections import Counter
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from test_sourcing_costs import BOOK, LEEDS, LONDON, order, place

from packhorse.sourcing import together
from packhorse.sourcing.costs import Freight, Weights
from packhorse.sourcing.policy import Policy, Prefer
from packhorse.sourcing.scene import Scene
from packhorse.sourcing.standing import standing

SPOTS = [LONDON, LEEDS, (55.9, -3.2), (50.4, -4.1)]
MORE = Prefer(1, warehouses=frozenset({"S2"}), minor=70, km_minor=9)


@st.composite
def asked(draw):
    """An order, warehouses, what lies there, and what things are worth."""
    handling = st.integers(0, 90)
    sites = [
        place(
            nth,
            at,
            room=draw(st.integers(0, 3)),
            handling_order_minor=draw(handling),
            handling_line_minor=draw(handling),
        )
        for nth, at in enumerate(SPOTS, start=1)
    ]
    dice = np.random.default_rng(draw(st.integers(0, 1000)))
    lines = [(int(pk), int(dice.integers(1, 9)), "ambient", int(dice.integers(1, 9000))) for pk in dice.choice(3, 4)]
    need = order(1, lines[: draw(st.integers(1, 4))], at=draw(st.sampled_from(SPOTS)))
    stock = {(pk, site.id): draw(st.integers(0, 9)) for pk in range(3) for site in sites}
    weights = Weights(draw(st.integers(0, 99)), draw(st.integers(0, 99)), draw(st.integers(0, 99)))
    rules = (MORE,) if draw(st.booleans()) else ()
    soon = {key: float(dice.integers(0, 9)) for key in stock}
    return need, Scene(tuple(sites), Freight(BOOK), weights, Policy(1, weights, rules, soon=soon)), stock


@settings(max_examples=120, deadline=None)
@given(asked())
def test_an_order_costs_what_it_was_decided_for(world):
    need, scene, stock = world
    (decision,) = together.decide([need], scene, stock)
    lies, kept, free = Counter(), Counter(), Counter(stock)
    for share in decision.shares:
        lies[share.line_id, share.warehouse_id] += share.quantity
        kept[share.product_id, share.warehouse_id] += share.quantity
        free[share.product_id, share.warehouse_id] -= share.quantity
    found = standing(replace(need, kept=kept), scene, free, lies, now_at=lies)
    assert (found.cost, found.candidates) == (decision.cost, decision.candidates)
    sends = {part.warehouse_id: part for part in found.parts}
    served = [each for each in found.candidates if each.given]
    assert {site: part.units for site, part in sends.items()} == {each.warehouse_id: each.given for each in served}
    for each in served:
        if each.given == each.fills_units:
            part = sends[each.warehouse_id]
            assert (part.km, part.freight, part.handling) == (each.km, each.freight, each.handling)
    if len(served) == 1 and served[0].given == served[0].fills_units:
        assert found.cost == served[0].total


@settings(max_examples=60, deadline=None)
@given(asked(), st.data())
def test_it_costs_the_same_before_it_is_moved_and_after(world, data):
    need, scene, stock = world
    (decision,) = together.decide([need], scene, stock)
    if not decision.shares:
        return
    to = data.draw(st.sampled_from(scene.sites)).id
    here, there = Counter(), Counter()
    for share in decision.shares:
        here[share.line_id, share.warehouse_id] += share.quantity
        there[share.line_id, to] += share.quantity
    product_of = {line.line_id: line.product_id for line in need.lines}
    found = []
    for lies in (here, there):
        kept, free = Counter(), Counter({key: units + 50 for key, units in stock.items()})
        for (line_id, site), units in lies.items():
            kept[product_of[line_id], site] += units
            free[product_of[line_id], site] -= units
        found.append(standing(replace(need, kept=kept), scene, free, there, now_at=lies))
    assert (found[0].cost, found[0].parts) == (found[1].cost, found[1].parts)


def test_nobody_goes_that_far():
    need = replace(order(1, [(1, 2, "ambient", 500)]), country="IE")
    scene = Scene((place(1, LONDON),), Freight(BOOK))
    found = standing(replace(need, kept={(1, 1): 2}), scene, {}, {(100, 1): 2}, now_at={(100, 1): 2})
    assert (found.cost, found.parts[0].freight, found.parts[0].carrier) == (None, None, "")


def test_it_says_who_takes_it_and_in_how_many_parcels():
    scene = Scene((place(1, LONDON),), Freight(BOOK))
    takes = {(500, 1): ("post standard", 1), (9000, 1): ("post standard", 1), (9000, 2): ("van standard", 1)}
    for (grams, units), said in (takes | {(25_000, 3): ("van standard", 3)}).items():
        need = replace(order(1, [(1, units, "ambient", grams)]), kept={(1, 1): units}, service="standard")
        (part,) = standing(need, scene, {}, {(100, 1): units}, now_at={(100, 1): units}).parts
        assert (part.carrier, part.parcels) == said
