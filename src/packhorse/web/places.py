"""Where people work: the warehouse of a page, and that nobody opens what is of a warehouse he is not tied to."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from packhorse.counting import queries as counting
from packhorse.counting.rules import count_id_of
from packhorse.errors import Refusal, missing
from packhorse.inbound import queries as inbound
from packhorse.inbound.rules import delivery_id_of, purchase_id_of
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.packing import queries as packing
from packhorse.picking import queries as picking
from packhorse.shipping import queries as shipping
from packhorse.shipping.queries import units
from packhorse.sorting import queries as sorting
from packhorse.web.access import View, places_of, require_place
from packhorse.web.refusals import told

TIED = frozenset({"floor", "bench", "papers", "lead"})  # rooms whose pages are of one warehouse


def sites_for(user: Any) -> list[WarehouseRow]:
    """Return the warehouses a person works in."""
    places = places_of(user)
    return [site for site in network.warehouses() if not places or site.id in places]


def at_site(view: View) -> View:
    """Return `view` with the warehouse this person works in as `site`: chosen by `?warehouse=`, then remembered."""

    @wraps(view)
    def placed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        site = site_of(request)
        if chosen := request.GET.get("warehouse", ""):
            request.session["warehouse"] = chosen
        return view(request, *args, site=site, **kwargs)

    return placed


def site_of(request: HttpRequest) -> WarehouseRow:
    """Return the warehouse this person works in; refuses one that does not exist, or that he is not tied to."""
    sites = {site.code: site for site in sites_for(request.user)}
    chosen = request.GET.get("warehouse", "")
    if chosen and chosen not in sites:
        elsewhere = network.warehouse(chosen)
        if elsewhere is None:
            raise missing("warehouse", chosen[:20])
        require_place(places_of(request.user), elsewhere.id, "This page")
    if not sites:
        raise Refusal("NO_WAREHOUSE", "No warehouse is open yet. Open one first.", status=404)
    return sites.get(chosen or request.session.get("warehouse", "")) or next(iter(sites.values()))


class PlacesMiddleware:
    """Keep who is tied to warehouses off what is of others: asked before each page, and of him only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, _: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Refuse a page, or what was scanned on it, when it is of another warehouse."""
        tied = TIED.intersection(getattr(view, "rooms", ()))
        places = places_of(request.user) if tied else frozenset()
        if not places or request.resolver_match is None:
            return None
        try:
            _keep_out(request, request.resolver_match.route, places, kwargs)
        except Refusal as refusal:
            return told(request, refusal)
        return None


def _keep_out(request: HttpRequest, route: str, places: frozenset[int], kwargs: dict[str, Any]) -> None:
    if kwargs:
        # What is not in the table is of no warehouse we know: it is shut, until it is said whose it is.
        find, value = OF.get(door_of(route), _nowhere), str(next(iter(kwargs.values())))
        require_place(places, find(value), f"This ({value[:40]})")
    for door, field, find in SENT:
        if route == door and (sent := request.POST.get(field, "").strip()):
            require_place(places, find(sent), f"This ({sent[:40]})")


def door_of(route: str) -> str:
    """Return a route up to its first value: whose that is says where the page is."""
    return route[: route.index(">") + 1] if ">" in route else route


def _nowhere(value: str) -> int:
    return -1


def _site(code: str) -> int | None:
    site = network.warehouse(code)
    return site.id if site else None


def _list(list_id: str) -> int | None:
    row = picking.pick_list(int(list_id)) if int(list_id) < 2**63 else None
    return row.warehouse_id if row else None


def _wave(wave_id: str) -> int | None:
    row = picking.wave(int(wave_id)) if int(wave_id) < 2**63 else None
    return row.warehouse_id if row else None


def _fill(task_id: str) -> int | None:
    row = picking.fill(int(task_id)) if int(task_id) < 2**63 else None
    return row.warehouse_id if row else None


def _slot(slot_id: str) -> int | None:
    row = sorting.slot_by_id(int(slot_id)) if int(slot_id) < 2**63 else None
    return row.warehouse_id if row else None


def _count(number: str) -> int | None:
    count_id = count_id_of(number)
    row = counting.count(count_id) if count_id is not None else None
    return row.warehouse_id if row else None


def _received(number: str) -> int | None:
    delivery_id, order_id = delivery_id_of(number.upper()), purchase_id_of(number.upper())
    row = inbound.delivery(delivery_id) if delivery_id is not None else None
    if row is None and order_id is not None:
        bought = inbound.purchase(order_id)
        return bought.warehouse_id if bought else None
    return row.warehouse_id if row else None


def _sent(number: str) -> int | None:
    delivery_id = delivery_id_of(number)
    row = inbound.delivery(delivery_id) if delivery_id is not None else None
    return row.from_warehouse_id if row else None


def _parcel(sscc: str) -> int | None:
    row = packing.by_sscc(sscc)
    return row.warehouse_id if row else None


def _unit(number: str) -> int | None:
    row = units.unit_by_code(number)
    return row.warehouse_id if row else None


def _parcel_or_unit(code: str) -> int | None:
    return _parcel(code) or _unit(code)


def _manifest(manifest_id: str) -> int | None:
    row = shipping.manifest(int(manifest_id)) if int(manifest_id) < 2**63 else None
    return row.warehouse_id if row else None


# A page by its route up to its first value: the warehouse of what that value names, None where there is none.
OF: dict[str, Callable[[str], int | None]] = {
    "warehouses/<str:code>": _site,
    "receive/<str:number>": _received,
    "send/<str:number>": _sent,
    "floor/waves/<int:wave_id>": _wave,
    "floor/fill-ups/<int:task_id>": _fill,
    "floor/counts/<str:number>": _count,
    "pick/<int:list_id>": _list,
    "sort/<int:list_id>": _list,
    "slots/<int:slot_id>": _slot,
    "pack/<str:sscc>": _parcel,
    "ship/units/<str:number>": _unit,
    "parcels/<str:sscc>": _parcel,
    "manifests/<int:manifest_id>": _manifest,
}
# What is sent to a page that is of no warehouse by its address.
SENT: tuple[tuple[str, str, Callable[[str], int | None]], ...] = (
    ("receive", "number", _received),
    ("ship", "sscc", _parcel_or_unit),
    ("ship/take-out", "sscc", _parcel),
)
