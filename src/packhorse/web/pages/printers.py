"""Printers: which there are, what goes to them, a test page; and at which bench a device stands."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.shipping import operations
from packhorse.shipping.queries import benches, printing
from packhorse.shipping.rules import PAPERS, PRINTER_LANGUAGES, PRINTER_MEDIA, NewPrinter
from packhorse.web.printing import keep_bench

LANGUAGES = dict(zip(PRINTER_LANGUAGES, ("ZPL, 203 dpi", "ZPL, 300 dpi", "PDF"), strict=True))
KINDS = {"raw": "host and port (9100)", "ipp": "IPP: CUPS and office printers"}
TEXTS = ("name", "warehouse", "bench", "kind", "address", "language", "medium")


def printers(request: HttpRequest) -> HttpResponse:
    """Show all printers; POST keeps one, or lets go of (`drop`) or tests (`test`) the one of a name."""
    if request.method != "POST":
        return _page(request, {"given": _given_of(request.GET.get("change", ""))})
    who = {"now": timezone.now(), "actor": request.user.get_username()}
    if name := request.POST.get("test", ""):
        operations.print_test_page(printer=name, **who)
        messages.success(request, f"A test page is on its way to {name}. Look below in a moment what came of it.")
    elif name := request.POST.get("drop", ""):
        operations.drop_printer(name=name)
        messages.success(request, f"{name} is no printer of yours any more.")
    else:
        given = {each: request.POST.get(each, "").strip().replace("\x00", "") for each in TEXTS}
        papers = tuple(request.POST.getlist("papers"))
        try:
            operations.keep_printer(printer=NewPrinter(**given, papers=papers))
        except Refusal as refusal:
            return _page(request, {"refusal": refusal.text, "given": given | {"papers": papers}}, refusal.status)
        messages.success(request, f"{given['name']} is kept. Let it print a test page.")
    return HttpResponseRedirect(reverse("printers"))


def choose_bench(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """POST: this device stands at a `bench` of the warehouse from now on; empty: at none."""
    bench = request.POST.get("bench", "").strip()[:40]
    if bench and bench not in benches.benches(site.id, now=timezone.now()):
        raise Refusal("NO_SUCH_BENCH", f"There is no bench {bench!r} in {site.city}.", status=422)
    answer = HttpResponseRedirect(reverse("bench"))
    keep_bench(answer, site.code, bench)
    return answer


def _given_of(name: str) -> dict[str, Any]:
    row = printing.printer(name) if name else None
    return {each: getattr(row, each) for each in (*TEXTS, "papers")} if row else {"papers": ["label"]}


def _page(request: HttpRequest, more: dict[str, Any], status: int = 200) -> HttpResponse:
    tests = printing.last_tests()
    context = {
        "printers": [(row, [PAPERS[each] for each in row.papers], tests.get(row.name)) for row in printing.printers()],
        "sites": network.warehouses(),
        "kinds": KINDS,
        "languages": LANGUAGES,
        "media": PRINTER_MEDIA,
        "papers": PAPERS,
        **more,
    }
    return render(request, "web/printers.html", context, status=status)
