"""Files of warehouses, of bins and of days: checked first, then taken in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from packhorse.network.calendarfile import DAY_COLUMNS, DAY_NEEDS
from packhorse.network.warehousefile import BIN_COLUMNS, BIN_NEEDS, SITE_COLUMNS, SITE_NEEDS
from packhorse.web import held, warehouse_files

SHOWN = 200


def files(request: HttpRequest) -> HttpResponse:
    """Show the form; POST checks a `file`, or takes in the `content` that was checked (`keep`)."""
    context: dict[str, object] = {
        "tables": (
            ("warehouses", SITE_COLUMNS, SITE_NEEDS),
            ("bins", BIN_COLUMNS, BIN_NEEDS),
            ("closed days and holidays", DAY_COLUMNS, DAY_NEEDS),
        ),
    }
    if request.method == "POST":
        keep = "keep" in request.POST
        name, content = held.given(request, held=keep, command="packhorse import warehouses")
        report = warehouse_files.take(content, dry_run=not keep)
        context |= {
            "name": name,
            "report": report,
            "good": report.new + report.known,
            "faults": report.faults[:SHOWN],
            "hidden_faults": max(0, len(report.faults) - SHOWN),
        }
        if not keep and report.new + report.known:
            context["held"] = held.as_text(content)
    return render(request, "web/place_files.html", context)
