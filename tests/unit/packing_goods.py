"""Random orders for the packer: all rules at once, small enough that most fit somewhere and some nowhere."""

from hypothesis import strategies as st

from packhorse.algorithms.packing.goods import Carton, Coolant, Item, Limits

ICE = Coolant("ICE", (20, 30, 4), 20, 3)
LIMITS = Limits({"3": 500}, {"3": 900, "LQ": 700})
SIDES = st.integers(5, 60)
WAYS = st.sampled_from([(True, True, True), (False, False, True), (True, False, True), (False, True, False)])


@st.composite
def orders(draw: st.DrawFn, most: int = 5) -> list[Item]:
    """Up to `most` products under any rules."""
    return [
        Item(
            key=100 + nth,
            length_mm=draw(SIDES),
            width_mm=draw(SIDES),
            height_mm=draw(SIDES),
            weight_g=draw(st.integers(1, 400)),
            quantity=draw(st.integers(1, 9)),
            stands=draw(WAYS),
            turns=draw(st.booleans()),
            bears_g=draw(st.sampled_from([None, None, 0, 100, 500])),
            apart=draw(st.sampled_from(["", "", "food", "hazmat"])),
            together=draw(st.sampled_from(["", "", "kit"])),
            needs=draw(st.sampled_from([frozenset(), frozenset(), frozenset(["chilled"])])),
            alone=draw(st.sampled_from([False, False, False, True])),
            cushion_mm=draw(st.sampled_from([0, 0, 2])),
            hazard=draw(st.sampled_from(["", "", "3", "LQ"])),
        )
        for nth in range(draw(st.integers(1, most)))
    ]


@st.composite
def carton_types(draw: st.DrawFn) -> list[Carton]:
    """No carton or a few; sizes, limits and costs have nothing to do with each other."""
    return [
        Carton(
            code=f"C{nth}",
            inner=(draw(st.integers(5, 120)), draw(st.integers(5, 120)), draw(st.integers(5, 120))),
            tare_g=draw(st.integers(0, 50)),
            max_weight_g=draw(st.integers(40, 3000)),
            cost_minor=draw(st.integers(0, 20)),
            outer=(130, 130, 130),
            filling_minor=draw(st.sampled_from([0, 4000])),
            stock=draw(st.sampled_from([None, None, 0, 2])),
            kinds=draw(st.sampled_from([frozenset(), frozenset(["chilled"])])),
            coolant=draw(st.sampled_from([None, ICE])),
            packs=draw(st.sampled_from([0, 1, 3])),
            around_mm=draw(st.sampled_from([0, 0, 3])),
            soft=draw(st.sampled_from([False, False, True])),
            filling_g=draw(st.sampled_from([0, 300])),
        )
        for nth in range(draw(st.integers(0, 4)))
    ]
