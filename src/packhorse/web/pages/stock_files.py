"""Files of stock: checked first, then booked; and handed out."""

from datetime import UTC, date, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from packhorse.errors import Refusal, missing
from packhorse.inventory import queries
from packhorse.inventory.stockfile import COLUMNS, KINDS
from packhorse.network import queries as network
from packhorse.placing.formats.errorfile import ErrorFile, error_file
from packhorse.web import held, limits, sheets, stock_export, stock_files
from packhorse.web.today import moment

SHOWN = 200
SUFFIXES = {".xlsx": sheets.FORMATS["xlsx"]}


def files(request: HttpRequest) -> HttpResponse:
    """Show the forms; POST checks a `file`, or books the `content` that was checked (`book`)."""
    context: dict[str, object] = {"kinds": KINDS, "columns": COLUMNS, "kind": "opening"}
    if request.method == "POST":
        book = "book" in request.POST
        name, content = held.given(request, held=book, command="packhorse import stock")
        kind = request.POST.get("kind", "")
        report = stock_files.take(
            content,
            kind=kind,
            name=name,
            now=timezone.now(),
            actor=request.user.get_username(),
            dry_run=not book,
            again="again" in request.POST,
            most_worth=limits.most_worth(request.user),
        )
        made = error_file(content, report.refused)
        context |= {
            "report": report,
            "name": name,
            "kind": kind,
            "changed": report.changed[:SHOWN],
            "hidden_changes": max(0, len(report.changed) - SHOWN),
            "faults": report.faults[:SHOWN],
            "hidden_faults": max(0, len(report.faults) - SHOWN),
        }
        if made and len(made.content) <= held.MOST:
            context |= {"refused_rows": made.rows, "suffix": made.suffix, "refused_file": _link(made)}
        if not book and (report.changed or report.known_at):
            context["held"] = held.as_text(content)
    today = moment().date()
    context |= {"sites": network.warehouses(), "recent": queries.stock_files(), "today": today}
    return render(request, "web/stock_files.html", context | {"month": today - timedelta(days=30)})


def export(request: HttpRequest, what: str) -> HttpResponseBase:
    """Return a table of stock as a file: `format` csv or xlsx, of one `warehouse` or all; movements `first` to `last`.

    The days are those of UTC.
    """
    if what not in stock_export.TABLES:
        raise missing("table", what[:20])
    form, code = sheets.known(request.GET.get("format", "csv")), request.GET.get("warehouse", "")
    sites = [site for site in network.warehouses() if not code or site.code == code]
    if code and not sites:
        raise missing("warehouse", code[:20])
    if what == "movements":
        start, end = _day(request, "first"), _day(request, "last") + timedelta(days=1)
        table = stock_export.movements(sites, start, end)
    else:
        table = stock_export.stock(sites) if what == "stock" else stock_export.levels(sites)
    columns = stock_export.TABLES[what]
    if form == "csv":
        return sheets.handed_out(sheets.as_csv(columns, table), form, name=what)
    made = sheets.as_workbook(columns, table, numbers=stock_export.numbers(what), name=what.title())
    return sheets.handed_out(made, form, name=what)


def _link(made: ErrorFile) -> str:
    """The file as a link of its own: it is in this page and nowhere else."""
    return f"data:{SUFFIXES.get(made.suffix, 'text/csv')};base64,{held.as_text(made.content)}"


def _day(request: HttpRequest, name: str) -> datetime:
    text = request.GET.get(name, "")
    try:
        day = date.fromisoformat(text)
        if not 1990 <= day.year <= 2200:
            raise ValueError
    except ValueError:
        raise Refusal("NOT_A_DAY", f"{text[:20]!r} is no day: write it as 2026-12-24.", status=422) from None
    return datetime.combine(day, time.min, UTC)
