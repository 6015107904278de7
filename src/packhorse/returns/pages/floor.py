"""The dock's loop for returns, on a phone: scan the number, scan what is in the parcel, say what each is good for."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from packhorse.errors import Refusal
from packhorse.network.queries import WarehouseRow
from packhorse.returns import operations, queries
from packhorse.returns.pages.shown import shown
from packhorse.returns.pages.typed import field, row_id, scan_id, who, whole
from packhorse.returns.queries import ReturnRow
from packhorse.returns.rules import Came


@dataclass(frozen=True)
class Answer:
    """What the last scan came to: "good" or "bad", and the words for it."""

    kind: str
    text: str


def receive(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """Show the loop; POST a scan: of a return's number (`code`), else of goods; or what units were found to be."""
    row = queries.by_rma(request.POST.get("rma", "") or request.GET.get("rma", ""))
    answer, status = None, 200
    if request.method == "POST":
        try:
            row, answer = _do(request, row, site)
        except Refusal as refusal:
            answer, status = Answer("bad", refusal.text), refusal.status
    context: dict[str, Any] = {"site": site, "answer": answer, "scan_id": uuid4(), "row": None}
    found = queries.detail(row.id) if row else None
    if found is not None:
        context |= shown(found, site_id=site.id)
        context["to_look"] = [each for each in context["came"] if each["item"].left and each["mine"]]
        context["waits_office"] = found.row.state not in ("approved", "received") or found.row.wish == "claim"
    template = "returns/_receive.html" if request.headers.get("HX-Request") else "returns/receive.html"
    return render(request, template, context, status=status)


def _do(request: HttpRequest, row: ReturnRow | None, site: WarehouseRow) -> tuple[ReturnRow | None, Answer | None]:
    if "done" in request.POST:
        return None, None
    code = field(request, "code", 120)
    if found := queries.by_rma(code):
        return found, None
    if row is None:
        words = f"There is no return {code[:40]!r}: scan the code on the parcel, or type the customer's number."
        raise Refusal("UNKNOWN_RETURN", words, status=422)
    if "missing" in request.POST:
        units = operations.report_missing(return_id=row.id, **who(request))
        return _again(row), Answer("good", f"{units} missing")
    if "disposition" in request.POST:
        return _again(row), _look(request, row, site)
    came = operations.receive(
        return_id=row.id,
        warehouse_id=site.id,
        code=code,
        units=whole(field(request, "quantity"), "units", empty=1),
        lot=field(request, "lot", 40),
        serial=field(request, "serial", 60),
        scan_id=scan_id(request),
        **who(request),
    )
    return _again(row), Answer("bad" if came.surplus else "good", _words(came))


def _look(request: HttpRequest, row: ReturnRow, site: WarehouseRow) -> Answer:
    item_id = row_id(request, "item")
    items = {item.id: item for item in queries.items(row.id)}
    if item_id not in items or items[item_id].warehouse_id != site.id:
        raise Refusal("NO_SUCH_ROW", "That did not come here with this return: scan its number again.", status=422)
    disposition = field(request, "disposition", 20)
    where = operations.inspect(
        item_id=item_id,
        disposition=disposition,
        units=whole(field(request, "units"), "units", empty=1),
        note=field(request, "note"),
        key=scan_id(request, "key"),
        **who(request),
    )
    return Answer("good", f"{disposition.capitalize()}: {f'lay them into {where}' if where else 'set them aside'}")


def _words(came: Came) -> str:
    if not came.new:
        return "That scan was booked already"
    if came.unknown:
        return f"Nobody knows {came.sku[:40]}: noted. Set it aside for the office"
    lay = f", into {came.bin}"
    if not came.surplus:
        return f"{came.announced} × {came.sku}{lay}"
    first = f"{came.announced} as announced, and " if came.announced else ""
    return f"{first}{came.surplus} × {came.sku} nobody announced: noted{lay}. The office looks at it"


def _again(row: ReturnRow) -> ReturnRow:
    return queries.by_id([row.id])[row.id]
