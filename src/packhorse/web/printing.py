"""Papers on their way to printers: what a job draws, what closing a parcel lets be printed, and what was handed out."""

from collections.abc import Sequence
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from packhorse.documents import packing_slip, test_page
from packhorse.errors import missing
from packhorse.packing import queries as packing
from packhorse.packing.papers import slips_of
from packhorse.packing.queries import ParcelRow
from packhorse.placing import queries as placing
from packhorse.placing.rules import order_number
from packhorse.shipping import operations, parcel_labels, parcel_papers
from packhorse.shipping.operations import ToPrint
from packhorse.shipping.printing import Page
from packhorse.shipping.queries import printing
from packhorse.web import settings
from packhorse.web.access import View

COOKIE = "bench"
DEVICE_DAYS = 400  # as long as browsers keep a cookie


def bench_of(request: HttpRequest, site_code: str) -> str:
    """Return which bench of a warehouse this device stands at, as somebody chose on it; empty: none."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=DEVICE_DAYS * 86400)
    code, _, bench = (kept or "").partition("/")
    return bench if code == site_code else ""


def keep_bench(answer: HttpResponse, site_code: str, bench: str) -> None:
    """Let a device remember at which bench it stands."""
    more: dict[str, Any] = {"httponly": True, "samesite": "Lax", "secure": settings.CONFIG.https}
    answer.set_signed_cookie(COOKIE, f"{site_code}/{bench}", salt=COOKIE, max_age=DEVICE_DAYS * 86400, **more)


def print_closed(request: HttpRequest, parcel: ParcelRow) -> None:
    """A parcel was closed on a page: print its papers at the bench at which this device stands."""
    site_code = next((row.warehouse for row in printing.printers(parcel.warehouse_id)), "")
    print_at(bench_of(request, site_code), parcel, actor=request.user.get_username())


def print_at(bench: str, parcel: ParcelRow, *, actor: str) -> None:
    """A parcel was closed: let its papers be printed by the printers of the bench where that was done, each once."""
    found = printing.of_bench(parcel.warehouse_id, bench)
    if not found:
        return
    due = {each.kind for each in parcel_papers.papers_of(parcel, None, today=timezone.localdate())}
    wanted = {"label", "slip"} | (due & {"gift", "marks"}) | ({"customs"} if due - {"gift", "marks"} else set())
    operations.print_by_itself(
        parcel_id=parcel.id,
        order_id=parcel.order_id,
        printers={paper: found[paper] for paper in wanted & set(found)},
        now=timezone.now(),
        actor=actor,
    )


def due_customs(parcel_id: int) -> Sequence[str]:
    """Return the customs papers that a parcel needs."""
    parcel = packing.by_id([parcel_id])[parcel_id]
    found = parcel_papers.papers_of(parcel, parcel_labels.live(parcel), today=timezone.localdate())
    return [each.kind for each in found if each.kind in parcel_papers.CUSTOMS]


def draw(wanted: ToPrint) -> Page:
    """Return what is sent to a printer; refuses in words what cannot be drawn for it."""
    dpi = 300 if wanted.language == "zpl300" else 203
    zpl = wanted.language != "pdf"
    if wanted.parcel_id is None:
        said = f"{settings.CONFIG.merchant}, {timezone.now():%Y-%m-%d %H:%M} UTC"
        if zpl:
            return Page(test_page.render_zpl(wanted.printer, said, dpi=dpi).encode(), "zpl", "Test page")
        return Page(test_page.render_pdf(wanted.printer, said, small=wanted.medium != "a4"), "pdf", "Test page")
    parcel = packing.by_id([wanted.parcel_id])[wanted.parcel_id]
    name = f"{order_number(parcel.order_id)} {wanted.paper}"
    if wanted.paper == "label":
        if zpl:
            return Page(parcel_labels.zpl_of(parcel, dpi=dpi).encode(), "zpl", name)
        return Page(parcel_labels.pdf_of(parcel, medium=wanted.medium), "pdf", name)
    if wanted.paper == "slip":
        return Page(packing_slip.render_all(slips_of([parcel], merchant=settings.CONFIG.merchant)), "pdf", name)
    today = timezone.localdate()
    return Page(parcel_papers.draw(parcel, parcel_labels.live(parcel), wanted.paper, today=today), "pdf", name)


def handed_out(paper: str, view: View, *, place: str = "file") -> View:
    """Return `view`, which answers with a `paper` of a parcel (or the `kind` in its address), so that this is kept."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        if answer.status_code == 200:
            note_download(kwargs["sscc"], kwargs.get("kind") or paper, place, request.user.get_username())
        return answer

    return kept


def note_download(sscc: str, paper: str, place: str, actor: str) -> None:
    """Keep that a parcel's paper was handed out."""
    parcel = packing.by_sscc(sscc)
    if parcel is not None:
        ids = {parcel.id: parcel.order_id}
        operations.note_downloads(parcels=ids, paper=paper, place=place, now=timezone.now(), actor=actor)


def parcel_of(sscc: str) -> ParcelRow:
    """Return a parcel by its SSCC; refuses one that does not exist."""
    parcel = packing.by_sscc(sscc)
    if parcel is None:
        raise missing("parcel", sscc[:40])
    return parcel


def numbers_of(order_ids: Sequence[int | None]) -> dict[int, str]:
    """Return {order id: its public number}."""
    return {row: order_number(row) for row in placing.rows(each for each in order_ids if each)}
