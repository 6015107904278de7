"""Cartons: types and how many there are, coolant, dangerous goods in a parcel, and goods that no carton holds."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.algorithms.dangerous import HAZMAT_CLASSES
from packhorse.carriers.queries import company_currency
from packhorse.errors import Refusal
from packhorse.money import minor, written
from packhorse.network import queries as network
from packhorse.packing import cartons as stored
from packhorse.packing import operations
from packhorse.packing.cartonfile import COLUMNS, MONEY, NEEDS
from packhorse.packing.rules import CARTON_KINDS, CLIMATES, NewCarton, NewCoolant
from packhorse.web import carton_files, held, sheets
from packhorse.web.pages.typed import whole

SHOWN = 200  # wrong rows
OF_CARTON = {
    "inner_length_mm": "Length inside, mm", "inner_width_mm": "Width inside", "inner_height_mm": "Height inside",
    "outer_length_mm": "Length outside, mm", "outer_width_mm": "Width outside", "outer_height_mm": "Height outside",
    "tare_g": "Empty weight, g", "max_weight_g": "Bears in all, g", "cost_minor": "Cost",
    "around_mm": "Padding at each wall, mm", "filling_minor": "Filling, cost a litre",
    "filling_g": "Filling, g a litre", "holds_hours": "Keeps cold by itself, hours",
}  # fmt: skip
USUAL = {"around_mm": 0, "filling_minor": 0, "filling_g": 0, "holds_hours": 0}
OF_COOLANT = {
    "length_mm": "Length, mm", "width_mm": "Width", "height_mm": "Height", "weight_g": "Weight, g",
    "cost_minor": "Cost", "hold_hours": "Holds, hours", "hold_litres": "for so many litres",
}  # fmt: skip
PRICES = ("cost_minor", "filling_minor")


def cartons(request: HttpRequest) -> HttpResponse:
    """Show all; `edit` names a carton or coolant whose form is filled in. POST does what its button says (`do`)."""
    context: dict[str, Any] = {}
    status = 200
    do = request.POST.get("do", "")
    if request.method == "POST" and do in ("check", "take"):
        context = _take(request, keep=do == "take")
    elif request.method == "POST":
        try:
            if do not in VERBS:
                raise Refusal("NOTHING_TO_DO", "Use one of the page's buttons.", status=422)
            messages.success(request, VERBS[do](request))
            return HttpResponseRedirect(reverse("cartons"))
        except Refusal as refusal:
            # What was typed stays in its form, beside what is wrong with it.
            context, status = {"refusal": refusal.text, "refused": do}, refusal.status
    return render(request, "web/cartons.html", _shown(request, do) | context, status=status)


def table(request: HttpRequest) -> HttpResponseBase:
    """Return the carton types as a file, `format` csv or xlsx, that can be taken in again."""
    form, rows = sheets.known(request.GET.get("format", "csv")), carton_files.rows()
    if form == "csv":
        return sheets.handed_out(sheets.as_csv(COLUMNS, rows), form, name="cartons")
    numbers = {nth for nth, name in enumerate(COLUMNS) if name.endswith(("_mm", "_g", "_hours")) or name in MONEY}
    return sheets.handed_out(sheets.as_workbook(COLUMNS, rows, numbers=numbers, name="Cartons"), form, name="cartons")


def _shown(request: HttpRequest, do: str) -> dict[str, Any]:
    sites = {site.id: site for site in network.warehouses()}
    rows, coolants = stored.cartons(), stored.coolants()
    edit = request.GET.get("edit", "")[:20]
    carton = next((row for row in rows if row.carton.code == edit), None)
    coolant = next((row for row in coolants if row.coolant.code == request.GET.get("coolant", "")[:20]), None)
    return {
        "rows": [(row, [(sites[each.warehouse_id], each) for each in row.stock]) for row in rows],
        "coolants": coolants,
        "limits": stored.limits(),
        "booked": [(row, sites[row.warehouse_id]) for row in stored.booked(limit=10)],
        "too_large": stored.too_large(),
        "not_kept_cold": stored.not_kept_cold(),
        "sites": list(sites.values()),
        "kinds": CARTON_KINDS,
        "climates": CLIMATES,
        "classes": HAZMAT_CLASSES,
        "columns": [(name, name in NEEDS) for name in COLUMNS],
        "currency": company_currency(),
        "carton": carton,
        "coolant": coolant,
        "carton_form": _form(request, carton and carton.carton, OF_CARTON, typed=do == "keep"),
        "coolant_form": _form(request, coolant and coolant.coolant, OF_COOLANT, typed=do == "keep-coolant"),
        "carton_said": _said(request, carton and carton.carton, "kind", typed=do == "keep"),
        "coolant_said": _said(request, coolant and coolant.coolant, "climate", typed=do == "keep-coolant"),
        "stock_said": {name: request.POST.get(name, "")[:200] for name in ("stock_carton", "warehouse", "count")},
    }


def _form(
    request: HttpRequest, kept: NewCarton | NewCoolant | None, labels: dict[str, str], *, typed: bool
) -> list[tuple[str, str, str]]:
    """[(field, label, text)]: what was typed, what is kept, or what is usual."""
    found = []
    for name, label in labels.items():
        value = getattr(kept, name) if kept else USUAL.get(name, "")
        text = written(value, company_currency()) if name in PRICES and value != "" else str(value)
        found.append((name, label, request.POST.get(name, "")[:20] if typed else text))
    return found


def _said(request: HttpRequest, kept: NewCarton | NewCoolant | None, what: str, *, typed: bool) -> dict[str, str]:
    names = ("code", "name", what)
    return {name: request.POST.get(name, "")[:120] if typed else str(getattr(kept, name, "")) for name in names}


def _take(request: HttpRequest, *, keep: bool) -> dict[str, Any]:
    """Check a file of cartons, or take in the one that was checked."""
    name, content = held.given(request, held=keep, command="packhorse import cartons")
    report = carton_files.take(content, dry_run=not keep)
    return {
        "name": name,
        "report": report,
        "faults": report.faults[:SHOWN],
        "hidden_faults": max(0, len(report.faults) - SHOWN),
        "held": held.as_text(content) if not keep and report.kept else "",
    }


def _keep(request: HttpRequest) -> str:
    texts = {name: _typed(request, name, 121) for name in ("code", "name", "kind")}
    operations.keep_cartons([NewCarton(**texts, **_numbers(request, OF_CARTON))])
    return f"Carton {texts['code']} is kept."


def _keep_coolant(request: HttpRequest) -> str:
    texts = {name: _typed(request, name, 121) for name in ("code", "name", "climate")}
    operations.keep_coolants([NewCoolant(**texts, **_numbers(request, OF_COOLANT))])
    return f"Coolant {texts['code']} is kept."


def _retire(request: HttpRequest) -> str:
    operations.retire_carton(code=_typed(request, "code", 21))
    return "It is not proposed any more. Parcels that have it keep it."


def _retire_coolant(request: HttpRequest) -> str:
    operations.retire_coolant(code=_typed(request, "code", 21))
    return "It is not used any more."


def _stock(request: HttpRequest) -> str:
    """Book what came, or what was counted, with the level at which it is low; or stop counting."""
    site = network.warehouse(_typed(request, "warehouse", 20))
    if site is None:
        raise Refusal("NO_SUCH_WAREHOUSE", "Choose a warehouse.", status=422)
    here = {"code": _typed(request, "stock_carton", 21), "warehouse_id": site.id}
    who = {"note": _typed(request, "note", 201), "now": timezone.now(), "actor": request.user.get_username()}
    what, level = request.POST.get("what", ""), _typed(request, "level", 12)
    if what == "stop":
        operations.stop_counting(**here)
        return f"Carton {here['code']} is not counted in {site.city} any more: there are always enough."
    count = _whole(_typed(request, "count", 13), "How many")
    reorder = _whole(level, "Low at") if level else None
    if what == "came":
        operations.receive_cartons(**here, count=count, **who)
    elif what == "counted":
        operations.count_cartons(**here, on_hand=count, **who)
    else:
        raise Refusal("NOTHING_TO_DO", "Say whether they came or were counted.", status=422)
    if reorder is not None:
        operations.set_reorder_level(**here, level=reorder)
    return f"Booked for {here['code']} in {site.city}."


def _limit(request: HttpRequest) -> str:
    net, gross = (_typed(request, name, 12) for name in ("max_net_g", "max_gross_g"))
    operations.keep_hazmat_limit(
        hazmat_class=_typed(request, "hazmat_class", 10),
        max_net_g=_whole(net, "Goods") if net else None,
        max_gross_g=_whole(gross, "Parcel") if gross else None,
    )
    return "The limit is kept."


VERBS: dict[str, Callable[[HttpRequest], str]] = {
    "keep": _keep,
    "retire": _retire,
    "keep-coolant": _keep_coolant,
    "retire-coolant": _retire_coolant,
    "stock": _stock,
    "limit": _limit,
}


def _numbers(request: HttpRequest, labels: dict[str, str]) -> dict[str, int]:
    found = {}
    for name, label in labels.items():
        text = _typed(request, name, 13) or str(USUAL.get(name, ""))
        if name in PRICES:
            amount = minor(text, company_currency()) if text else None
            if amount is None:
                raise Refusal("NOT_AN_AMOUNT", f"{label}: {text[:20]!r} is no amount: write it like 0.42.", status=422)
            found[name] = amount
        else:
            found[name] = _whole(text, label)
    return found


def _whole(text: str, what: str) -> int:
    if (number := whole(text)) is None:
        raise Refusal("NOT_A_NUMBER", f"{what}: {text[:20]!r} is no whole number.", status=422)
    return number


def _typed(request: HttpRequest, name: str, longest: int) -> str:
    return request.POST.get(name, "").strip().replace("\x00", "")[:longest]
