"""Why these warehouses: each decision on an order with its candidates, and the map with the lines drawn."""

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from packhorse.charts.places import Spot, places
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.placing.queries import AddressRow
from packhorse.sourcing import queries as sourcing
from packhorse.sourcing.queries import Explanation
from packhorse.sourcing.rules import TOGETHER, Candidate
from packhorse.web.pages.runs import at_most

SIZES = ((340, 300), (680, 380))  # width and greatest height of the picture, on a phone and beside other things
PARTS = {  # of a candidate's cost; those that nobody has are no columns
    "freight": "Freight",
    "handling": "Handling",
    "late": "Later",
    "scarce": "Scarcity",
    "asked": "Rules",
    "split": "Split",
}
DRAWN = 10  # decisions that have a map, the newest


def decisions(order_id: int, address: AddressRow) -> list[dict[str, Any]]:
    """Return the decisions on an order for its page, the newest first. Maps show the address as it is now."""
    sites = {site.id: site for site in network.warehouses()}
    names = {pk: f"{site.city} ({site.code})" for pk, site in sites.items()}
    found = []
    for nth, row in enumerate(sourcing.explanations(order_id)):
        parts = [name for name in PARTS if any(getattr(c, name) for c in row.candidates)]
        second = row.second.warehouse_id if row.second else None
        found.append(
            {
                "at": row.at,
                "method": row.method,
                "lacks": row.lacks,
                "cost": row.cost_minor,
                "chosen": any(c.given for c in row.candidates),
                "second": names.get(second, second) if second is not None else None,
                "second_cost": row.second_cost,
                "instead": names.get(row.instead_of, row.instead_of) if row.instead_of else None,
                "sought": row.sought,
                "split": sum(1 for c in row.candidates if c.given) > 1,
                "more": row.more,
                **_batch(row),
                "parts": [PARTS[name] for name in parts],
                "candidates": [
                    (names.get(c.warehouse_id, c.warehouse_id), c, [getattr(c, name) for name in parts])
                    for c in row.candidates
                ],
                **(_map(row, sites, address, nth) if nth < DRAWN else {}),
            }
        )
    return found


def _batch(row: Explanation) -> dict[str, Any]:
    """With how many others it was decided, and how far above the least possible that may be, at most."""
    if row.run is None:
        return {"others": 0}
    placed = row.run.gap if row.method == TOGETHER else None
    return {"others": row.run.orders - 1, "run": row.run.id, "least": placed == 0, "gap": at_most(placed)}


def _map(row: Explanation, sites: dict[int, WarehouseRow], address: AddressRow, nth: int) -> dict[str, Any]:
    """Return the maps by size, or in words why there is none, and who is not on them."""
    if address.latitude is None or address.longitude is None:
        return {"no_map": "The address is not on the map: no lines can be drawn."}
    known = [(sites[c.warehouse_id], c) for c in row.candidates if c.warehouse_id in sites]
    spots = [spot for site, c in known if (spot := _spot(site, c, row))]
    if not spots:
        return {"no_map": "None of the warehouses has coordinates: no lines can be drawn."}
    to = (address.latitude, address.longitude)
    maps = [_drawn(spots, to, row, f"map{nth}-{size[0]}", size) for size in SIZES]
    lost = [site.code for site, _ in known if site.latitude is None or site.longitude is None]
    return {"maps": maps, "off_map": lost, "kinds": {spot.kind for spot in spots}, "folded": nth > 0}


def _spot(site: WarehouseRow, c: Candidate, row: Explanation) -> Spot | None:
    if site.latitude is None or site.longitude is None:
        return None
    given = sum(each.given for each in row.candidates)
    if c.given:
        kind, what = "chosen", f"chosen, {c.given:,} unit{'s' * (c.given != 1)}"
    elif row.second and row.second.warehouse_id == c.warehouse_id:
        kind, what = "next", "next best"
    elif c.excluded:
        kind, what = "excluded", c.excluded
    else:
        kind, what = "other", f"could send {c.fills_units:,} unit{'s' * (c.fills_units != 1)}"
    far = f", {c.km:,} km" if c.km is not None else ""
    words = f"{site.city} ({site.code}){far}: {what}"
    return Spot(site.latitude, site.longitude, site.code, kind, words, c.given / given if given else 0.0)


def _drawn(
    spots: Sequence[Spot], to: tuple[float, float], row: Explanation, name: str, size: tuple[int, int]
) -> SafeString:
    lined = "; ".join(spot.words for kind in ("chosen", "next") for spot in spots if spot.kind == kind)
    rest = [
        f"{count} {words}"
        for kind, words in (("other", "that could send some"), ("excluded", "excluded"))
        if (count := sum(spot.kind == kind for spot in spots))
    ]
    drawn = places(
        title=f"Map of the warehouses considered on {row.at:%-d %B %Y}, and of where the order goes",
        description=". ".join(part for part in (lined or "No warehouse was chosen", ", ".join(rest)) if part)
        + ". The numbers stand in the table below.",
        spots=spots,
        to=to,
        width=size[0],
        tallest=size[1],
        name=name,
    )
    return mark_safe(drawn)  # every text in it is escaped where it is drawn
