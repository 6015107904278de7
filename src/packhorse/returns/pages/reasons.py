"""Why goods come back, by product, as a page and as a file."""

import csv
import io
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.returns import queries
from packhorse.returns.queries import ReasonRow
from packhorse.tables import marked

PERIODS = (30, 90, 365)
EVER = datetime(2000, 1, 1, tzinfo=UTC)
COLUMNS = ("sku", "name", "reason", "units", "restocked", "units_all_reasons", "units_shipped", "rate_percent")


def reasons(request: HttpRequest) -> HttpResponse:
    """Show the reasons of returns asked for in the last `days` (0: ever); of one `sku`, if it is named."""
    days, found = _asked(request)
    context = {
        "days": days,
        "periods": PERIODS,
        "sku": request.GET.get("sku", "").strip(),
        "rows": [(row, words) for row, words in found],
    }
    return render(request, "returns/reasons.html", context)


def reasons_csv(request: HttpRequest) -> HttpResponse:
    """Hand out the same as CSV."""
    days, found = _asked(request)
    text = io.StringIO("\ufeff")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row, _ in found:
        rate = f"{row.permille / 10:.1f}" if row.permille is not None else ""
        named = (marked(each, "csv") for each in (row.sku, row.name, row.reason))
        writer.writerow([*named, row.units, row.restocked, row.of_product, row.shipped, rate])
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="return-reasons{f"-{days}-days" if days else ""}.csv"'
    return answer


def _asked(request: HttpRequest) -> tuple[int, list[tuple[ReasonRow, str]]]:
    asked = request.GET.get("days", "90")
    if asked not in ("0", *map(str, PERIODS)):
        words = f"Choose a period of {', '.join(map(str, PERIODS))} days, or 0 for all."
        raise Refusal("NO_SUCH_PERIOD", words, status=422)
    until, days = timezone.now(), int(asked)
    sku = request.GET.get("sku", "").replace("\x00", "").strip()[:64]
    words = queries.reason_words()
    since = until - timedelta(days=days) if days else EVER
    found = queries.by_product(since=since, until=until, sku=sku)
    return days, [(row, words.get(row.reason, row.reason)) for row in found]
