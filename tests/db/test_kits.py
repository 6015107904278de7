"""Kits are sold as one and served by their parts: placed, cancelled, changed, split and merged in whole kits."""

from dataclasses import replace

import pytest
from company import (
    NOW,
    cancel,
    counts,
    differences,
    level,
    line_ids,
    open_company,
    order,
    place,
    place_and_source,
    product,
    relay,
    run_sql,
    state,
)

from db.floor import ship
from packhorse.catalog import operations as catalog
from packhorse.catalog import queries as products
from packhorse.catalog.rules import NewPart, NewProduct
from packhorse.errors import Refusal
from packhorse.placing import operations, queries
from packhorse.placing.rules import MAX_QUANTITY, Edit, NewLine
from packhorse.web import parting

BOX = NewProduct("BOX", "Box", "box", 900, "GBP", 200, 200, 200, 900)


APART = {"LDS": {"A2": ("BOOK", 20)}, "BRS": {"A1": ("MUG", 10)}}  # the parts of a kit in two warehouses


@pytest.fixture(autouse=True)
def company(db, request):
    open_company(**getattr(request, "param", {}))
    yield
    relay()
    assert differences() == {}


def kits(order_id):
    """[(SKU, quantity, cancelled, sourced, shipped)] of an order's kits."""
    rows = queries.kits(queries.lines([order_id]))
    names = products.by_id(row.product_id for row in rows)
    return [(names[row.product_id].sku, row.quantity, row.cancelled, row.sourced, row.shipped) for row in rows]


def kit_id(order_id, nth=0):
    return queries.kits(queries.lines([order_id]))[nth].id


def goods(order_id):
    """[(position, SKU, quantity, price)] of an order's lines."""
    rows = queries.lines([order_id])
    names = products.by_id(row.product_id for row in rows)
    return [(row.position, names[row.product_id].sku, row.quantity, row.unit_price_minor) for row in rows]


def money(order_id):
    return queries.rows([order_id])[order_id].goods_minor


def edit(order_id, **wanted):
    operations.edit(order_id=order_id, wanted=Edit(**wanted), now=NOW, actor="office")
    relay()


def test_a_kit_is_kept_with_its_price_and_its_parts_are_lines_without_one():
    order_id = place("1", [("LAMP", 1), ("SET", 3), ("MUG", 1)])
    assert goods(order_id) == [(1, "LAMP", 1, 500), (2, "MUG", 6, 0), (3, "BOOK", 3, 0), (4, "MUG", 1, 500)]
    assert [(row.position, row.quantity, row.unit_price_minor) for row in queries.detail(order_id).kits] == [
        (2, 3, 500)
    ]
    assert money(order_id) == 2500
    relay()
    assert kits(order_id) == [("SET", 3, 0, 3, 0)]
    assert state(order_id) == "sourced"


def test_the_parts_are_taken_from_stock_and_the_kit_never_is():
    place_and_source("1", {"SET": 2})
    held = [level(sku, "BRS")[1] + level(sku, "LDS")[1] for sku in ("MUG", "BOOK", "SET")]
    assert held == [4, 2, 0]


def test_the_same_order_again_is_known_and_another_number_of_kits_is_another_order():
    first = place("1", {"SET": 2})
    again, other = (operations.place([order("1", {"SET": kits})], now=NOW, actor="channel")[0] for kits in (2, 3))
    assert (again.order_id, again.new, again.other) == (first, False, False)
    assert other.other


def test_what_a_kit_is_made_of_tomorrow_does_not_change_an_order_of_today():
    order_id = place_and_source("1", {"SET": 2})
    catalog.list_products([replace(_listed("SET"), parts=(NewPart("LAMP", 1),))])
    edit(order_id, kits={kit_id(order_id): 3})
    assert goods(order_id) == [(1, "MUG", 6, 0), (2, "BOOK", 3, 0)]
    assert goods(place("2", {"SET": 1})) == [(1, "LAMP", 1, 0)]


def test_kits_of_more_units_than_an_order_line_may_have_are_refused():
    (answer,) = operations.place([order("1", {"SET": MAX_QUANTITY})], now=NOW, actor="channel")
    assert [(fault.field, fault.line) for fault in answer.faults] == [("quantity", 0)]
    order_id = place("2", {"SET": 1})
    with pytest.raises(Refusal, match="too many units of a part"):
        edit(order_id, kits={kit_id(order_id): MAX_QUANTITY})


def test_kits_are_cancelled_whole():
    order_id = place_and_source("1", {"SET": 3, "LAMP": 1})
    assert sorted(cancel(order_id, {}, kits={kit_id(order_id): 2}).values()) == [2, 4]
    relay()
    assert kits(order_id) == [("SET", 3, 2, 1, 0)]
    cancel(order_id)
    relay()
    assert ((kits(order_id), state(order_id)) == [("SET", 3, 3, 0, 0)] and None) or (kits(order_id), "cancelled")


def test_a_part_is_not_cancelled_alone():
    order_id = place_and_source("1", {"SET": 3})
    mug, book = line_ids(order_id)
    for units in ({mug: 2}, {mug: 1, book: 1}, {mug: 4, book: 1}, {mug: 3, book: 1}):
        with pytest.raises(Refusal) as refused:
            cancel(order_id, units)
        assert refused.value.code == "PART_OF_KIT"
    assert cancel(order_id, {mug: 4, book: 2}) == {mug: 4, book: 2}
    for units, kits in (({}, {kit_id(order_id): 2}), ({mug: 2, book: 1}, {kit_id(order_id): 1})):
        with pytest.raises(Refusal) as refused:
            cancel(order_id, units, kits=kits)
        assert refused.value.code == "CANCEL_TOO_MANY"


def test_a_channel_cancels_by_the_kits_sku():
    order_id = place_and_source("1", {"SET": 3, "MUG": 1})
    operations.cancel_as_ordered(order_id=order_id, some=("SET", 1), now=NOW, actor="channel")
    operations.cancel_as_ordered(order_id=order_id, some=("MUG", 1), now=NOW, actor="channel")
    relay()
    assert kits(order_id) == [("SET", 3, 1, 2, 0)]
    assert [count[1] for count in counts(order_id)] == [2, 1, 1]
    with pytest.raises(Refusal) as refused:
        operations.cancel_as_ordered(order_id=order_id, some=("MUG", 1), now=NOW, actor="channel")
    assert (refused.value.code, "kit SET" in refused.value.text) == ("PART_OF_KIT", True)
    with pytest.raises(Refusal, match="2 open units of SET, not 3"):
        operations.cancel_as_ordered(order_id=order_id, some=("SET", 3), now=NOW, actor="channel")
    operations.cancel_as_ordered(order_id=order_id, now=NOW, actor="channel")
    assert state(order_id) == "cancelled"


@pytest.mark.parametrize("company", [{"stocked": APART}], indirect=True)
def test_a_kit_of_which_a_part_has_shipped_is_cancelled_only_with_all_that_is_left():
    order_id = place_and_source("1", {"SET": 2})
    ship("BRS")
    relay()
    assert [count[3] for count in counts(order_id)] == [4, 0]
    with pytest.raises(Refusal, match="you asked for 1, 0 whole ones are still open"):
        cancel(order_id, {}, kits={kit_id(order_id): 1})
    cancel(order_id)
    relay()
    assert (kits(order_id), [count[1] for count in counts(order_id)]) == ([("SET", 2, 0, 0, 0)], [0, 2])
    assert state(order_id) == "shipped"


def test_more_and_fewer_kits_and_another_price():
    order_id = place_and_source("1", {"SET": 2})
    edit(order_id, kits={kit_id(order_id): 4}, kit_prices={kit_id(order_id): 700})
    assert (goods(order_id), money(order_id)) == ([(1, "MUG", 8, 0), (2, "BOOK", 4, 0)], 2800)
    edit(order_id, kits={kit_id(order_id): 1}, add=(NewLine("SET", 1, 300), NewLine("LAMP", 1, 100)))
    assert kits(order_id) == [("SET", 4, 3, 1, 0), ("SET", 1, 0, 1, 0)]
    assert [row[:2] for row in goods(order_id)] == [(1, "MUG"), (2, "BOOK"), (3, "MUG"), (4, "BOOK"), (5, "LAMP")]
    assert money(order_id) == 3200
    edit(order_id, kits={kit_id(order_id): 2})
    assert kits(order_id)[0] == ("SET", 5, 3, 2, 0)


@pytest.mark.parametrize("wanted", ["quantities", "prices"])
def test_a_part_is_not_changed_alone(wanted):
    order_id = place_and_source("1", {"SET": 2})
    with pytest.raises(Refusal) as refused:
        edit(order_id, **{wanted: {line_ids(order_id)[0]: 1}})
    assert refused.value.code == "PART_OF_KIT"


def test_a_kit_of_another_order_is_not_there():
    mine, other = place("1", {"SET": 1}), place("2", {"SET": 1})
    for work in (
        lambda: cancel(mine, {}, kits={kit_id(other): 1}),
        lambda: edit(mine, kits={kit_id(other): 2}),
        lambda: edit(mine, kit_prices={kit_id(other): 2}),
    ):
        with pytest.raises(Refusal) as refused:
            work()
        assert refused.value.status == 404


def test_a_split_takes_whole_kits_and_a_merger_brings_them_back():
    order_id = place_and_source("1", [("LAMP", 1), ("SET", 3)])
    with pytest.raises(Refusal) as refused:
        parting.split(order_id=order_id, units={line_ids(order_id)[1]: 2}, now=NOW, actor="office")
    assert refused.value.code == "PART_OF_KIT"
    child = parting.split(order_id=order_id, units={}, kits={kit_id(order_id): 2}, now=NOW, actor="office")
    relay()
    assert (kits(order_id), money(order_id)) == ([("SET", 1, 0, 1, 0)], 1000)
    assert (kits(child), money(child), goods(child)) == (
        [("SET", 2, 0, 2, 0)],
        1000,
        [(1, "MUG", 4, 0), (2, "BOOK", 2, 0)],
    )
    rest = parting.split(order_id=order_id, units={}, kits={kit_id(order_id): 1}, now=NOW, actor="office")
    relay()
    assert (kits(order_id), kits(rest)) == ([], [("SET", 1, 0, 1, 0)])
    assert differences() == {}
    run_sql("UPDATE placing_orderaddress SET email = 'ada@example.com'")
    parting.merge(order_id=order_id, others=[child, rest], now=NOW, actor="office")
    relay()
    assert kits(order_id) == [("SET", 2, 0, 2, 0), ("SET", 1, 0, 1, 0)]
    assert (money(order_id), state(order_id)) == (2000, "sourced")
    assert operations.cancel_as_ordered(order_id=order_id, some=("SET", 3), now=NOW, actor="channel")


def test_a_kit_ships_and_its_counts_follow():
    order_id = place_and_source("1", {"SET": 2})
    ship("BRS")
    relay()
    assert (kits(order_id), state(order_id)) == ([("SET", 2, 0, 2, 2)], "shipped")


def test_orders_of_a_kit_are_found_by_its_sku():
    place("1", {"MUG": 1})
    order_id = place("2", {"SET": 1})
    assert [row.id for row in queries.orders(text="SET").rows] == [order_id]


def _listed(sku):
    row = product(sku)._asdict()
    return NewProduct(**{name: value for name, value in row.items() if name in NewProduct.__dataclass_fields__})


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (replace(BOX, parts=(NewPart("SET", 1),)), "SET is a kit itself"),
        (replace(BOX, parts=(NewPart("NONE", 1),)), "'NONE' is not listed"),
        (replace(BOX, sku="MUG", parts=(NewPart("LAMP", 1),)), "its part MUG is a kit itself"),
    ],
)
def test_kits_that_cannot_be_are_refused_and_nothing_is_listed(wrong, words):
    with pytest.raises(Refusal, match=words):
        catalog.list_products([replace(wrong, barcode="another", packs=() if wrong.sku == "MUG" else None)])
    assert products.kits([product("MUG").id]) == {}


def test_a_kit_has_no_days_of_its_own():
    with pytest.raises(Refusal) as refused:
        catalog.set_dates(sku="SET", released_on=NOW.date(), expected_on=None, now=NOW, actor="office")
    assert refused.value.code == "KIT_HAS_NO_DAYS"


def test_a_kit_that_is_listed_again_keeps_its_parts_and_without_any_it_is_a_product():
    catalog.list_products([_listed("SET")])
    assert products.listed(["SET"])["SET"].parts != ()
    catalog.list_products([replace(_listed("SET"), parts=())])
    assert products.kits([product("SET").id]) == {}
