"""What people say of how an order is served: pinned, moved, not split, kept from a warehouse, pooled."""

import pytest
from company import (
    NOW,
    counts,
    differences,
    kinds,
    level,
    line_ids,
    open_company,
    place_and_source,
    receive,
    relay,
    run_sql,
    site,
    state,
    waiting,
)

from db.floor import wave
from db.office import edit, homes, split
from packhorse.errors import Refusal
from packhorse.placing.rules import NewAddress
from packhorse.sourcing import queries
from packhorse.web.steering import Asked, foresee, steer


def say(order_id, do, to="", *, why="because", now=NOW, **more):
    steer(order_id, Asked(do, to, why=why, **more), now=now, actor="ann")
    relay(now)


def sites(order_id):
    codes = {site(code): code for code in ("LDS", "BRS", "LIL")}
    return sorted(codes[each] for each in homes(order_id))


def refused(order_id, do, to="", **more):
    """The code with which it is refused, by the preview and by the deed, and nothing is changed."""
    found = []
    for work in (lambda asked: foresee(order_id, asked, now=NOW), lambda asked: steer(order_id, asked, **WHO)):
        with pytest.raises(Refusal) as refusal:
            work(Asked(do, to, **{"why": "x", **more}))
        found.append(refusal.value.code)
    assert found[0] == found[1]
    return found[0]


WHO = {"now": NOW, "actor": "ann"}


def test_an_order_is_pinned_and_what_the_warehouse_lacks_waits_for_it(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 2, "DESK": 1})
    assert sites(order_id) == ["BRS"]
    say(order_id, "pin", "LDS", why="the customer is in Leeds")
    assert (sites(order_id), state(order_id)) == (["LDS"], "backordered")
    assert queries.waiting([order_id])[order_id].code == "KEPT_OUT"
    assert (level("MUG", "BRS"), level("DESK", "BRS"), level("MUG", "LDS")) == ((10, 0), (3, 0), (10, 2))
    receive("LDS", "B2", "DESK", 1)
    relay()
    assert (sites(order_id), state(order_id), waiting(), differences()) == (["LDS"], "sourced", 0, {})
    assert [(row.what, row.actor, row.why) for row in queries.changes(order_id)] == [
        ("pin", "ann", "the customer is in Leeds")
    ]
    assert "OrderSteered" in kinds(order_id)
    say(order_id, "unpin")
    assert (sites(order_id), queries.wishes([order_id])[order_id].pinned) == (["LDS"], None)


def test_a_pin_holds_when_the_address_changes(db):
    open_company()
    order_id = place_and_source("1")
    say(order_id, "pin", "LIL")
    edit(order_id, address=NewAddress("Ada Cole", "8 High Street", "York", "YO1 7HH", "GB"))
    assert sites(order_id) == ["LIL"]


def test_what_is_on_a_pick_list_stays_when_the_rest_is_pinned_elsewhere(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 1)}})
    order_id = place_and_source("1", {"MUG": 3})
    wave("BRS")
    say(order_id, "pin", "LDS")
    receive("LDS", "A1", "MUG", 5)
    receive("BRS", "A1", "MUG", 5)
    relay()
    assert (sites(order_id), level("MUG", "LDS"), differences()) == (["BRS", "LDS"], (5, 2), {})


def test_the_preview_says_what_it_costs_now_and_then_and_changes_nothing(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 2, "DESK": 1})
    before = kinds(order_id)
    (seen,) = foresee(order_id, Asked("pin", "LDS"), now=NOW)
    assert [(part.warehouse, part.units) for part in seen.now.parts] == [("BRS", 3)]
    assert [(part.warehouse, part.units, seen.then.lacking) for part in seen.then.parts] == [("LDS", 2, 1)]
    assert (seen.now.handling_minor, seen.then.handling_minor) == (40 + 2 * 10, 40 + 10)
    # The cheapest carrier takes 300 and 1 for 100 g of the band: up to 40 kg with the desk, else 1 kg.
    assert (seen.now.freight_minor, seen.then.freight_minor) == (300 + 400, 300 + 10)
    assert seen.then.km > seen.now.km and seen.now.arrives_on
    assert (kinds(order_id), sites(order_id), queries.wishes([order_id])) == (before, ["BRS"], {})


def test_each_warehouse_is_costed_alone(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 1, "PAINT": 1})
    rows = queries.ways(order_id, now=NOW)
    assert [(row.warehouse, row.way.lacking, row.here) for row in rows] == [
        ("LDS", 0, True),
        ("BRS", 1, False),
        ("LIL", 1, False),
    ]
    assert queries.ways(place_and_source("2", city="Cork"), now=NOW)[0].why_not == "no carrier goes from there to IE"


def test_goods_too_heavy_for_one_parcel_are_costed_as_several(db):
    open_company()
    order_id = place_and_source("1", {"IRON": 6})
    (part,) = queries.way_now(order_id, now=NOW).parts
    assert (part.parcels, part.freight_minor) == (3, 3 * 700)


def test_a_part_is_moved_whole_or_not_at_all(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 2, "BOOK": 1})
    say(order_id, "move", "LIL", from_warehouse="BRS")
    assert (sites(order_id), counts(order_id)[0][2], state(order_id)) == (["LIL"], 2, "sourced")
    assert (level("MUG", "BRS"), level("MUG", "LIL"), differences()) == ((10, 0), (5, 2), {})
    (row,) = [each for each in queries.of_order(order_id) if each.state != "cancelled"]
    assert row.promised_on and row.km > 300
    lamp = place_and_source("2", {"LAMP": 3, "MUG": 1})
    assert refused(lamp, "move", "LDS", from_warehouse="BRS") == "NOT_THERE"
    with pytest.raises(Refusal, match="LDS lacks 1 × LAMP: nothing is moved"):
        steer(lamp, Asked("move", "LDS", "BRS", why="x"), **WHO)
    assert sites(lamp) == ["BRS"]


@pytest.mark.parametrize(
    ("do", "to", "more", "code"),
    [
        ("pin", "XXX", {}, "UNKNOWN_WAREHOUSE"),
        ("pin", "", {}, "UNKNOWN_WAREHOUSE"),
        ("move", "LDS", {"from_warehouse": "nowhere"}, "UNKNOWN_WAREHOUSE"),
        ("move", "LDS", {"from_warehouse": "LIL"}, "NOT_SERVED_THERE"),
        ("move", "BRS", {"from_warehouse": "BRS"}, "SAME_WAREHOUSE"),
        ("unpin", "", {}, "NOT_PINNED"),
        ("allow_split", "", {}, "MAY_BE_SPLIT"),
        ("admit", "LDS", {}, "NOT_BARRED"),
        ("give_back", "", {}, "NOT_ASIDE"),
        ("take_aside", "", {}, "NOTHING_LACKS"),
        ("pool", "LDS", {}, "NOTHING_TO_POOL"),
        ("dance", "", {}, "NO_SUCH_ACTION"),
    ],
)
def test_what_cannot_be_done_is_refused_before_and_then(db, do, to, more, code):
    open_company()
    order_id = place_and_source("1")
    assert refused(order_id, do, to, **more) == code
    assert (sites(order_id), queries.changes(order_id)) == (["BRS"], [])


def test_warehouses_that_never_could_are_refused(db):
    open_company()
    paint = place_and_source("1", {"PAINT": 1})
    assert refused(paint, "pin", "BRS") == "NOT_STORED"
    assert refused(paint, "move", "BRS", from_warehouse="LDS") == "NOT_STORED"
    abroad = place_and_source("2", city="Cork")
    assert refused(abroad, "pin", "BRS") == "NO_CARRIER"
    run_sql("UPDATE network_warehouse SET latitude = NULL WHERE code = 'LIL'")
    assert refused(place_and_source("3"), "pin", "LIL") == "SITE_NO_COORDINATES"
    order_id = place_and_source("4")
    with pytest.raises(Refusal, match="say in words why"):
        steer(order_id, Asked("pin", "LDS", why=" "), **WHO)
    wave("BRS")
    assert refused(order_id, "move", "LDS", from_warehouse="BRS") == "ON_A_LIST"
    assert refused(order_id, "pin", "LDS") == "ALL_AT_WORK"


def test_a_split_that_is_forbidden_leaves_one_warehouse(db):
    open_company()
    order_id = place_and_source("1", {"DESK": 1, "PAINT": 1, "MUG": 1})
    assert sites(order_id) == ["BRS", "LDS"]
    say(order_id, "forbid_split")
    assert (len(sites(order_id)), state(order_id)) == (1, "backordered")
    assert queries.waiting([order_id])[order_id].queue == "unfillable"
    say(order_id, "allow_split")
    assert (sites(order_id), state(order_id), waiting(), differences()) == (["BRS", "LDS"], "sourced", 0, {})


def test_an_order_not_to_be_split_waits_for_the_warehouse_that_has_begun(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 1)}})
    order_id = place_and_source("1", {"MUG": 2})
    say(order_id, "forbid_split")
    receive("LDS", "A1", "MUG", 5)
    relay()
    assert (sites(order_id), waiting()) == (["BRS"], 1)
    receive("BRS", "A1", "MUG", 5)
    relay()
    assert (sites(order_id), waiting(), differences()) == (["BRS"], 0, {})


def test_an_order_is_kept_from_a_warehouse_until_it_is_admitted_again(db):
    open_company()
    order_id = place_and_source("1")
    say(order_id, "bar", "BRS", why="the box was lost there twice")
    assert sites(order_id) == ["LDS"]
    assert "not to be chosen: the box was lost there twice" in {
        c.excluded for c in queries.explanations(order_id)[0].candidates
    }
    assert refused(order_id, "pin", "BRS") == "BARRED"
    assert refused(order_id, "move", "BRS", from_warehouse="LDS") == "BARRED"
    say(order_id, "admit", "BRS")
    say(order_id, "move", "BRS", from_warehouse="LDS")
    say(order_id, "pin", "BRS")
    assert refused(order_id, "bar", "BRS") == "PINNED_THERE"
    assert refused(order_id, "move", "LDS", from_warehouse="BRS") == "PINNED_ELSEWHERE"
    assert (sites(order_id), differences()) == (["BRS"], {})


def with_customer(number, lines):
    order_id = place_and_source(number, lines)
    run_sql("UPDATE placing_orderaddress SET email = 'ada@example.com' WHERE order_id = %s", order_id)
    return order_id


def test_pooled_orders_leave_one_warehouse_at_one_cut_off(db):
    open_company()
    one, two = with_customer("1", {"PAINT": 1}), with_customer("2", {"MUG": 1})
    stranger = place_and_source("3")
    assert (sites(one), sites(two)) == (["LDS"], ["BRS"])
    assert refused(one, "pool", "LDS", others=(stranger,)) == "NOT_SAME_PLACE"
    seen = foresee(one, Asked("pool", "LDS", others=(two,)), now=NOW)
    assert [(each.order_id, each.then.parts[0].warehouse) for each in seen] == [(one, "LDS"), (two, "LDS")]
    run_sql("UPDATE sourcing_fulfillmentorder SET ship_by = ship_by - interval '1 day' WHERE order_id = %s", one)
    say(one, "pool", "LDS", others=(two,), why="one van")
    assert (sites(one), sites(two), queries.pooled(one), queries.pooled(two)) == (["LDS"], ["LDS"], [two], [one])
    live = [row for row in queries.of_orders([one, two]) if row.state != "cancelled"]
    assert len({row.ship_by for row in live}) == 1
    say(two, "unpin")
    assert [row.what for row in queries.changes(two)] == ["pool", "unpool"]
    wave("LDS")
    assert refused(one, "pool", "LDS", others=(two,)) == "ON_A_LIST"
    assert differences() == {}


def test_what_people_said_goes_with_a_part_that_is_split_off(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 2})
    say(order_id, "pin", "LDS")
    child = split(order_id, {line_ids(order_id)[0]: 1})
    wish = queries.wishes([child])[child]
    assert (wish.pinned, sites(child), differences()) == (site("LDS"), ["LDS"], {})


def test_two_who_move_one_order_at_once_move_it_once(own_db):
    from db.floor import at_once

    open_company()
    order_id = place_and_source("1", {"MUG": 2})

    def work(nth):
        try:
            steer(order_id, Asked("move", ("LDS", "LIL")[nth % 2], "BRS", why="x"), **WHO)
        except Refusal as refusal:
            return refusal.code

    assert sorted(map(str, at_once(4, work))) == ["NOT_SERVED_THERE"] * 3 + ["None"]
    relay()
    assert (counts(order_id)[0][2], differences()) == (2, {})


def test_a_held_order_that_is_pinned_waits_until_it_is_released(db):
    from packhorse.placing import operations as placing

    open_company()
    order_id = place_and_source("1")
    placing.hold(order_id=order_id, kind="MANUAL", reason="x", now=NOW, actor="a")
    relay()
    say(order_id, "pin", "LDS")
    assert (sites(order_id), differences()) == ([], {})
    placing.release(order_id=order_id, kind="MANUAL", now=NOW, actor="a")
    relay()
    assert (sites(order_id), state(order_id), differences()) == (["LDS"], "sourced", {})
