"""When a pick face is filled up from reserve, and with how much."""

from collections.abc import Collection
from dataclasses import dataclass

FILL_STATES = {"open": frozenset({"done", "cancelled"}), "done": frozenset(), "cancelled": frozenset()}
FACE_DAYS = 2  # days of picks that a pick face is to hold where nobody set how much
MOST_FACE = 1_000_000


@dataclass(frozen=True)
class FaceNow:
    """A product's pick faces in a warehouse: units that lie `free` there and that are `coming` by open fill-ups.

    `wanted` for orders that wait, and at `least` to lie there besides; filled up to `most` once it is done.
    """

    free: int
    coming: int
    wanted: int
    least: int
    most: int

    @property
    def lacking(self) -> int:
        """Units too few."""
        return max(0, self.wanted + self.least - self.free - self.coming)

    @property
    def missing(self) -> int:
        """Units to bring when somebody goes: what lacks, or up to what the face is to hold when all is picked."""
        return max(self.lacking, self.wanted + self.most - self.free - self.coming) if self.lacking else 0


def units_to_fill(face: FaceNow, *, reserve: int, room: int, packs: Collection[int] = ()) -> int:
    """Return how many units to bring of those that lie free in `reserve`; nothing where nothing lacks.

    Whole packs where packs are known, of the largest that is not more than is missing, else of the smallest: as many as
    do not make too much, more only where too little would come. Where these are not there, or have no `room`, units.
    """
    wanted, able = face.missing, min(reserve, room)
    if not wanted or able <= 0:
        return 0
    pack = max((each for each in packs if each <= wanted), default=min(packs, default=1))
    whole = wanted // pack * pack
    if whole < face.lacking:
        whole = -(-face.lacking // pack) * pack
    whole = min(whole, able // pack * pack)
    return whole if whole >= min(face.lacking, able) else min(wanted, able)
