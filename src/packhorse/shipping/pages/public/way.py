"""A parcel's way as a customer understands it: where it stands, what happened, and the map."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe

from packhorse.charts.places import Spot, places
from packhorse.languages import whole_in
from packhorse.network.queries import WarehouseRow
from packhorse.placing.queries import AddressRow
from packhorse.shipping.queries import ShipmentRow, TrackingRow

STEPS = ("packed", "carrier", "out", "there")
REACHED = {  # the step that a state has come to; a parcel that does not arrive shows none
    "packing": 0,
    "ready": 1,
    "pre_transit": 2,
    "in_transit": 2,
    "unknown": 2,
    "delayed": 2,
    "out_for_delivery": 3,
    "available_for_pickup": 3,
    "delivered": 4,
}
COARSE = 1  # decimals of a degree: some ten kilometres, so that a map shows the city and never the house
WIDTH, TALLEST = 340, 240

Happened = tuple[str, Any, str]  # what, when, where


class Step(NamedTuple):
    """A step of a parcel's way: its name, whether it is behind us, and whether it is the last one reached."""

    name: str
    done: bool
    here: bool


def state_of(shipment: ShipmentRow | None, today: date) -> str:
    """Return where a parcel stands; what should be there by `today`, or is likely to be late, is late.

    Even if its carrier does not say so.
    """
    if shipment is None:
        return "packing"
    state = shipment.tracking_state
    if shipment.state != "handed_over" and state in ("pre_transit", "unknown"):
        return "ready"
    late = shipment.likely_late or today > shipment.due_on
    if state in ("pre_transit", "in_transit", "unknown") and late:
        return "delayed"
    return state


def steps(state: str, words: Mapping[str, str]) -> tuple[Step, ...]:
    """Return the steps to the door."""
    if state not in REACHED:
        return ()
    reached = REACHED[state]
    return tuple(Step(words[f"step_{name}"], nth <= reached, nth == reached) for nth, name in enumerate(STEPS, start=1))


def told(own: Sequence[Happened], reports: Sequence[TrackingRow], address: AddressRow) -> list[Happened]:
    """Return what happened, the newest first. The carriers' texts are left out: they may name people and streets."""
    events = [(each.state, each.at, place_of(each, address)) for each in reports]
    found: list[Happened] = []
    before = ""
    for state, at, place in sorted([*own, *events], key=lambda event: event[1]):
        missed = before == "out_for_delivery" and state == "in_transit"
        before, kind = state, "missed" if missed else state
        if found and (found[-1][0], found[-1][2]) == (kind, place):
            found.pop()  # several scans in one place are one piece of news, as new as the last of them
        found.append((kind, at, place))
    return found[::-1]


def place_of(report: TrackingRow, address: AddressRow) -> str:
    """Return the place a carrier names, unless it may say more of the address than the city.

    At the door the city is known; what holds a figure may be a street or a postal code, and any word of name or street
    that is not the city's, too, may be about the customer.
    """
    place = " ".join(report.place.split())
    if report.state == "delivered" or re.search(r"[\d@]", place):
        return ""
    private = _words(f"{address.name} {address.line1} {address.line2}") - _words(address.city)
    return "" if private & _words(place) else place


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > 1}


def plain(text: str) -> str:
    """Return letters and digits only, all small: how two spellings are compared."""
    return "".join(char for char in text.casefold() if char.isalnum())


def map_of(sites: Sequence[WarehouseRow], address: AddressRow, words: Mapping[str, str]) -> SafeString | str:
    """Draw the way from the warehouses' cities to the customer's; nothing where a place is not known."""
    known = [site for site in sites if site.latitude is not None and site.longitude is not None]
    if not known or address.latitude is None or address.longitude is None:
        return ""
    origins = ", ".join(dict.fromkeys(site.city for site in known))
    spots = [
        Spot(_coarse(site.latitude), _coarse(site.longitude), site.city, "chosen", site.city, 0.4) for site in known
    ]
    drawn = places(
        title=words["map"].format(origin=origins, city=address.city),
        description=words["map_said"].format(origin=origins, city=address.city),
        spots=spots,
        to=(_coarse(address.latitude), _coarse(address.longitude)),
        width=WIDTH,
        tallest=TALLEST,
        name="map",
        home=address.city,
        whole=partial(whole_in, words["code"]),
    )
    return mark_safe(drawn)  # every text in it is escaped where it is drawn


def _coarse(degrees: float | None) -> float:
    return round(degrees or 0.0, COARSE)
