"""An order is kept once and for ever; a wrong one is named and hinders nobody."""

from dataclasses import replace

import pytest
from company import NOW, counts, kinds, open_company, order, place, place_and_source, run_sql, state

from db.floor import at_once
from packhorse.errors import Refusal
from packhorse.placing import operations as placing
from packhorse.placing import queries as orders
from packhorse.placing.rules import NewCharge, NewLine


def answers(*wishes):
    return placing.place(list(wishes), now=NOW, actor="channel")


def test_the_same_number_of_a_channel_adds_nothing(db):
    open_company()
    first = place("1", {"MUG": 2})
    (again,) = answers(order("1", {"MUG": 2}))
    (changed,) = answers(order("1", {"BOOK": 9}))
    assert (again.order_id, again.new, changed.order_id, changed.new) == (first, False, first, False)
    assert kinds(first) == ["OrderPlaced"]
    assert counts(first) == [(2, 0, 0, 0, 0)]


def test_the_same_number_twice_in_one_batch_is_one_order(db):
    open_company()
    first, second = answers(order("1"), order("1"))
    assert first.order_id == second.order_id
    assert (first.new, second.new) == (True, False)
    assert len(orders.orders().rows) == 1


def test_two_channels_may_use_the_same_number(db):
    open_company()
    placing.open_channel(code="shop", name="Shop", currency="GBP")
    first, second = answers(order("1"), replace(order("1"), channel="shop"))
    assert first.order_id != second.order_id
    assert first.new and second.new


def test_the_currency_of_a_channel_does_not_change(db):
    open_company()
    with pytest.raises(Refusal) as refused:
        placing.open_channel(code="web", name="Web shop", currency="EUR")
    assert refused.value.code == "CHANNEL_CURRENCY"


def line(sku="MUG", units=1, price=500):
    return (NewLine(sku, units, price),)


def at(**changes):
    return replace(order().address, **changes)


WRONG = {
    "unknown product": ({"lines": line("CUP")}, "sku", 0, "'CUP' is not listed"),
    "no units": ({"lines": line(units=0)}, "quantity", 0, "0 is not between 1 and"),
    "negative units": ({"lines": line(units=-2)}, "quantity", 0, "-2 is not between 1 and"),
    "too many units": ({"lines": line(units=1_000_001)}, "quantity", 0, "is not between 1 and"),
    "negative price": ({"lines": line(price=-1)}, "unit_price", 0, "is negative"),
    "no goods": ({"lines": ()}, "sku", None, "no goods"),
    "wrong currency": ({"currency": "EUR"}, "currency", None, "not the channel's currency (GBP)"),
    "closed channel": ({"channel": "fax"}, "channel", None, "'fax' is not open"),
    "no number": ({"external_id": " "}, "order_number", None, "is empty"),
    "long number": ({"external_id": "9" * 101}, "order_number", None, "longer than 100"),
    "unknown service": ({"service": "teleport"}, "service", None, "'teleport' is unknown"),
    "no name": ({"address": at(name="")}, "name", None, "is empty"),
    "no street": ({"address": at(line1=" ")}, "line1", None, "is empty"),
    "no city": ({"address": at(city="")}, "city", None, "is empty"),
    "country by name": ({"address": at(country="UK!")}, "country", None, "not a two-letter"),
    "long postal code": ({"address": at(postal_code="9" * 21)}, "postal_code", None, "longer than 20"),
    "long instructions": ({"delivery_instructions": "x" * 301}, "delivery_instructions", None, "longer than 300"),
    "long gift message": ({"gift_message": "x" * 501}, "gift_message", None, "longer than 500"),
}


@pytest.mark.parametrize("name", sorted(WRONG))
def test_a_wrong_order_is_named_with_field_and_reason_and_hinders_nobody(db, name):
    open_company()
    changes, field, line_index, words = WRONG[name]
    before, wrong, after = answers(order("1"), replace(order("2"), **changes), order("3"))
    assert before.new and after.new and not wrong.new
    assert wrong.order_id is None
    (fault,) = wrong.faults
    assert (fault.field, fault.line) == (field, line_index)
    assert words in fault.text
    assert [row.external_id for row in orders.orders().rows] == ["3", "1"]


def test_every_fault_of_an_order_is_named_at_once(db):
    open_company()
    wrong = replace(order(), currency="EUR", address=at(city=""), lines=(*line(), *line("CUP", 0)))
    (answer,) = answers(wrong)
    assert [(fault.field, fault.line) for fault in answer.faults] == [
        ("currency", None),
        ("city", None),
        ("sku", 1),
        ("quantity", 1),
    ]


def test_an_order_is_kept_whole(db):
    open_company()
    charges = (NewCharge("POST", "Postage", 350), NewCharge("OFF", "Discount", -100))
    order_id = place("1", {"MUG": 2, "BOOK": 1}, charges=charges, gift_message="Well done", service="express")
    kept = orders.detail(order_id)
    assert (kept.order.goods_minor, kept.order.charges_minor, kept.order.state) == (1500, 250, "placed")
    assert [(row.position, row.quantity) for row in kept.lines] == [(1, 2), (2, 1)]
    assert [(row.code, row.amount_minor) for row in kept.charges] == [("POST", 350), ("OFF", -100)]
    assert (kept.gift_message, kept.service, kept.address.city) == ("Well done", "express", "Bath")


def test_an_address_without_coordinates_gets_those_of_its_city(db):
    open_company()
    here, nowhere = answers(
        replace(order("1"), address=at(latitude=None, longitude=None, city="bristol")),
        replace(order("2"), address=at(latitude=None, longitude=None, city="Nowhere-upon-Sea")),
    )
    found = orders.addresses([here.order_id, nowhere.order_id])
    assert (round(found[here.order_id].latitude), round(found[here.order_id].longitude)) == (51, -3)
    assert found[nowhere.order_id].latitude is None


def test_sixteen_who_place_the_same_order_at_once_place_it_once(own_db):
    open_company()
    found = at_once(16, lambda nth: answers(order("1"), order(f"own-{nth}")))
    assert {first.order_id for first, _ in found} == {found[0][0].order_id}
    assert [first.new for first, _ in found].count(True) == 1
    assert len(orders.orders().rows) == 17
    assert run_sql("SELECT count(*) FROM outbox_event WHERE kind = 'OrderPlaced'") == [(17,)]


def test_batches_with_the_same_orders_in_opposite_order_do_not_lock_each_other_out(own_db):
    open_company()
    for turn in range(16):  # a race: one turn alone may go well by luck
        wishes = [order(f"{turn}-{nth}") for nth in range(300)]
        found = at_once(4, lambda nth, wishes=wishes: answers(*(wishes[::-1] if nth % 2 else wishes)))
        assert [str(each) for each in found if isinstance(each, Exception)] == []
        assert sum(answer.new for each in found for answer in each) == 300


def test_an_order_counts_what_becomes_of_its_lines(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 2, "PAINT": 9})
    assert counts(order_id) == [(2, 0, 2, 0, 0), (9, 0, 8, 0, 0)]
    assert state(order_id) == "backordered"
    day = orders.of_day(NOW.replace(hour=0))
    assert (day.orders, day.lines, day.units, day.backordered_units) == (1, 2, 11, 1)
