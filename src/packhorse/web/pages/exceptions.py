"""Parcels that something went wrong with: what, since when, what to do first, and what was done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.packing import queries as packing
from packhorse.placing.rules import order_number
from packhorse.shipping import operations
from packhorse.shipping.queries import troubles
from packhorse.shipping.rules import TROUBLE_ACTS, TROUBLES
from packhorse.web.reshipping import reship

WORDS = {kind: words for kind, (words, _, _) in TROUBLES.items()}


def exceptions(request: HttpRequest) -> HttpResponse:
    """Show what is not settled, of one `kind` or of all; POST does one act (`do`) about one trouble (`id`)."""
    kind = request.GET.get("kind", "").strip()[:20]
    if kind and kind not in TROUBLES:
        raise Refusal("NO_SUCH_KIND", f"There is no kind {kind!r}: use {', '.join(TROUBLES)}.", status=422)
    if request.method == "POST":
        messages.success(request, _do(request))
        return HttpResponseRedirect(f"{reverse('exceptions')}{f'?kind={kind}' if kind else ''}")
    sizes = troubles.sizes()
    context = {
        "kind": kind,
        "sizes": [(each, words, sizes.get(each, 0)) for each, words in WORDS.items()],
        "all": sum(sizes.values()),
        "rows": [_row(row) for row in troubles.troubles(kind=kind)],
        "acts": TROUBLE_ACTS,
        "off_weight": [] if kind else [(row, order_number(row.order_id)) for row in packing.off_weight(limit=50)],
        "unboxed": [] if kind else [(row, order_number(row.order_id)) for row in packing.unboxed(limit=50)],
    }
    return render(request, "web/exceptions.html", context)


def _row(row: troubles.TroubleRow) -> dict[str, object]:
    words, first, advice = TROUBLES[row.kind]
    acts = [(act, TROUBLE_ACTS[act.act], order_number(act.order_id) if act.order_id else "") for act in row.acts]
    return {"row": row, "words": words, "first": first, "advice": advice, "number": order_number(row.order_id),
            "acts": acts}  # fmt: skip


def _do(request: HttpRequest) -> str:
    given, act = request.POST.get("id", ""), request.POST.get("do", "")
    if not (given.isascii() and given.isdecimal() and len(given) <= 18):
        raise Refusal("NO_SUCH_TROUBLE", "Use one of the page's buttons.", status=422)
    said = {"trouble_id": int(given), "note": request.POST.get("note", "").strip()}
    who = {"now": timezone.now(), "actor": request.user.get_username()}
    if act == "reship":
        return f"Order {order_number(reship(**said, **who))} sends the goods again."
    operations.act_on_trouble(**said, act=act, **who)
    return "Settled." if act == "settled" else f"Noted: {TROUBLE_ACTS[act]}."
