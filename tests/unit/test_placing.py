"""An order as it comes in: what keeps it from being placed, its number, and the state its lines add up to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhorse.placing.faults import faults
from packhorse.placing.rules import (
    MAX_MINOR,
    MAX_QUANTITY,
    ORDER_STATES,
    LineCount,
    NewAddress,
    NewLine,
    NewOrder,
    order_id_of,
    order_number,
    order_state,
)

HOME = NewAddress("Ada Cole", "1 High Street", "London", "E1 1AA", "GB")
ORDER = NewOrder("web", "A-1", datetime(2025, 1, 2, tzinfo=UTC), "GBP", HOME, (NewLine("MUG", 1, 500),))
LIMITS = {
    "name": 200,
    "line1": 200,
    "line2": 200,
    "city": 120,
    "region": 120,
    "postal_code": 20,
    "email": 254,
    "phone": 40,
}


def found(order: NewOrder) -> list[tuple[str, int | None]]:
    return [
        (f.field, f.line)
        for f in faults(order, currencies={"web": "GBP", "eu": "EUR"}, skus={"MUG", "JAR"}, now=ORDER.placed_at)
    ]


def at(**changes: str) -> NewOrder:
    return replace(ORDER, address=replace(HOME, **changes))


def line(**changes: str | int) -> NewOrder:
    return replace(ORDER, lines=(*ORDER.lines, replace(ORDER.lines[0], **changes)))


def test_a_right_order_has_no_fault():
    assert found(ORDER) == []


@pytest.mark.parametrize(
    ("order", "field", "in_line"),
    [
        (replace(ORDER, channel="shop"), "channel", None),
        (replace(ORDER, currency="EUR"), "currency", None),
        (replace(ORDER, channel="eu"), "currency", None),
        (replace(ORDER, external_id=""), "order_number", None),
        (replace(ORDER, external_id=" \t"), "order_number", None),
        (replace(ORDER, external_id="x" * 101), "order_number", None),
        (replace(ORDER, service="teleport"), "service", None),
        (replace(ORDER, service=""), "service", None),
        (at(name=" "), "name", None),
        (at(line1=""), "line1", None),
        (at(city=""), "city", None),
        (at(country=""), "country", None),
        (at(country="GBR"), "country", None),
        (at(country="G"), "country", None),
        (at(country="G1"), "country", None),
        (replace(ORDER, delivery_instructions="x" * 301), "delivery_instructions", None),
        (replace(ORDER, gift_message="x" * 501), "gift_message", None),
        (replace(ORDER, lines=()), "sku", None),
        (line(sku="VASE"), "sku", 1),
        (line(quantity=0), "quantity", 1),
        (line(quantity=-1), "quantity", 1),
        (line(quantity=MAX_QUANTITY + 1), "quantity", 1),
        (line(unit_price_minor=-1), "unit_price", 1),
        (line(unit_price_minor=MAX_MINOR + 1), "unit_price", 1),
        *((at(**{field: "x" * (limit + 1)}), field, None) for field, limit in LIMITS.items()),
    ],
)
def test_each_fault_is_found_alone_and_named_by_its_column(order, field, in_line):
    assert found(order) == [(field, in_line)]


@pytest.mark.parametrize(
    "order",
    [
        replace(ORDER, external_id="x" * 100),
        replace(ORDER, delivery_instructions="x" * 300, gift_message="x" * 500),
        *(replace(ORDER, service=service) for service in ("economy", "standard", "express")),
        line(quantity=MAX_QUANTITY),
        line(unit_price_minor=0),
        line(unit_price_minor=MAX_MINOR),
        *(at(**{field: "x" * limit}) for field, limit in LIMITS.items()),
    ],
)
def test_what_is_just_within_its_limit_is_taken(order):
    assert found(order) == []


def test_every_fault_is_told_at_once():
    wrong = replace(at(name="", city=""), channel="shop", lines=(NewLine("VASE", 0, -1), NewLine("MUG", 0, 1)))
    assert set(found(wrong)) == {
        ("channel", None),
        ("name", None),
        ("city", None),
        ("sku", 0),
        ("quantity", 0),
        ("unit_price", 0),
        ("quantity", 1),
    }


def test_a_fault_says_what_to_do():
    (fault,) = faults(
        replace(ORDER, channel="shop"), currencies={"web": "GBP", "eu": "EUR"}, skus={"MUG"}, now=ORDER.placed_at
    )
    assert fault.text == "channel 'shop' is not open: open it, or use one of eu, web"


@given(st.integers(0, 10**11))
def test_an_order_number_leads_back_to_its_order(order_id):
    number = order_number(order_id)
    assert (
        order_id_of(number) == order_id_of(f" {number.lower()}\n") == order_id_of(number.removeprefix("PH")) == order_id
    )


def test_order_numbers_begin_at_a_million():
    assert order_number(1) == "PH1000001"


@pytest.mark.parametrize(
    "text", ["", "PH", "PH12", "PH100000x", "XX1000001", "PHPH1000001", "PH-1000001", "1" * 19, "²" * 7]
)
def test_what_is_no_order_number_leads_nowhere(text):
    assert order_id_of(text) is None


@pytest.mark.parametrize(
    ("lines", "decided", "state"),
    [
        # quantity, cancelled, sourced, shipped, delivered
        ([(2, 0, 0, 0, 0)], False, "placed"),
        ([(2, 0, 0, 0, 0)], True, "backordered"),
        ([(2, 0, 1, 0, 0)], False, "placed"),
        ([(2, 0, 1, 0, 0)], True, "backordered"),
        ([(2, 0, 2, 0, 0)], True, "sourced"),
        ([(2, 0, 2, 0, 0)], False, "sourced"),
        ([(2, 0, 2, 1, 0)], True, "sourced"),
        ([(2, 0, 2, 2, 0)], True, "shipped"),
        ([(2, 0, 2, 2, 1)], True, "shipped"),
        ([(2, 0, 2, 2, 2)], True, "delivered"),
        ([(2, 2, 0, 0, 0)], False, "cancelled"),
        ([(2, 2, 0, 0, 0)], True, "cancelled"),
        ([(2, 1, 1, 0, 0)], True, "sourced"),
        ([(2, 1, 1, 1, 1)], True, "delivered"),
        ([(2, 1, 0, 0, 0)], True, "backordered"),
        ([(2, 0, 2, 2, 2), (1, 0, 0, 0, 0)], True, "backordered"),
        ([(2, 0, 2, 2, 2), (1, 1, 0, 0, 0)], True, "delivered"),
        ([(2, 0, 2, 2, 2), (1, 0, 1, 1, 0)], True, "shipped"),
        ([(2, 0, 2, 2, 0), (1, 0, 1, 0, 0)], True, "sourced"),
        ([(2, 2, 0, 0, 0), (1, 1, 0, 0, 0)], True, "cancelled"),
    ],
)
def test_an_order_is_as_far_as_the_least_of_its_lines(lines, decided, state):
    counts = [LineCount(*counts) for counts in lines]
    assert order_state(counts, decided=decided) == order_state(reversed(counts), decided=decided) == state


COUNTS = st.tuples(*[st.integers(0, 3)] * 5).map(lambda n: LineCount(sum(n), n[0], sum(n[1:4]), sum(n[1:3]), n[1]))


@given(st.lists(COUNTS, max_size=4), st.booleans())
def test_every_sum_of_lines_is_a_state_of_the_table(lines, decided):
    assert order_state(lines, decided=decided) in ORDER_STATES


@pytest.mark.parametrize("days", [2, 365 * 7000, -365 * 40])
def test_an_order_from_another_age_is_refused(days):
    order = replace(ORDER, placed_at=ORDER.placed_at + timedelta(days=days))
    assert found(order) == [("placed_at", None)]
