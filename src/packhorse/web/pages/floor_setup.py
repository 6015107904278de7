"""How a warehouse picks: its carts, its people, and its waves."""

from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.picking import operations, queries
from packhorse.picking.rules import BOUNDS, Setup


class Field(NamedTuple):
    """A number of the form: what it is, its unit, how many of ours one of these is, and what else is to be said."""

    name: str
    label: str
    unit: str
    scale: int = 1
    hint: str = ""


class Typed(NamedTuple):
    """A number as it stands in the form."""

    field: Field
    value: str
    low: str
    high: str


class Section(NamedTuple):
    """Fields that belong together."""

    title: str
    fields: list[Typed]


PARTS = {
    "Cart": (
        Field("cart_totes", "Totes on a cart", "totes"),
        Field("cart_tasks", "Stops of a list at most", "stops"),
        Field("cart_g", "Weight a cart may carry", "kg", 1000, "0: no limit"),
        Field("tote_mm3", "Volume of a tote", "litres", 1_000_000, "0: no limit, an order fits one tote"),
    ),
    "Pickers": (
        Field("pickers", "Usually at work", "people"),
        Field("pick_seconds", "A pick takes", "seconds", 1, "beside the walk"),
        Field("walk_mm_s", "Walking speed", "m/s", 1000),
    ),
    "Waves": (
        Field("ahead_minutes", "Planned for cut-offs of the next", "minutes"),
        Field("wave_minutes", "Work in a wave, for everybody", "minutes"),
        Field("after_minutes", "From picked to the carrier", "minutes", 1, "sorting and packing"),
    ),
}
SWITCHES = (
    (
        "clusters",
        "Orders are picked into totes of their own",
        "They go straight to the pack bench. Otherwise all is sorted at the put wall.",
    ),
    ("singles", "Orders of one unit are picked together", "Many on a cart, in shared totes; from four of them on."),
    (
        "zones",
        "Nobody leaves his zone",
        "An order in several zones has a list in each, and comes together at the wall.",
    ),
    ("by_itself", "Waves are planned and released by the clock", "The next one goes out when lists run low."),
)


def floor_setup(request: HttpRequest, code: str) -> HttpResponse:
    """Show how a warehouse picks; POST keeps it. What was refused stands as it was typed, with what is wrong."""
    site = network.warehouse(code)
    if site is None:
        raise Http404
    refusal, setup = None, queries.floor_setup(site.id)
    if request.method == "POST":
        try:
            operations.set_floor(warehouse=site.code, setup=_setup(request))
            messages.success(request, "Kept, for lists and waves that are made from now on.")
            return HttpResponseRedirect(reverse("floor-setup", args=[site.code]))
        except Refusal as found:
            refusal = found
    context = {
        "site": site,
        "sections": [Section(title, [_typed(each, setup, request) for each in mine]) for title, mine in PARTS.items()],
        "switches": [
            (name, label, hint, name in request.POST if refusal else getattr(setup, name))
            for name, label, hint in SWITCHES
        ],
        "refusal": refusal,
    }
    return render(request, "web/floor_setup.html", context, status=refusal.status if refusal else 200)


def _typed(field: Field, setup: Setup, request: HttpRequest) -> Typed:
    low, high = BOUNDS[field.name]
    shown = _shown(getattr(setup, field.name), field.scale)
    return Typed(field, request.POST.get(field.name, shown), _shown(low, field.scale), _shown(high, field.scale))


def _shown(value: int, scale: int) -> str:
    return f"{(Decimal(value) / scale).normalize():f}"


def _setup(request: HttpRequest) -> Setup:
    numbers = {
        field.name: _number(request.POST.get(field.name, ""), field) for mine in PARTS.values() for field in mine
    }
    return Setup(**numbers, **{name: name in request.POST for name, _, _ in SWITCHES})


def _number(text: str, field: Field) -> int:
    """Return what was typed in our units; refuses what is no number, or finer than these, or not possible."""
    low, high = (Decimal(bound) / field.scale for bound in BOUNDS[field.name])
    try:
        value = Decimal(text.strip()) if len(text) <= 20 else Decimal(-1)
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or not low <= value <= high or value * field.scale % 1:
        least, most = (_shown(bound, field.scale) for bound in BOUNDS[field.name])
        kind = "a number" if field.scale > 1 else "a whole number"
        raise Refusal(
            "FLOOR_WRONG", f"{field.label}: give {kind} of {field.unit} between {least} and {most}.", status=422
        )
    return int(value * field.scale)
