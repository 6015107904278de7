"""Who may have what, in turn: each as much as can still be had with all before him keeping theirs, from wherever."""

from collections.abc import Sequence


class Seats:
    """Units at places, each wanted from any of a set of places; sets are bit masks, place w is the bit 1 << w.

    Augmenting paths (Ford, Fulkerson 1956): who came before keeps as many, but may be moved to another of his places.
    """

    def __init__(self, free: Sequence[int]) -> None:
        self.free = list(free)
        self.open = sum(1 << w for w, units in enumerate(free) if units > 0)
        self.taken: list[dict[int, int]] = [{} for _ in free]  # at each place {set: units}, none of no units
        self._ways = [0] * len(free)  # at each place: where those who are there may go
        # Places from which nobody can be moved to a free one, the fewest first and each in the next: whoever is in one
        # wants no place outside, so nobody who is moved, or gives back what he had elsewhere, ever touches it.
        self._dead: list[int] = [0]

    def take(self, places: int, units: int) -> int:
        """Take up to so many units from any of `places`; return how many there are."""
        wanted = units
        while wanted and places & ~self._dead[-1]:
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
        if not units:
            return
        while self._dead[-1] and not places & ~self._dead[-1]:
            self._dead.pop()
        for w in _each(places):
            some = min(units, self.taken[w].get(places, 0))
            if some:
                self._give(places, w, -some)
                units -= some

    def _give(self, places: int, w: int, units: int) -> None:
        here = self.taken[w]
        held = here[places] = here.get(places, 0) + units
        if held == units:
            self._ways[w] |= places
        elif not held:
            del here[places]
            self._ways[w] = -1  # to be looked up when somebody asks
        self.free[w] -= units
        self.open = self.open | 1 << w if self.free[w] > 0 else self.open & ~(1 << w)

    def _move(self, places: int, most: int) -> int:
        """Move others so that up to `most` units become free for `places`, and take them; return how many."""
        came: dict[int, tuple[int, int]] = {}  # place: the place before it, and whose units go from there
        seen, edge = places | self._dead[-1], _each(places & ~self._dead[-1])
        for w in edge:
            if self._ways[w] < 0:
                self._ways[w] = 0
                for others in self.taken[w]:
                    self._ways[w] |= others
            if not self._ways[w] & ~seen:
                continue
            for others in self.taken[w]:
                if new := others & ~seen:
                    seen |= new
                    steps = _each(new)
                    came.update((to, (w, others)) for to in steps)
                    if free := new & self.open:
                        return self._shift(places, (free & -free).bit_length() - 1, came, most)
                    edge += steps
        self._dead.append(seen)
        return 0

    def _shift(self, places: int, to: int, came: dict[int, tuple[int, int]], most: int) -> int:
        way, units, w = [], min(most, self.free[to]), to
        while w in came:
            before, others = came[w]
            units = min(units, self.taken[before][others])
            way.append((before, others, w))
            w = before
        for before, others, at in way:
            self._give(others, before, -units)
            self._give(others, at, units)
        self._give(places, w, units)
        return units


def _each(places: int) -> list[int]:
    found = []
    while places:
        found.append((places & -places).bit_length() - 1)
        places &= places - 1
    return found
