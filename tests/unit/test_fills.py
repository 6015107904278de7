"""With how much a pick face is filled up."""

from hypothesis import given
from hypothesis import strategies as st

from packhorse.picking.rules import FaceNow, units_to_fill

FEW = st.integers(0, 40)


def test_whole_packs_are_carried_where_they_are_known_and_there_is_room():
    face = FaceNow(free=5, coming=0, wanted=13, least=0, most=0)
    assert units_to_fill(face, reserve=100, room=100) == 8
    assert units_to_fill(face, reserve=100, room=100, packs={4, 12}) == 8
    assert units_to_fill(face, reserve=100, room=100, packs={12}) == 12
    assert units_to_fill(face, reserve=100, room=100, packs={3}) == 9
    assert units_to_fill(face, reserve=100, room=8, packs={3}) == 8  # two packs would be too few
    assert units_to_fill(face, reserve=6, room=100) == 6


def test_once_somebody_goes_it_is_filled_to_the_most():
    assert units_to_fill(FaceNow(free=5, coming=0, wanted=0, least=5, most=30), reserve=99, room=99) == 0
    assert units_to_fill(FaceNow(free=4, coming=0, wanted=0, least=5, most=30), reserve=99, room=99) == 26
    assert units_to_fill(FaceNow(free=4, coming=10, wanted=0, least=5, most=30), reserve=99, room=99) == 0


@given(FEW, FEW, FEW, FEW, FEW, FEW, FEW, st.sets(st.integers(2, 20), max_size=3))
def test_never_more_than_there_is_or_has_room_and_what_lacks_if_that_can_be(
    free, coming, wanted, least, more, a, b, packs
):
    face = FaceNow(free, coming, wanted, least, least + more)
    units = units_to_fill(face, reserve=a, room=b, packs=packs)
    assert 0 <= units <= min(a, b)
    assert units >= min(face.lacking, a, b)
    assert bool(units) == bool(face.lacking and min(a, b))
