"""Who may have what, in turn: each as much as can still be had with all before him keeping theirs, from wherever."""

from collections.abc import Sequence


class Seats:
    """Units at places, each wanted from any of a set of places; sets are bit masks, place w is the bit 1 << w.

    Augmenting paths (Ford, Fulkerson 1956): who came before keeps as many, but may be moved to another of his places.
    """

    def __init__(self, free: Sequence[int]) -> None:
        self.free = list(free)
        self.open = sum(1 << w for w, units in enumerate(free) if units > 0)
        self.taken: dict[int, list[int]] = {}  # by set: units at each place
        self.dead = 0  # places from which nobody can be moved to a free one

    def take(self, places: int, units: int) -> int:
        """Take up to so many units from any of `places`; return how many there are."""
        wanted = units
        while wanted and places & ~self.dead:
            if here := places & self.open:
                w = (here & -here).bit_length() - 1
                some = min(wanted, self.free[w])
                self._give(places, w, some)
            else:
                some = self._move(places, wanted)
                if not some:
                    break
            wanted -= some
        return units - wanted

    def give_back(self, places: int, units: int) -> None:
        """Give back what was taken from `places`: whoever wants the same places is as good as another."""
        for w, held in enumerate(self.taken.get(places, ())):
            some = min(units, held)
            if some:
                self._give(places, w, -some)
                units -= some
        self.dead = 0

    def _give(self, places: int, w: int, units: int) -> None:
        self.taken.setdefault(places, [0] * len(self.free))[w] += units
        self.free[w] -= units
        self.open = self.open | 1 << w if self.free[w] > 0 else self.open & ~(1 << w)

    def _move(self, places: int, most: int) -> int:
        """Move others so that up to `most` units become free for `places`, and take them; return how many."""
        came: dict[int, tuple[int, int]] = {}  # place: the place before it, and whose units go from there
        seen, edge = places, [w for w in range(len(self.free)) if places >> w & 1]
        for w in edge:
            for others, held in self.taken.items():
                new = others & ~seen if held[w] > 0 else 0
                seen |= new
                while new:
                    to = (new & -new).bit_length() - 1
                    new &= new - 1
                    came[to] = w, others
                    edge.append(to)
                    if self.free[to] > 0:
                        return self._shift(places, to, came, most)
        self.dead |= seen
        return 0

    def _shift(self, places: int, to: int, came: dict[int, tuple[int, int]], most: int) -> int:
        way, units, w = [], min(most, self.free[to]), to
        while w in came:
            before, others = came[w]
            units = min(units, self.taken[others][before])
            way.append((before, others, w))
            w = before
        for before, others, at in way:
            self._give(others, before, -units)
            self._give(others, at, units)
        self._give(places, w, units)
        return units
