"""Orders are split and merged without a unit changing hands, or not at all."""

import pytest
from company import (
    NOW,
    cancel,
    counts,
    differences,
    kinds,
    level,
    line_ids,
    open_company,
    order,
    place,
    place_and_source,
    receive,
    relay,
    run_sql,
    site,
    state,
)
from machine import Api, wish

from db.floor import at_once, ship, wave
from db.office import merge, split
from packhorse.errors import Refusal
from packhorse.inventory import queries as stock
from packhorse.placing import operations as placing
from packhorse.placing import queries as orders
from packhorse.placing.operations.cancel import cancel_as_ordered
from packhorse.placing.rules import NewCharge
from packhorse.sourcing import queries
from packhorse.web import keys, parting


def held(order_id):
    return sorted((row.line_id, row.quantity) for row in stock.allocations_of_orders([order_id]).values())


def money(order_id):
    row = orders.rows([order_id])[order_id]
    return row.goods_minor, row.charges_minor


def refused(work, *arguments):
    with pytest.raises(Refusal) as found:
        work(*arguments)
    return found.value.code


def test_units_that_are_split_off_keep_their_goods_and_warehouse(db):
    open_company()
    order_id = place_and_source("A", {"MUG": 4, "BOOK": 1}, charges=(NewCharge("POST", "Postage", 350),))
    mug, book = line_ids(order_id)
    child = split(order_id, {mug: 3, book: 1})
    assert [each[:3] for each in counts(order_id)] == [(1, 0, 1)]
    assert [each[:3] for each in counts(child)] == [(3, 0, 3), (1, 0, 1)]
    assert (state(order_id), state(child), money(order_id), money(child)) == (
        "sourced",
        "sourced",
        (500, 350),
        (2000, 0),
    )
    assert orders.rows([child])[child].external_id == "A / split 2"
    (fulfillment,) = queries.of_order(child)
    assert (fulfillment.warehouse_id, fulfillment.state) == (site("BRS"), "open")
    assert level("MUG", "BRS") == (10, 4)
    assert (kinds(order_id)[-1], kinds(child)) == ("OrderSplit", ["OrderPlaced"])
    assert (orders.detail(child).split_from, orders.detail(order_id).splits) == (order_id, (child,))
    assert differences() == {}


def test_what_waits_is_split_off_first(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 2)}})
    order_id = place_and_source("A", {"MUG": 5})
    (mug,) = line_ids(order_id)
    child = split(order_id, {mug: 3})
    assert (state(order_id), state(child), held(order_id)) == ("sourced", "backordered", [(mug, 2)])
    receive("BRS", "A1", "MUG", 3)
    relay()
    assert (state(child), differences()) == ("sourced", {})


def test_a_split_order_walks_the_whole_way(db):
    open_company()
    order_id = place_and_source("A", {"MUG": 4})
    child = split(order_id, {line_ids(order_id)[0]: 1})
    ship("BRS")
    assert (state(order_id), state(child), level("MUG", "BRS"), differences()) == ("shipped", "shipped", (6, 0), {})


def test_a_hold_is_not_escaped_by_a_split(db):
    open_company()
    order_id = place_and_source("A", {"MUG": 4})
    placing.hold(order_id=order_id, kind="MANUAL", reason="look", now=NOW, actor="agent")
    relay()
    child = split(order_id, {line_ids(order_id)[0]: 1})
    assert orders.held([child]) == {child}
    assert [row.state for row in queries.of_order(child)] == ["on_hold"]
    assert differences() == {}


@pytest.mark.parametrize("units", [None, 4, 5, 0, -1])
def test_some_is_split_off_and_some_stays(db, units):
    open_company()
    order_id = place_and_source("A", {"MUG": 4})
    code = refused(split, order_id, {} if units is None else {line_ids(order_id)[0]: units})
    assert code in ("NOTHING_LEFT", "SPLIT_TOO_MANY")
    assert run_sql("SELECT count(*) FROM placing_order") == [(1,)]


def test_what_is_on_a_pick_list_is_not_parted(db):
    open_company()
    order_id = place_and_source("A", {"MUG": 4})
    other = place_and_source("B", {"MUG": 1})
    wave("BRS")
    assert refused(split, order_id, {line_ids(order_id)[0]: 1}) == "ON_A_LIST"
    assert refused(merge, order_id, other) == "ON_A_LIST"
    assert ([each[:3] for each in counts(order_id)], state(other)) == ([(4, 0, 4)], "sourced")
    assert differences() == {}


def test_an_order_is_parted_only_when_all_is_told(db):
    open_company()
    order_id = place("A", {"MUG": 4})
    assert refused(split, order_id, {line_ids(order_id)[0]: 1}) == "NEWS_UNDER_WAY"
    relay()
    cancel(order_id)
    relay()
    assert refused(split, order_id, {line_ids(order_id)[0]: 1}) == "TOO_LATE_TO_PART"


def test_merged_orders_are_one_order_in_one_parcel(db):
    open_company()
    first = place_and_source("A", {"MUG": 2}, charges=(NewCharge("POST", "Postage", 350),), gift_message="Hello")
    second = place_and_source(
        "B", {"MUG": 1, "BOOK": 1}, charges=(NewCharge("POST", "Postage", 200),), gift_message="You"
    )
    merge(first, second)
    assert [each[:3] for each in counts(first)] == [(2, 0, 2), (1, 0, 1), (1, 0, 1)]
    assert (state(first), state(second), money(first), money(second)) == ("sourced", "merged", (2000, 550), (0, 0))
    live = [row for row in queries.of_orders([first, second]) if row.state != "cancelled"]
    assert [(row.order_id, row.warehouse_id) for row in live] == [(first, site("BRS"))]
    assert (orders.detail(first).gift_message, orders.detail(second).merged_into) == ("Hello; You", first)
    assert len(ship("BRS")) == 1
    assert (state(first), state(second), level("MUG", "BRS"), differences()) == ("shipped", "merged", (7, 0), {})


def test_merged_orders_that_wait_wait_as_one(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 2)}})
    first, second = place_and_source("A", {"MUG": 2}), place_and_source("B", {"BOOK": 1})
    merge(first, second)
    assert (state(first), sorted(queries.waiting([first, second]))) == ("backordered", [first])
    receive("BRS", "A2", "BOOK", 1)
    relay()
    assert (state(first), differences()) == ("sourced", {})


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"city": "York"}, "another address"),
        ({"service": "express"}, "another service"),
        ({"ship_rule": "together"}, "to leave otherwise"),
        ({"awaiting_payment": True}, "on hold"),
    ],
)
def test_only_orders_for_the_same_place_and_way_are_merged(db, other, words):
    open_company()
    first, second = place_and_source("A", {"MUG": 2}), place_and_source("B", {"MUG": 1}, **other)
    with pytest.raises(Refusal) as found:
        merge(first, second)
    assert words in found.value.text
    assert refused(merge, first, first) == "NOTHING_TO_MERGE"
    assert refused(merge, first, 10**9) == "NOT_FOUND"
    assert (state(second) != "merged", differences()) == (True, {})


def test_the_same_number_again_is_still_the_same_order_after_a_merger(db):
    open_company()
    first, second = place_and_source("A", {"MUG": 2}), place_and_source("B", {"MUG": 1})
    merge(first, second)
    (again,) = placing.place([order("B", {"MUG": 1})], now=NOW, actor="channel")
    assert (again.order_id, again.new, again.other) == (second, False, False)


def test_a_channel_that_cancels_an_order_cancels_what_was_ordered_in_it_wherever_it_is(db):
    open_company()
    first, second = place_and_source("A", {"MUG": 2}), place_and_source("B", {"BOOK": 3})
    child = split(second, {line_ids(second)[0]: 1})
    merge(first, second)
    cancel_as_ordered(order_id=second, key="hook", now=NOW, actor="shop")
    relay()
    assert ([each[:2] for each in counts(first)], state(child)) == ([(2, 0), (2, 2)], "cancelled")
    assert differences() == {}


def test_a_wave_and_a_split_at_once_end_in_one_of_them(own_db):
    open_company()
    ids = [place_and_source(f"A{nth}", {"MUG": 2}) for nth in range(4)]
    lines = {order_id: line_ids(order_id)[0] for order_id in ids}

    def race(nth):
        if nth == 4:
            return bool(wave("BRS"))
        try:
            parting.split(order_id=ids[nth], units={lines[ids[nth]]: 1}, now=NOW, actor="agent")
        except Refusal as refusal:
            return refusal.code
        return "split"

    answers = at_once(5, race)
    relay()
    assert set(answers[:4]) <= {"split", "ON_A_LIST", "NEWS_UNDER_WAY", "TOO_LATE_TO_PART"}
    assert (level("MUG", "BRS"), differences()) == ((10, 8), {})


@pytest.fixture
def api(db):
    open_company()
    return Api(keys.add_key(name="shop", role="agent", now=NOW))


def test_a_machine_splits_and_merges(api):
    number = api.place("A", {"MUG": 3})[1]["number"]
    relay()
    line = api("GET", f"/orders/{number}")[1]["lines"][0]
    body = {"lines": [{"line_id": line["line_id"], "quantity": 1}]}
    status, child, _ = api("POST", f"/orders/{number}/split", body, key="s")
    assert (status, child["split_from"], child["lines"][0]["ordered_in"], child["external_id"]) == (
        201,
        number,
        number,
        "A / split 2",
    )
    assert api("POST", f"/orders/{number}/split", body, key="s")[1] == child
    relay()
    status, whole, _ = api("POST", f"/orders/{number}/merge", {"numbers": [child["number"]]})
    assert (status, [each["quantity"] for each in whole["lines"]]) == (200, [2, 1])
    assert api("GET", f"/orders/{child['number']}")[1]["state"] == "merged"
    assert api("POST", f"/orders/{number}/merge", {"numbers": ["PH1999999"]})[0] == 404
    twice = {"lines": [*body["lines"], *body["lines"]]}
    assert api("POST", f"/orders/{number}/split", twice)[1]["code"] == "LINE_TWICE"


def test_a_key_for_one_channel_merges_no_other_channels_orders(api):
    number = api.place("A", {"MUG": 3})[1]["number"]
    placing.open_channel(code="other", name="Other", currency="GBP")
    other = Api(keys.add_key(name="other", role="agent", channel="other", now=NOW))
    mine = other("POST", "/orders", {**wish("B"), "channel": "other"})[1]["number"]
    assert other("POST", f"/orders/{mine}/merge", {"numbers": [number]})[0] == 404
