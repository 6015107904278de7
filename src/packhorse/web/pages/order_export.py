"""Orders handed out as files: those chosen, or all that are asked for."""

from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from packhorse.placing import filters
from packhorse.placing.filters import Filter
from packhorse.placing.queries import OrderRow
from packhorse.web import export, sheets
from packhorse.web.pages.order_list import found


def all_asked_for(request: HttpRequest) -> HttpResponseBase:
    """Return every order that fits the list's filter as a file, `format` csv or xlsx."""
    return handed_out(_batches(filters.read(request.GET)), request.GET.get("format", "csv"))


def handed_out(orders: Iterable[Sequence[OrderRow]], form: str) -> HttpResponseBase:
    """Return orders that come in batches as a file; CSV leaves while it is being made."""
    write = export.as_csv if sheets.known(form) == "csv" else export.as_workbook
    return sheets.handed_out(write(export.rows(orders)), form, name=f"orders-{timezone.now():%Y-%m-%d}")


def _batches(asked: Filter) -> Iterator[Sequence[OrderRow]]:
    after = ""
    while True:
        page = found(asked, after=after, limit=export.BATCH)
        yield page.rows
        if not (after := page.next):
            return
