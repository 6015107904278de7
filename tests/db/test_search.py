"""Orders are found by what people have in hand: a number, a name, an e-mail, a phone, a product, a parcel."""

from dataclasses import replace
from datetime import timedelta

import pytest
from company import NOW, open_company, order

from db.floor import bring_to
from packhorse.packing import queries as parcels
from packhorse.placing import operations, queries
from packhorse.shipping import queries as shipments


def place(number, **contact):
    wanted = order(number, contact.pop("lines", {"MUG": 1}), placed_at=NOW - timedelta(minutes=int(number)))
    (answer,) = operations.place([replace(wanted, address=replace(wanted.address, **contact))], now=NOW, actor="shop")
    return answer.order_id


def found(text, **more):
    return [row.external_id for row in queries.orders(text=text, **more).rows]


@pytest.fixture
def three(db):
    open_company()
    return (
        place("1", name="Ada Cole", email="Ada@example.com", phone="0113 496 0000"),
        place("2", name="ADAM Smith", lines={"BOOK": 1, "MUG": 1}),
        place("3", name="Zoë_100%", email="zoe@example.com"),
    )


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("ada", ["1", "2"]),
        ("ada c", ["1"]),
        ("  2 ", ["2"]),
        ("ADA@EXAMPLE.COM", ["1"]),
        ("0113 496 0000", ["1"]),
        ("+441134960000", ["1"]),
        ("BOOK", ["2"]),
        ("mug", []),
        ("MUG", ["1", "2", "3"]),
        ("zoë_1", ["3"]),
        ("zoë%", []),
        ("_oë", []),
        ("%", []),
        ("\\", []),
        ("nobody", []),
        ("PH999999999999999999", []),
    ],
)
def test_a_text_finds_what_it_means_and_nothing_else(three, text, numbers):
    assert found(text) == numbers


def test_an_order_is_found_by_its_public_number(three):
    assert found(f"ph{three[2] + 1_000_000}") == ["3"]


def test_text_and_filters_go_together_and_follow_pages(three):
    operations.hold(order_id=three[1], kind="MANUAL", reason="", now=NOW, actor="agent")
    assert found("MUG", on_hold=True) == ["2"]
    assert found("MUG", on_hold=False) == ["1", "3"]
    first = queries.orders(text="MUG", limit=2)
    assert ([row.external_id for row in first.rows], found("MUG", after=first.next)) == (["1", "2"], ["3"])
    assert found("MUG", day=NOW.date()) == ["1", "2", "3"]
    assert found("MUG", day=NOW.date() - timedelta(days=1)) == []


def test_a_tracking_number_and_an_sscc_find_their_order(db):
    open_company()
    order_id = place("1")
    bring_to(order_id, "shipped")
    (row,) = shipments.of_order(order_id)
    sscc = parcels.by_id([row.parcel_id])[row.parcel_id].sscc
    assert shipments.orders_tracked(row.tracking_number.lower()) == {order_id}
    assert shipments.orders_tracked(f"(00){sscc}") == {order_id}
    assert shipments.orders_tracked("nonsense") == set()
    assert found("nonsense", also=shipments.orders_tracked(row.tracking_number)) == ["1"]
