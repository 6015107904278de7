"""Files of orders, the rules that hold orders, and channels."""

import base64

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.placing import operations, queries
from packhorse.placing.formats.errorfile import ErrorFile, error_file
from packhorse.placing.rules import HOLDS, RULE_KINDS

SHOWN = 200
HANDED_OUT = 5_000_000  # bytes of an error file that a page may hold; larger ones by the command line
KINDS = {".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def import_file(request: HttpRequest) -> HttpResponse:
    """Take in a file of orders: show the form; POST checks the file (`check`) or takes it, and tells what came."""
    context: dict[str, object] = {"channels": queries.channels(), "timezone": "UTC"}
    if request.method == "POST":
        upload, timezone_name = request.FILES.get("file"), request.POST.get("timezone", "").strip() or "UTC"
        if upload is None:
            raise Refusal("NO_FILE", "Choose a file first.", status=422)
        channel = request.POST.get("channel", "")
        if channel not in {code for code, _, _ in queries.channels()}:
            raise Refusal("NO_SUCH_CHANNEL", "Choose a channel that is open.", status=422)
        content = upload.read()
        report = operations.import_orders(
            content,
            channel=channel,
            now=timezone.now(),
            actor=request.user.get_username(),
            dry_run="check" in request.POST,
            timezone=timezone_name,
        )
        made = error_file(content, report.refused)
        context |= {
            "report": report,
            "name": upload.name,
            "chosen": channel,
            "timezone": timezone_name,
            "errors": report.errors[:SHOWN],
            "hidden": max(0, len(report.errors) - SHOWN),
            "skipped": report.skipped[:SHOWN],
        }
        if made and len(made.content) <= HANDED_OUT:
            context |= {"refused": made.rows, "suffix": made.suffix, "refused_file": _link(made)}
    return render(request, "placing/import.html", context)


def _link(made: ErrorFile) -> str:
    """The file as a link of its own: it is in this page and nowhere else, so nothing is kept that holds addresses."""
    kind = KINDS.get(made.suffix, "text/csv")
    return f"data:{kind};base64,{base64.b64encode(made.content).decode()}"


def hold_rules(request: HttpRequest) -> HttpResponse:
    """Show by which rules orders are held; POST adds one, or drops the one named by `drop`."""
    if request.method == "POST":
        if drop := request.POST.get("drop", ""):
            operations.drop_hold_rule(rule_id=_number(drop))
        else:
            operations.add_hold_rule(
                kind=request.POST.get("kind", ""),
                hold=request.POST.get("hold", ""),
                channel=request.POST.get("channel", ""),
                limit=_number(request.POST.get("limit", "") or "0"),
                hours=_number(request.POST.get("hours", "") or "24"),
            )
        return HttpResponseRedirect(reverse("hold-rules"))
    context = {"rules": queries.hold_rules(), "kinds": RULE_KINDS, "holds": HOLDS, "channels": queries.channels()}
    return render(request, "placing/hold_rules.html", context)


def _number(text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= 15):
        raise Refusal("NOT_A_NUMBER", f"{text[:20]!r} is not a whole number.", status=422)
    return int(text)
