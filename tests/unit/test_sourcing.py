"""Sourcing: which warehouse serves which order, against a plain model of the rules."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from packhorse.algorithms.geo import great_circle_km
from packhorse.carriers.rules import Band, Lane, RateBook, ServiceTable
from packhorse.sourcing import together
from packhorse.sourcing.costs import Freight
from packhorse.sourcing.gathered import gather
from packhorse.sourcing.rules import LineNeed, OrderNeed, Site
from packhorse.sourcing.scene import Scene

CLASSES = ("ambient", "chilled", "hazmat")
SPOTS = [(51.5, -0.1), (52.5, -1.9), (55.9, -4.3), (51.9, 4.5), (45.8, 4.8), None]
NEAR, FAR, FARTHER = (Site(nth, f"S{nth}", 50.0 + nth, 0.0, frozenset({"ambient"}), 10) for nth in (1, 2, 3))

# One price wherever it goes: the nearest is the cheapest.
FLAT = RateBook(
    (ServiceTable(1, 1, "post", "parcel", 5000, 30_000, 2000),),
    {(1, "", country): [Lane(None, "all")] for country in ("", "GB", "FR")},
    {(1, "all"): [Band(30_000, 500, 2)]},
)


def decide(orders, sites, available):
    return together.decide(orders, Scene(tuple(sites), Freight(FLAT)), available)


@st.composite
def worlds(draw: st.DrawFn):
    """Sites, orders and stock: few products, so that orders compete; some places unknown."""
    sites = []
    for nth in range(draw(st.integers(0, 4))):
        spot = draw(st.sampled_from(SPOTS)) or (None, None)
        stores = draw(st.frozensets(st.sampled_from(CLASSES)))
        sites.append(Site(nth + 1, f"S{nth}", *spot, stores, draw(st.integers(-1, 3))))
    kept_as = {product: draw(st.sampled_from(CLASSES)) for product in range(1, 4)}
    orders, line_id = [], 0
    for nth in range(draw(st.integers(1, 4))):
        lines = []
        for _ in range(draw(st.integers(0, 4))):
            line_id += 1
            product = draw(st.sampled_from(sorted(kept_as)))
            lines.append(LineNeed(line_id, product, draw(st.integers(1, 6)), kept_as[product]))
        orders.append(OrderNeed(nth + 1, *(draw(st.sampled_from(SPOTS)) or (None, None)), tuple(lines)))
    cells = [(product, site.id) for product in kept_as for site in sites]
    return orders, sites, {cell: draw(st.integers(-1, 12)) for cell in cells}


def may_serve(site, order, line, room):
    """The rules that exclude, said once more."""
    known = None not in (site.latitude, site.longitude, order.latitude, order.longitude)
    return known and room[site.id] > 0 and line.storage_class in site.storage_classes


def whole_from(site, order, stock, room):
    wanted = Counter()
    for line in order.lines:
        wanted[line.product_id] += line.quantity
    return all(may_serve(site, order, line, room) for line in order.lines) and all(
        stock.get((product, site.id), 0) >= units for product, units in wanted.items()
    )


def km(site, order):
    return round(great_circle_km(site.latitude, site.longitude, order.latitude, order.longitude))


def replay(orders, sites, available):
    """Every decision with the stock and the room that was left when it was taken."""
    stock, room = dict(available), {site.id: site.room_today for site in sites}
    for order, decision in zip(orders, decide(orders, sites, available), strict=True):
        yield order, decision, dict(stock), dict(room)
        for share in decision.shares:
            stock[share.product_id, share.warehouse_id] -= share.quantity
        for warehouse in {share.warehouse_id for share in decision.shares}:
            room[warehouse] -= 1


@given(worlds())
def test_never_more_is_given_than_is_there(world):
    given_away = Counter()
    for decision in decide(*world):
        for share in decision.shares:
            assert share.quantity > 0
            given_away[share.product_id, share.warehouse_id] += share.quantity
    assert all(units <= world[2][cell] for cell, units in given_away.items())


@given(worlds())
def test_no_excluded_site_gives_anything_and_every_site_is_a_candidate(world):
    lines = {line.line_id: line for order in world[0] for line in order.lines}
    sites = {site.id: site for site in world[1]}
    for order, decision, _, room in replay(*world):
        assert [candidate.warehouse_id for candidate in decision.candidates] == list(sites)
        excluded = {candidate.warehouse_id for candidate in decision.candidates if candidate.excluded}
        for share in decision.shares:
            assert share.warehouse_id not in excluded
            assert may_serve(sites[share.warehouse_id], order, lines[share.line_id], room)
            assert share.product_id == lines[share.line_id].product_id


@given(worlds())
def test_what_is_missing_is_exactly_the_rest(world):
    for order, decision in zip(world[0], decide(*world), strict=True):
        got = Counter(dict(decision.missing))
        assert all(units > 0 for units in got.values())
        for share in decision.shares:
            got[share.line_id] += share.quantity
        assert got == {line.line_id: line.quantity for line in order.lines}


@given(worlds())
def test_units_are_missing_only_when_no_site_that_may_serve_has_any_left(world):
    for order, decision, stock, room in replay(*world):
        for share in decision.shares:
            stock[share.product_id, share.warehouse_id] -= share.quantity
        missing = {line_id for line_id, _ in decision.missing}
        for line in order.lines:
            if line.line_id in missing:
                servers = [site for site in world[1] if may_serve(site, order, line, room)]
                assert not any(stock[line.product_id, site.id] > 0 for site in servers)


@settings(max_examples=300)
@given(worlds())
def test_the_nearest_site_that_has_it_whole_gives_it_whole(world):
    for order, decision, stock, room in replay(*world):
        whole = [site for site in world[1] if order.lines and whole_from(site, order, stock, room)]
        if whole:
            nearest = min(whole, key=lambda site: (km(site, order), site.id))
            assert {share.warehouse_id for share in decision.shares} == {nearest.id}
            assert decision.missing == ()


@given(worlds())
def test_no_site_takes_more_fulfillment_orders_than_it_has_room_for(world):
    taken = Counter()
    for decision in decide(*world):
        taken.update({share.warehouse_id for share in decision.shares})
    assert all(taken[site.id] <= max(0, site.room_today) for site in world[1])


@given(worlds())
def test_the_same_question_has_the_same_answer_and_changes_nothing(world):
    orders, sites, available = world
    before = dict(available)
    first, second = decide(orders, sites, available), decide(orders, sites, available)
    assert first == second
    assert [each.candidates for each in first] == [each.candidates for each in second]
    assert available == before


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_in_which_sites_are_named_does_not_matter(world, dice):
    orders, sites, available = world
    shuffled = list(sites)
    dice.shuffle(shuffled)
    other = [(d.shares, d.missing) for d in decide(orders, shuffled, available)]
    assert other == [(d.shares, d.missing) for d in decide(orders, sites, available)]


@given(worlds())
def test_a_candidate_says_how_much_it_could_give_alone_beside_what_all_others_got(world):
    orders, sites, available = world
    decisions = decide(*world)
    for order, decision in zip(orders, decisions, strict=True):
        stock, room = dict(available), {site.id: site.room_today for site in sites}
        for other in decisions:
            for share in other.shares if other is not decision else ():
                stock[share.product_id, share.warehouse_id] -= share.quantity
            for warehouse in {share.warehouse_id for share in other.shares} if other is not decision else ():
                room[warehouse] -= 1
        for candidate in decision.candidates:
            (site,) = (each for each in sites if each.id == candidate.warehouse_id)
            could = Counter()
            for line in order.lines:
                if may_serve(site, order, line, room):
                    could[line.product_id] += line.quantity
            units = sum(max(0, min(wanted, stock[product, site.id])) for product, wanted in could.items())
            assert candidate.fills_units == units
            assert bool(candidate.excluded) == (units == 0)
            assert candidate.fills_lines <= len(order.lines)


def one(lines, sites, available, order_at=(51.0, 0.0)):
    (decision,) = decide([OrderNeed(1, *order_at, tuple(lines))], sites, available)
    return decision


def given_by(decision):
    return [(share.line_id, share.warehouse_id, share.quantity) for share in decision.shares]


def test_two_lines_of_one_product_share_its_stock():
    lines = [LineNeed(1, 7, 3, "ambient"), LineNeed(2, 7, 3, "ambient")]
    decision = one(lines, [NEAR], {(7, 1): 4})
    assert given_by(decision) == [(1, 1, 3), (2, 1, 1)]
    assert decision.missing == ((2, 2),)
    assert (decision.candidates[0].fills_lines, decision.candidates[0].fills_units) == (1, 4)


def test_a_split_takes_first_from_the_site_that_gives_most():
    decision = one([LineNeed(1, 7, 6, "ambient")], [NEAR, FAR, FARTHER], {(7, 1): 1, (7, 2): 2, (7, 3): 4})
    assert given_by(decision) == [(1, 3, 4), (1, 2, 2)]
    assert decision.missing == ()


def test_a_site_that_is_far_but_has_all_comes_before_near_ones_that_have_part():
    decision = one([LineNeed(1, 7, 5, "ambient")], [NEAR, FAR, FARTHER], {(7, 1): 4, (7, 2): 4, (7, 3): 5})
    assert given_by(decision) == [(1, 3, 5)]


def test_of_two_orders_the_first_gets_the_stock_and_the_room():
    orders = [OrderNeed(nth, 51.0, 0.0, (LineNeed(nth, 7, 2, "ambient"),)) for nth in (1, 2)]
    decisions = decide(orders, [NEAR], {(7, 1): 3})
    assert [given_by(decision) for decision in decisions] == [[(1, 1, 2)], [(2, 1, 1)]]
    full = Site(1, "S1", 51.0, 0.0, frozenset({"ambient"}), 1)
    decisions = decide(orders, [full], {(7, 1): 9})
    assert [decision.missing for decision in decisions] == [(), ((2, 2),)]
    assert decisions[1].candidates[0].excluded == "no room in the next 10 days of work"


def test_each_rule_that_excludes_is_named():
    line = [LineNeed(1, 7, 1, "chilled")]
    nowhere = Site(1, "S1", None, None, frozenset({"chilled"}), 1)
    dry = Site(1, "S1", 51.0, 0.0, frozenset({"ambient"}), 1)
    cold = Site(1, "S1", 51.0, 0.0, frozenset({"chilled"}), 1)
    assert one(line, [nowhere], {(7, 1): 5}).candidates[0].excluded == "warehouse has no coordinates"
    assert one(line, [cold], {(7, 1): 5}, (None, None)).candidates[0].excluded == "address has no coordinates"
    assert one(line, [dry], {(7, 1): 5}).candidates[0].excluded == "cannot store these goods"
    assert one(line, [cold], {}).candidates[0].excluded == "none of the goods in stock"
    assert one(line, [cold], {(7, 1): 5}).candidates[0].excluded == ""


@given(worlds(), st.data())
def test_an_order_that_leaves_whole_gets_all_or_nothing_and_together_from_one_site(world, data):
    orders, sites, stock = world
    rules = [data.draw(st.sampled_from(("as_available", "complete", "together"))) for _ in orders]
    ruled = [replace(order, ship_rule=rule) for order, rule in zip(orders, rules, strict=True)]
    for order, decision in zip(ruled, decide(ruled, sites, stock), strict=True):
        wanted = sum(line.quantity for line in order.lines)
        given_ = sum(share.quantity for share in decision.shares)
        assert given_ + sum(units for _, units in decision.missing) == wanted
        if order.ship_rule != "as_available":
            assert given_ in (0, wanted)
        if order.ship_rule == "together":
            assert len({share.warehouse_id for share in decision.shares}) <= 1


@given(worlds(), st.data())
def test_what_is_kept_for_one_order_is_there_for_it_and_for_no_other(world, data):
    orders, sites, stock = world
    cells = sorted(stock)
    kept = [
        {cell: data.draw(st.integers(1, 3)) for cell in data.draw(st.sets(st.sampled_from(cells), max_size=2))}
        if cells
        else {}
        for _ in orders
    ]
    mine = [replace(order, kept=own) for order, own in zip(orders, kept, strict=True)]
    used = Counter()
    for own, decision in zip(kept, decide(mine, sites, stock), strict=True):
        taken = Counter()
        for share in decision.shares:
            taken[share.product_id, share.warehouse_id] += share.quantity
        for cell, units in taken.items():
            used[cell] += max(0, units - own.get(cell, 0))
    assert all(units <= max(0, stock[cell]) for cell, units in used.items())


@given(st.dictionaries(st.integers(1, 3), st.integers(1, 9)), st.data())
def test_goods_are_gathered_whole_or_not_at_all(wanted, data):
    cells = st.tuples(st.integers(1, 3), st.integers(1, 3))
    stock = data.draw(st.dictionaries(cells, st.integers(1, 5)))
    found = gather(wanted, stock)
    there = {pk: sum(units for (product, _), units in stock.items() if product == pk) for pk in wanted}
    assert (found is None) == any(there[pk] < units for pk, units in wanted.items())
    for cell, units in (found or {}).items():
        assert 0 < units <= stock[cell]
    for pk, units in wanted.items():
        assert found is None or sum(n for (product, _), n in found.items() if product == pk) == units
