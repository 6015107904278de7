"""What people said of how orders are served counts on when they are merged, or they are not merged."""

import pytest
from company import differences, open_company, receive, relay, run_sql, site, state

from db.office import merge
from db.test_steering import say, sites, with_customer
from packhorse.errors import Refusal
from packhorse.placing.rules import order_number
from packhorse.sourcing import queries


@pytest.fixture(autouse=True)
def company(db):
    open_company()


def place(number, **goods):
    return with_customer(number, goods or {"MUG": 1})


def said(order_id):
    return [(row.what, row.warehouse_id, row.why) for row in queries.changes(order_id)]


def refused(first, *others):
    before = [queries.wishes([each]) for each in (first, *others)]
    with pytest.raises(Refusal) as refusal:
        merge(first, *others)
    assert refusal.value.code == "CANNOT_MERGE" and before == [queries.wishes([each]) for each in (first, *others)]
    return refusal.value.text


def test_all_that_was_said_of_one_counts_for_the_whole(db):
    first, second = place("A"), place("B", MUG=1, PAINT=1)
    for each in (first, second):
        say(each, "pin", "LDS")
    say(second, "bar", "LIL", why="too far")
    say(second, "forbid_split", why="one parcel")
    merge(first, second)
    wish = queries.wishes([first])[first]
    assert (wish.pinned, wish.barred, wish.undivided) == (site("LDS"), {site("LIL"): "too far"}, True)
    assert (sites(first), state(second), queries.wishes([second]), differences()) == (["LDS"], "merged", {}, {})
    number = f"said of {order_number(second)}, which is merged into this order"
    assert said(first)[1:] == [("bar", site("LIL"), f"{number}: too far"), ("forbid_split", None, number)]
    assert run_sql("SELECT count(*) FROM outbox_event WHERE kind = 'OrderSteered'") == [(6,)]


def test_a_pin_counts_for_what_the_others_lack(db):
    first, second = place("A", PAINT=9), place("B", PAINT=1)
    say(second, "pin", "LDS")
    merge(first, second)
    receive("BRS", "B1", "PAINT", 5)
    relay()
    assert sites(first) == ["LDS"] and state(first) == "backordered"
    receive("LDS", "B1", "PAINT", 5)
    relay()
    assert (sites(first), state(first), differences()) == (["LDS"], "sourced", {})


def test_what_was_taken_aside_stays_aside(db):
    first, second, third = place("A", DESK=9), place("B", DESK=9), place("C")
    say(first, "take_aside", why="call them")
    say(second, "take_aside", why="asks for a discount")
    merge(third, first, second)
    row = queries.waiting([third])[third]
    assert (row.code, row.reason) == ("TAKEN_ASIDE", "call them; asks for a discount")
    receive("BRS", "B1", "DESK", 30)
    relay()
    assert state(third) == "backordered"
    say(third, "give_back")
    assert (state(third), differences()) == ("sourced", {})


def test_who_leaves_together_with_others_does_so_with_what_is_merged_into_it(db):
    first, second, third = place("A"), place("B"), place("C")
    say(first, "pool", "LDS", others=(second,))
    say(third, "pin", "LDS")
    later = "UPDATE sourcing_fulfillmentorder SET ship_by = ship_by + interval '1 day'"
    ((latest,),) = run_sql(f"{later} WHERE order_id = %s AND state = 'open' RETURNING ship_by", second)
    merge(third, first)
    assert (queries.pooled(second), queries.pooled(third), queries.pooled(first)) == ([third], [second], [])
    live = [row for row in queries.of_orders([second, third]) if row.state == "open"]
    assert {row.ship_by for row in live} == {latest}
    assert said(third)[-1] == ("pool", site("LDS"), f"said of {order_number(first)}, which is merged into this order")


@pytest.mark.parametrize(
    ("mine", "others", "words"),
    [
        (("pin", "BRS"), ("pin", "LDS"), "{0} to BRS and {1} to LDS are pinned"),
        (("pin", "BRS"), ("bar", "BRS"), "pinned to BRS, and {1} is not to be served from there (because)"),
        (None, ("pin", "LDS"), "{1} is pinned to LDS, and goods of them lie in BRS. Move them there"),
        (("pin", "LDS"), None, "{0} is pinned to LDS, and goods of them lie in BRS"),
        (None, ("bar", "BRS"), "not to be served from BRS (because), and goods of them lie there"),
    ],
)
def test_what_contradicts_is_refused_with_words(db, mine, others, words):
    first, second = place("A"), place("B")
    for order_id, wish in ((first, mine), (second, others)):
        if wish:
            say(order_id, *wish)
    assert words.format(order_number(first), order_number(second)) in refused(first, second)
    assert (state(first), state(second), differences()) == ("sourced", "sourced", {})


def test_what_is_not_to_be_split_is_not_merged_with_what_lies_elsewhere(db):
    first, second = place("A"), place("B", PAINT=1)
    say(first, "forbid_split")
    assert f"{order_number(first)} is not to be split, and goods of them lie in LDS, BRS" in refused(first, second)


def test_orders_that_leave_with_different_others_are_not_merged(db):
    ids = [place(number) for number in "ABCD"]
    say(ids[0], "pool", "BRS", others=(ids[1],))
    say(ids[2], "pool", "BRS", others=(ids[3],))
    assert "leave together with different orders" in refused(ids[0], ids[2])
    merge(ids[0], ids[1])
    assert (queries.pooled(ids[0]), queries.wishes([ids[0]])[ids[0]].pinned) == ([], site("BRS"))
    assert differences() == {}
