"""Goods brought together: kept where most of them lie, and made up into whole kits."""

from collections.abc import Mapping, Sequence

from packhorse.catalog.rules import whole_kits


def gather(wanted: Mapping[int, int], available: Mapping[tuple[int, int], int]) -> dict[tuple[int, int], int] | None:
    """Choose where units are kept as long as nobody knows where they go: where most of each product lies.

    `wanted` {product id: units}, `available` {(product id, warehouse id): units}; None when they do not suffice.
    """
    found: dict[tuple[int, int], int] = {}
    for product, units in sorted(wanted.items()):
        places = sorted(((free, site) for (pk, site), free in available.items() if pk == product), reverse=True)
        for free, site in places:
            if taken := min(free, units):
                found[product, site] = taken
                units -= taken
        if units:
            return None
    return found


def fold(
    parts: Sequence[tuple[int, int]], shares: Mapping[int, Mapping[int, int]]
) -> list[tuple[tuple[int, ...], int]]:
    """Return ((warehouse ids), whole kits) that `shares` {part: {warehouse id: units}} of (part, units in one) make up.

    Kits that one warehouse has whole come first; those for which several must send parts name all of these.
    """
    left = {part: dict(shares.get(part, {})) for part, _ in parts}
    due = whole_kits({part: sum(held.values()) for part, held in left.items()}, parts)
    found: list[tuple[tuple[int, ...], int]] = []
    for site in dict.fromkeys(site for held in left.values() for site in held):
        if whole := whole_kits({part: held.get(site, 0) for part, held in left.items()}, parts):
            found.append(((site,), whole))
            due -= whole
            for part, units in parts:
                left[part][site] -= whole * units
    if due:
        sites: set[int] = set()
        for part, units in parts:
            wanted = due * units
            for site, held in left[part].items():
                if wanted > 0 and held > 0:
                    sites.add(site)
                    wanted -= held
        found.append((tuple(sorted(sites)), due))
    return found
