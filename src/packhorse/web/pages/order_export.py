"""Orders handed out as files: those chosen, or all that are asked for."""

from collections.abc import Iterable, Iterator, Sequence

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.placing import filters
from packhorse.placing.filters import Filter
from packhorse.placing.queries import OrderRow
from packhorse.web import export
from packhorse.web.pages.order_list import found

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def all_asked_for(request: HttpRequest) -> HttpResponseBase:
    """Return every order that fits the list's filter as a file, `format` csv or xlsx."""
    return handed_out(_batches(filters.read(request.GET)), request.GET.get("format", "csv"))


def handed_out(orders: Iterable[Sequence[OrderRow]], form: str) -> HttpResponseBase:
    """Return orders that come in batches as a file; CSV leaves while it is being made."""
    if form not in FORMATS:
        raise Refusal("NO_SUCH_FORMAT", f"{form[:20]!r} is no format: use csv or xlsx.", status=422)
    table = export.rows(orders)
    answer: HttpResponse | StreamingHttpResponse
    if form == "csv":
        answer = StreamingHttpResponse(export.as_csv(table), content_type=FORMATS[form])
    else:
        answer = FileResponse(export.as_workbook(table), content_type=FORMATS[form])
    answer["Content-Disposition"] = f'attachment; filename="orders-{timezone.now():%Y-%m-%d}.{form}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _batches(asked: Filter) -> Iterator[Sequence[OrderRow]]:
    after = ""
    while True:
        page = found(asked, after=after, limit=export.BATCH)
        yield page.rows
        if not (after := page.next):
            return
