"""Tiers of customers, by number alone: what rules of sourcing tell orders apart by."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.customers import operations, queries
from packhorse.errors import Refusal

SHOWN, MOST = 100, 1000


def tiers(request: HttpRequest) -> HttpResponse:
    """Show who has which tier; POST sets those of the lines that were typed, all or none."""
    refusal = None
    if request.method == "POST":
        try:
            told = _told(request.POST.get("lines", ""))
            operations.set_tiers(told, now=timezone.now())
            customers = "1 customer" if len(told) == 1 else f"{len(told)} customers"
            messages.success(request, f"Kept for {customers}: from the next decision on.")
            return HttpResponseRedirect(reverse("tiers"))
        except Refusal as found:
            refusal = found
    after = request.GET.get("after", "").replace("\x00", "")
    rows = queries.tiered(
        limit=SHOWN + 1, after=after, number=request.GET.get("number", "").strip().replace("\x00", "")
    )
    context = {
        "rows": rows[:SHOWN],
        "next": rows[SHOWN - 1][0] if len(rows) > SHOWN else "",
        "number": request.GET.get("number", ""),
        "after": after,
        "lines": request.POST.get("lines", ""),
        "refusal": refusal,
    }
    return render(request, "web/tiers.html", context, status=refusal.status if refusal else 200)


def _told(text: str) -> dict[str, str]:
    """Return {number: tier} of lines like `C-1042 GOLD`; a number alone has no tier any more."""
    lines = [line.replace(",", " ").replace(";", " ").split() for line in text.splitlines() if line.strip()]
    if not lines:
        raise Refusal("TIERS_EMPTY", "Type a customer's number and his tier, a line each.", status=422)
    if len(lines) > MOST:
        raise Refusal("TIERS_MANY", f"That is {len(lines)} lines: set {MOST} at once at most.", status=422)
    told: dict[str, str] = {}
    for nth, line in enumerate(lines, start=1):
        if len(line) > 2:
            text = f"Line {nth}: a number and a tier are wanted, without spaces in them; or the number alone for none."
            raise Refusal("TIERS_WRONG", text, status=422)
        if line[0] in told:
            raise Refusal("CUSTOMER_TWICE", f"Line {nth}: {line[0][:40]} stands twice. Say each once.", status=422)
        told[line[0]] = line[1].upper() if len(line) > 1 else ""
    return told
