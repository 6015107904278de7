"""A manager's rules on services: what they exclude, make dearer, ask of promises; shares; and what is written wrong."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhorse.carriers.rule_reading import KnownNames, read_rule
from packhorse.carriers.rules import (
    About,
    Asked,
    Box,
    Lane,
    Offer,
    RateBook,
    RateRule,
    Ruled,
    ServiceTable,
    Traits,
    Trip,
    choose,
    choose_all,
    left_by,
    offers,
    tally,
)
from packhorse.carriers.rules.tables import Band
from packhorse.errors import Refusal

DAY = date(2025, 3, 3)  # a Monday
HOME = Traits("GB", "BT1 5GS", 900, 2_000, classes=("ambient",), tier="GOLD", channel="SHOP", warehouse="LDS")
SLOW = Offer(1, 10, "ALB", "standard", price_minor=300, arrives_on=DAY + timedelta(3))
FAST = Offer(1, 11, "ALB", "express", price_minor=900, arrives_on=DAY + timedelta(1))
OTHER = Offer(2, 20, "ERX", "standard", price_minor=350, arrives_on=DAY + timedelta(3))
FOUND = [SLOW, FAST, OTHER]
ALB, ERX = frozenset({"ALB"}), frozenset({"ERX"})


def rule(kind, *, id=1, **more):
    return RateRule(id, f"rule {id}", kind, **more)


def under(*rules, parcel=HOME, found=FOUND, **more):
    ruled = Ruled(rules)
    return ruled.offers(found, ruled.of(parcel, DAY), **more)


def best(found, by=None):
    chosen = choose(found, promised_on=by)
    return chosen and f"{chosen.carrier} {chosen.service}"


@pytest.mark.parametrize(
    ("about", "fits"),
    [
        (About(), True),
        (About(places=frozenset({"GB"})), True),
        (About(places=frozenset({"GB BT"})), True),
        (About(places=frozenset({"GB BT2", "IE"})), False),
        (About(over_g=899), True),
        (About(over_g=900), False),
        (About(over_minor=1_999), True),
        (About(over_minor=2_000), False),
        (About(hazmat=frozenset({"any"})), False),
        (About(classes=frozenset({"chilled", "ambient"})), True),
        (About(classes=frozenset({"chilled"})), False),
        (About(tiers=frozenset({"GOLD"}), channels=frozenset({"SHOP"}), warehouses=frozenset({"LDS"})), True),
        (About(tiers=frozenset({"SILVER"})), False),
        (About(channels=frozenset({"B2B"})), False),
        (About(warehouses=frozenset({"BRS"})), False),
    ],
)
def test_a_rule_is_about_what_all_its_fields_name(about, fits):
    assert about.fits(HOME) is fits


def test_dangerous_goods_are_meant_by_class_or_all_of_them():
    batteries = replace(HOME, hazmat=("9",))
    assert About(hazmat=frozenset({"any"})).fits(batteries) and About(hazmat=frozenset({"9", "3"})).fits(batteries)
    assert not About(hazmat=frozenset({"3"})).fits(batteries)


def test_what_is_not_known_is_not_over_anything():
    assert not About(over_g=0).fits(replace(HOME, weight_g=None))
    assert not About(over_minor=0).fits(replace(HOME, value_minor=None))


def test_never_and_only_exclude_and_say_which_rule_did():
    found = under(rule("never", targets=frozenset({"ALB standard"}), about=About(places=frozenset({"GB BT"}))))
    assert best(found) == "ERX standard"
    assert (found[0].excluded, found[0].banned) == ("rule “rule 1”: never ALB standard for parcels to GB BT", "rule 1")
    assert found[0].price_minor == 300  # what it would have cost is kept
    assert best(under(rule("only", targets=frozenset({"ALB express"})))) == "ALB express"
    assert best(under(rule("never", targets=ALB, valid_from=DAY + timedelta(1)))) == "ALB standard"
    assert best(under(rule("never", targets=ALB, valid_until=DAY - timedelta(1)))) == "ALB standard"


def test_rules_that_leave_nothing_are_named_and_a_person_may_overrule_them():
    against = rule("never", targets=ALB), rule("only", id=2, targets=ALB)
    found = under(*against)
    assert (best(found), left_by(found)) == (None, ["rule 1", "rule 2"])
    found = under(*against, bans=False)
    assert best(found) == "ALB standard"
    assert found[0].rules == ("rule 1 (overruled)",)


def test_what_is_preferred_counts_as_cheaper_and_is_paid_as_it_is():
    found = under(rule("prefer", targets=ERX, minor=-51))
    assert best(found) == "ERX standard"
    assert (found[2].price_minor, found[2].counts_minor, found[2].rules) == (350, 299, ("rule 1",))
    assert best(under(rule("prefer", targets=ERX, minor=-49))) == "ALB standard"
    assert best(under(rule("prefer", targets=ALB, percent=20))) == "ERX standard"
    assert best(under(rule("prefer", targets=ALB, percent=10), rule("prefer", id=2, targets=ALB, minor=10))) == (
        "ALB standard"
    )


def test_a_preference_breaks_no_promise():
    assert best(under(rule("prefer", targets=frozenset({"ALB standard"}), minor=-900)), DAY + timedelta(1)) == (
        "ALB express"
    )


def lane(*measured, promised=3):
    """An offer's chance of being there after so many days of delivery, of a table of two."""
    table = ServiceTable(1, 10, "ALB", "standard", 5000, 10_000, 1_000)
    book = RateBook(
        (table,),
        {(1, "GB", "GB"): (Lane(None, "Z"),)},
        {(10, "Z"): (Band(9_000, 300, 2),)},
        {},
        {(10, 7, "Z"): measured},
    )
    trip = Trip("GB", "GB", 5, DAY, 7, promised_on=DAY + timedelta(promised))
    (offer,) = offers(book, trip, Box(900, 100, 100, 100))
    return offer


def test_an_offer_says_its_chance_of_the_promised_day():
    offer = lane((2, 60_000), (3, 30_000), (4, 10_000))
    # The table is worth twenty parcels, 19 of them in time and one a day late.
    assert (offer.parcels, offer.on_time) == (100, (19 + 1 + 90) * 1000 // 120)
    assert lane((2, 60_000), (30, 40_000), promised=4).on_time == 80 * 1000 // 120
    assert [lane(promised=days).on_time for days in (1, 2, 3)] == [0, 950, 1000]  # by the table alone
    assert lane(promised=3).parcels == 0
    assert lane((2, 60_000), promised=-1).on_time == 0


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 90_000)), min_size=1, max_size=5), st.integers(0, 9))
def test_the_chance_of_the_day_and_the_day_that_is_kept_are_one_mechanism(measured, days):
    offer = lane(*sorted(dict(measured).items()), promised=days)
    if offer.parcels:
        assert (offer.kept_on <= DAY + timedelta(days)) is (offer.on_time >= 900)


def judged(offer, on_time, parcels=400, **more):
    return replace(offer, on_time=on_time, parcels=parcels, kept_on=offer.arrives_on, **more)


def test_what_often_comes_late_loses_to_a_dearer_one():
    found = [judged(SLOW, 930), judged(OTHER, 970)]
    by = DAY + timedelta(3)
    assert best(found, by) == "ALB standard"
    assert best(under(rule("chance", percent=95), found=found), by) == "ERX standard"
    gold = rule("chance", percent=95, about=About(tiers=frozenset({"SILVER"})))
    assert best(under(gold, found=found), by) == "ALB standard"
    few = [judged(SLOW, 930, parcels=29), judged(OTHER, 970)]
    assert best(under(rule("chance", percent=95), found=few), by) == "ALB standard"  # too few to judge it by


def test_lateness_costs_its_chance():
    found = [judged(SLOW, 930), judged(OTHER, 970)]
    ruled = under(rule("late", minor=1_000), found=found)
    assert [(offer.late_minor, offer.counts_minor) for offer in ruled] == [(70, 370), (30, 380)]
    assert best(ruled, DAY + timedelta(3)) == "ALB standard"
    assert best(under(rule("late", minor=2_000), found=found), DAY + timedelta(3)) == "ERX standard"


SHARE = rule("share", targets=ERX, percent=30, minor=100)
TODAY = {1: DAY, 2: DAY}


def parcel(extra=50, *, site=1, shares=(SHARE,), by=None):
    return Asked([SLOW, FAST, replace(OTHER, price_minor=300 + extra)], by, DAY, site, list(shares))


def with_erx(batch, counted=None):
    choose_all(batch, counted or {}, TODAY)
    return [nth for nth, each in enumerate(batch) if each.best.carrier == "ERX"]


def test_a_share_is_kept_by_the_parcels_for_which_it_costs_least_more():
    batch = [parcel(extra) for extra in (90, 20, 70, 10, 80, 30, 60, 40, 50, 95)]
    assert with_erx(batch) == [1, 3, 5]
    assert batch[1].best.rules == ("rule 1: its share of 30 %",) and batch[1].best in batch[1].offers
    assert tally(batch, TODAY) == {(1, DAY, 1): (10, 3)}


def test_a_share_is_bought_at_its_price_and_no_dearer():
    assert with_erx([parcel(100)]) == [0]
    assert with_erx([parcel(101)]) == []
    late = Asked([SLOW, replace(OTHER, arrives_on=DAY + timedelta(9))], DAY + timedelta(3), DAY, 1, [SHARE])
    assert with_erx([late]) == []  # never for a promise
    banned = Asked([SLOW, replace(OTHER, excluded="x")], None, DAY, 1, [SHARE])
    assert with_erx([banned]) == []


def test_one_by_one_a_share_is_kept_at_every_moment():
    counted, theirs = (0, 0), 0
    for nth in range(1, 101):
        one = [parcel()]
        with_erx(one, {(1, DAY, 1): counted})
        ((_, (_, mine)),) = tally(one, TODAY).items()
        theirs += mine
        counted = nth, theirs
        assert theirs == -(-30 * nth // 100)


def test_a_share_is_counted_by_day_or_week_and_warehouse_or_all():
    weekly = replace(SHARE, per="week", all_sites=True)
    thursday = {1: DAY + timedelta(3), 2: DAY + timedelta(3)}
    batch = [parcel(site=1, shares=[weekly]), parcel(site=2, shares=[weekly])]
    choose_all(batch, {(1, DAY, 0): (98, 30)}, thursday)
    assert [each.best.carrier for each in batch] == ["ALB", "ALB"]
    assert tally(batch, thursday) == {(1, DAY, 0): (2, 0)}
    assert with_erx([parcel(site=1), parcel(site=2)]) == [0, 1]


def test_an_earlier_share_is_not_undone_by_a_later_one():
    first = rule("share", id=1, targets=ALB, percent=60, minor=100, place=1)
    second = rule("share", id=2, targets=ERX, percent=100, minor=100, place=2)
    assert len(with_erx([parcel(shares=[first, second]) for _ in range(10)])) == 4


@given(
    st.lists(st.tuples(st.integers(-50, 200), st.integers(1, 2)), max_size=30), st.integers(1, 100), st.integers(0, 9)
)
def test_shares_are_reached_or_nothing_more_can_be_had(parcels, percent, before):
    share = replace(SHARE, percent=percent)
    batch = [parcel(extra, site=site, shares=[share]) for extra, site in parcels]
    counted = {(1, DAY, 1): (before, 0)}
    chosen = with_erx(batch, counted)
    for site in (1, 2):
        mine = [nth for nth, each in enumerate(batch) if each.warehouse_id == site]
        there = before if site == 1 else 0
        short = -(-percent * (there + len(mine)) // 100) - len(set(mine) & set(chosen))
        left = [nth for nth in mine if nth not in chosen and parcels[nth][0] <= share.minor]
        assert short <= 0 or not left
        assert all(parcels[nth][0] <= share.minor for nth in mine if nth in chosen)


KNOWN = KnownNames(("ALB", "ALB express"), ("LDS",), ("SHOP",), ("ambient", "chilled"))
GOOD = {"name": "No air", "kind": "never", "targets": ["ALB"]}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"kind": "always"}, "kind"),
        ({"targets": []}, "targets"),
        ({"targets": ["DHL"]}, "targets"),
        ({"targets": "ALB"}, "targets"),
        ({"warehouses": ["XXX"]}, "warehouses"),
        ({"channels": ["XXX"]}, "channels"),
        ({"classes": ["wet"]}, "classes"),
        ({"hazmat": ["12"]}, "hazmat"),
        ({"places": ["England"]}, "places"),
        ({"places": ["GB "]}, ""),
        ({"places": ["1B"]}, "places"),
        ({"over_g": -1}, "over_g"),
        ({"over_minor": True}, "over_minor"),
        ({"minor": 5}, "minor"),
        ({"kind": "prefer"}, "minor"),
        ({"kind": "prefer", "percent": -101}, "percent"),
        ({"kind": "share", "percent": 0}, "percent"),
        ({"kind": "share", "percent": 30, "minor": -1}, "minor"),
        ({"kind": "share", "percent": 30, "per": "year"}, "per"),
        ({"kind": "chance", "percent": 95}, "targets"),
        ({"kind": "late", "targets": []}, "minor"),
        ({"valid_from": "2025-02-30"}, "valid_from"),
        ({"valid_from": "2025-03-02", "valid_until": "2025-03-01"}, "valid_until"),
        ({"colour": "red"}, "colour"),
        ({}, ""),
    ],
)
def test_a_rule_is_refused_by_the_field_that_is_wrong(changed, field):
    try:
        read_rule(GOOD | changed, KNOWN)
        said = ""
    except Refusal as refusal:
        assert (refusal.code, refusal.status) == ("RULE_WRONG", 422)
        said = refusal.details["field"]
    assert said == field
