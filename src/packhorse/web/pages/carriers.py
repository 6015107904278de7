"""Carriers: who may be bought of, their rate tables, and accounts with them: open, test, use or not."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.carriers import operations, queries
from packhorse.carriers.adapters import ADDRESSES, SECRETS
from packhorse.carriers.queries import accounts
from packhorse.carriers.rules import FORMS
from packhorse.carriers.tablefiles import COLUMNS, NEEDS
from packhorse.errors import Refusal, missing
from packhorse.shipping.queries import labels
from packhorse.web import carrier_files, held, sheets

NAMES = {"easypost": "EasyPost"}
SHOWN = 200  # wrong rows
NUMBERS = ("dim_divisor", "max_weight_g", "max_length_mm", "max_km", "price", "transit_days", "fuel_percent")
WORDS = {"api_key": "API key"}


def carriers(request: HttpRequest) -> HttpResponse:
    """Show carriers, their services and accounts; POST does what its button says (`do`)."""
    tables: dict[str, object] = {}
    if request.method == "POST" and request.POST.get("do") in ("check", "take"):
        tables = _take(request, keep=request.POST["do"] == "take")
    elif request.method == "POST":
        messages.success(request, _do(request, request.POST.get("do", ""), request.POST.get("code", "").strip()))
        return HttpResponseRedirect(reverse("carriers"))
    away = labels.away(timezone.now())
    context = {
        "carriers": queries.carriers(),
        "accounts": [(row, NAMES.get(row.kind, row.kind), away.get(row.id)) for row in accounts.accounts()],
        "kinds": [
            (kind, NAMES.get(kind, kind), ADDRESSES[kind], [(name, _said(name)) for name in names])
            for kind, names in SECRETS.items()
        ],
        "forms": FORMS,
        "strays": labels.strays(limit=20),
        "unsure": labels.unsure(limit=20),
        "public_url": settings.PUBLIC_URL,
        "files": [(what, columns, NEEDS[what]) for what, columns in COLUMNS.items()],
        "currency": queries.company_currency(),
    }
    return render(request, "web/carriers.html", context | tables)


def table(request: HttpRequest, what: str) -> HttpResponseBase:
    """Return one of the tables as a file, `format` csv or xlsx, that can be taken in again."""
    if what not in COLUMNS:
        raise missing("table", what[:20])
    form, rows, columns = sheets.known(request.GET.get("format", "csv")), carrier_files.rows(what), COLUMNS[what]
    if form == "csv":
        return sheets.handed_out(sheets.as_csv(columns, rows), form, name=what)
    numbers = {nth for nth, name in enumerate(columns) if name in NUMBERS}
    return sheets.handed_out(sheets.as_workbook(columns, rows, numbers=numbers, name=what.title()), form, name=what)


def _take(request: HttpRequest, *, keep: bool) -> dict[str, object]:
    """Check files of tables, or take in those that were checked."""
    files = held.all_given(request, held=keep, command="packhorse import carriers")
    report = carrier_files.take(files, now=timezone.now(), dry_run=not keep)
    return {
        "report": report,
        "faults": report.faults[:SHOWN],
        "hidden_faults": max(0, len(report.faults) - SHOWN),
        "warnings": report.warnings[:SHOWN],
        "held": [(name, held.as_text(content)) for name, content in files] if report.good and not keep else [],
    }


def _said(secret: str) -> str:
    return WORDS.get(secret, secret.replace("_", " "))


def _do(request: HttpRequest, what: str, code: str) -> str:
    if what == "keep":
        kind = request.POST.get("kind", "")
        operations.keep_account(
            code=code,
            kind=kind,
            address=request.POST.get("address", ""),
            secrets={name: request.POST.get(name, "") for name in SECRETS.get(kind, {})},
            form=request.POST.get("form", ""),
            private=settings.PRIVATE_SHOPS,
            now=timezone.now(),
        )
        return "The account is kept. Test it now."
    if what in ("on", "off"):
        operations.use_account(code=code, on=what == "on")
        return "Labels are bought with it." if what == "on" else "No more labels are bought with it."
    if what == "test":
        return operations.test_account(code=code, private=settings.PRIVATE_SHOPS)
    raise Refusal("NOTHING_TO_DO", "Use one of the page's buttons.", status=422)
