"""State tables: each of the product's is whole, and a broken one is refused."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import packhorse
from packhorse.states import check, leading_to


def tables() -> Iterator[tuple[str, dict[str, frozenset[str]]]]:
    """Every table of every area's rules, wherever it is."""
    for area in pkgutil.iter_modules(packhorse.__path__):
        if area.ispkg and importlib.util.find_spec(f"packhorse.{area.name}.rules"):
            rules = importlib.import_module(f"packhorse.{area.name}.rules")
            for name, value in vars(rules).items():
                if name.endswith("_STATES") and isinstance(value, dict):
                    yield f"{area.name}.{name}", value


TABLES = dict(tables())
EACH = pytest.mark.parametrize("name", TABLES)


def test_all_tables_are_found():
    assert set(TABLES) >= {
        "inventory.ALLOCATION_STATES",
        "packing.PARCEL_STATES",
        "picking.LIST_STATES",
        "picking.TASK_STATES",
        "picking.WAVE_STATES",
        "placing.ORDER_STATES",
        "shipping.SHIPMENT_STATES",
        "sorting.SLOT_STATES",
        "sourcing.FULFILLMENT_STATES",
    }


@EACH
def test_a_table_of_the_product_is_whole(name):
    check(name, TABLES[name])


# A delivery that is announced and one that is asked for of another warehouse begin differently.
BEGINNINGS = {"inbound.DELIVERY_STATES": {"expected", "requested"}}


@EACH
def test_every_state_but_the_first_follows_another(name):
    first = BEGINNINGS.get(name, {next(iter(TABLES[name]))})
    others = set(TABLES[name]) - first
    assert all(first & set(leading_to(TABLES[name], state)) for state in others)
    assert not any(leading_to(TABLES[name], state) for state in first - {next(iter(TABLES[name]))})


@EACH
def test_a_state_does_not_follow_itself(name):
    assert not any(state in follow for state, follow in TABLES[name].items())


def test_a_table_with_an_unknown_state_is_refused():
    with pytest.raises(ValueError, match="state table lamp: broken, gone may follow but is not a state"):
        check("lamp", {"on": frozenset({"off", "gone"}), "off": frozenset({"on", "broken"})})


def test_leading_to_goes_back_over_several_steps():
    fulfillment = TABLES["sourcing.FULFILLMENT_STATES"]
    assert leading_to(fulfillment, "picked") == ["on_hold", "open", "picking", "released"]
    assert leading_to(fulfillment, "open") == ["on_hold"]
    assert leading_to(fulfillment, "delivered") == [
        "on_hold",
        "open",
        "packed",
        "picked",
        "picking",
        "released",
        "shipped",
        "sorted",
    ]
    assert leading_to({"a": frozenset("b"), "b": frozenset("a"), "c": frozenset()}, "a") == ["b"]


NAMES = "abcdef"
ANY_TABLE = st.fixed_dictionaries({name: st.frozensets(st.sampled_from(NAMES)) for name in NAMES})


@given(ANY_TABLE, st.sampled_from(NAMES))
def test_leading_to_is_every_state_with_a_way_to_it(states, goal):
    def ends(start: str) -> set[str]:
        seen: set[str] = set()
        edge = list(states[start])
        while edge:
            if (state := edge.pop()) not in seen:
                seen.add(state)
                edge += states[state]
        return seen

    assert leading_to(states, goal) == [name for name in NAMES if name != goal and goal in ends(name)]
