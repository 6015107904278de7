"""Random goods and cartons, and a check of parcels that knows nothing of the packer but its data."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations, permutations

from hypothesis import strategies as st

from packhorse.algorithms.cartons import Carton, Item, Packed, Placement

SIDES = st.integers(1, 60)
LARGE = Carton("LARGE", 400, 300, 250, 380, 18_000, 68)


@st.composite
def goods(draw: st.DrawFn, most: int = 5) -> list[Item]:
    """Up to `most` products, small enough that most fit somewhere and some nowhere."""
    return [
        Item(
            key=100 + nth,
            length_mm=draw(SIDES),
            width_mm=draw(SIDES),
            height_mm=draw(SIDES),
            weight_g=draw(st.integers(1, 400)),
            quantity=draw(st.integers(1, 12)),
            this_side_up=draw(st.booleans()),
        )
        for nth in range(draw(st.integers(1, most)))
    ]


@st.composite
def carton_types(draw: st.DrawFn) -> list[Carton]:
    """No carton or a few; sizes, limits and costs have nothing to do with each other."""
    return [
        Carton(
            code=f"C{nth}",
            inner_length_mm=draw(st.integers(5, 120)),
            inner_width_mm=draw(st.integers(5, 120)),
            inner_height_mm=draw(st.integers(5, 120)),
            tare_g=draw(st.integers(0, 50)),
            max_weight_g=draw(st.integers(40, 3000)),
            cost_minor=draw(st.integers(0, 20)),
        )
        for nth in range(draw(st.integers(0, 4)))
    ]


def turns(item: Item) -> set[tuple[int, int, int]]:
    """Every way a unit may lie."""
    sides = item.length_mm, item.width_mm, item.height_mm
    ways = set(permutations(sides))
    return {way for way in ways if way[2] == item.height_mm} if item.this_side_up else ways


def inner(carton: Carton) -> tuple[int, int, int]:
    """The room of a carton."""
    return carton.inner_length_mm, carton.inner_width_mm, carton.inner_height_mm


def most_in_rows(item: Item, carton: Carton) -> int:
    """Units that go in when all lie the same way in a plain grid, by size and by weight."""
    by_weight = max(0, (carton.max_weight_g - carton.tare_g) // item.weight_g)
    room = inner(carton)
    by_size = [(room[0] // a) * (room[1] // b) * (room[2] // c) for a, b, c in turns(item)]
    return min(by_weight, max(by_size))


def fits_somewhere(item: Item, cartons: Sequence[Carton]) -> bool:
    """Say whether one unit goes into any carton."""
    return any(most_in_rows(item, carton) for carton in cartons)


def units(placement: Placement) -> list[tuple[range, range, range]]:
    """The millimetres of every single unit of a block."""
    p = placement
    return [
        (
            range(p.x + i * p.dx, p.x + (i + 1) * p.dx),
            range(p.y + j * p.dy, p.y + (j + 1) * p.dy),
            range(p.z + k * p.dz, p.z + (k + 1) * p.dz),
        )
        for i in range(p.nx)
        for j in range(p.ny)
        for k in range(p.nz)
    ]


def assert_right(parcel: Packed, items: Sequence[Item]) -> None:
    """Every unit on its own: inside, apart from all others, turned as it may be; and the weights add up."""
    known = {item.key: item for item in items}
    bodies = [body for placement in parcel.placements for body in units(placement)]
    for placement in parcel.placements:
        assert (placement.dx, placement.dy, placement.dz) in turns(known[placement.key])
    for one, other in combinations(bodies, 2):
        assert any(a.stop <= b.start or b.stop <= a.start for a, b in zip(one, other, strict=True))
    goods_g = sum(known[p.key].weight_g * len(units(p)) for p in parcel.placements)
    if parcel.carton is None:
        assert len(bodies) == 1 and parcel.weight_g == goods_g
        return
    assert parcel.weight_g == goods_g + parcel.carton.tare_g <= parcel.carton.max_weight_g
    for body in bodies:
        for side, room in zip(body, inner(parcel.carton), strict=True):
            assert side.start >= 0 and side.stop <= room


def counted(parcels: Sequence[Packed]) -> Counter[int]:
    """Units by product over all parcels."""
    found: Counter[int] = Counter()
    for parcel in parcels:
        for placement in parcel.placements:
            found[placement.key] += len(units(placement))
    return found
