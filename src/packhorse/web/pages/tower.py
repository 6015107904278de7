"""The control tower: where everything stands, what may be late, what is stuck."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.carriers.queries import company_currency
from packhorse.errors import Refusal
from packhorse.feed import queries as feeds
from packhorse.inventory import queries as inventory
from packhorse.network import queries as network
from packhorse.outbox import queries as outbox
from packhorse.outbox.relay import try_again
from packhorse.placing.queries import today
from packhorse.placing.rules import order_number
from packhorse.retention import queries as retention
from packhorse.shipping import operations as shipping_operations
from packhorse.shipping import queries as shipping
from packhorse.shipping.queries import labels, printing, troubles
from packhorse.sorting import queries as sorting
from packhorse.sourcing import queries as sourcing
from packhorse.web import summary
from packhorse.web.access import may
from packhorse.web.audit.runs import last_differences
from packhorse.web.context import NAVIGATION

SOON = timedelta(hours=2)  # what leaves sooner and is not packed yet is at risk
STAGES = ("open", "released", "picking", "picked", "sorted", "packed")


@dataclass(frozen=True)
class SiteRow:
    """A warehouse on the tower; `stages` counts open fulfillment orders in the order of STAGES."""

    code: str
    city: str
    leaves: str
    stages: tuple[int, ...]
    on_hand: int
    allocated: int
    slots_used: int
    slots: int


def home(request: HttpRequest) -> HttpResponse:
    """Go to the first page this person's role opens."""
    for room, _, name, _ in NAVIGATION:
        if may(request.user, room):
            return HttpResponseRedirect(reverse(name))
    raise Refusal("NO_ROLE", "Your login has no role yet. Ask a manager to give you one.", status=403)


def tower(request: HttpRequest) -> HttpResponse:
    """Show the tower of today, or of `?day=`; asked by htmx, only the part that changes."""
    now = timezone.now()
    chosen = _chosen(request.GET.get("day", "").strip(), now.date())
    day = chosen or _newest(now.date())
    return render(
        request,
        "web/_tower.html" if request.headers.get("HX-Request") else "web/tower.html",
        {
            "now": now,
            "today": now.date(),
            "chosen": chosen,
            "day": summary.of_day(day) if day else None,
            "work": summary.work_of(day) if day else None,
            "open": today.open_now(),
            "sites": _sites(now),
            "stages": STAGES,
            "late": [(order_number(row.order_id), row) for row in sourcing.to_leave(now + SOON, limit=10)],
            "overdue": [(order_number(row.order_id), row) for row in shipping.late_risk(now.date(), limit=10)],
            "set_aside": outbox.set_aside_count(),
            "unprinted": len(printing.failed_prints()),
            "untold": shipping.failed_notice_count(),
            "unlabelled": labels.open_count(),
            "troubles": sum(troubles.sizes().values()),
            "unwritten": retention.any_failed(),
            "feeds_refused": feeds.refused_count(),
            "audit_differs": last_differences(),
        },
    )


def _chosen(text: str, now: date) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refusal("NOT_A_DAY", f"{text[:20]!r} is not a day: write it as 2010-12-10.", status=422) from None
    if day > now:
        raise Refusal("DAY_TO_COME", f"{day} is still to come. Choose {now} or a day before it.", status=422)
    return day


def _newest(now: date) -> date | None:
    """Today; when nothing came today, the newest day before on which orders were placed. None: no orders at all."""
    if not today.any_order():
        return None
    start, end = summary.hours_of(now)
    if today.taken_in(start, end):
        return now
    return today.newest_day_before(end) or now


def _sites(now: datetime) -> list[SiteRow]:
    at_work, stock, slots = sourcing.open_by_warehouse(), inventory.on_hand_by_warehouse(), sorting.states()
    rows = []
    for site in network.warehouses():
        local = next(site.cutoffs(now)).astimezone(ZoneInfo(site.timezone))
        used = slots.get((site.id, "filling"), 0) + slots.get((site.id, "complete"), 0)
        on_hand, allocated = stock.get(site.id, (0, 0))
        stages = tuple(at_work.get(site.id, {}).get(stage, 0) for stage in STAGES)
        rows.append(
            SiteRow(site.code, site.city, f"{local:%a %H:%M}", stages, on_hand, allocated, used,
                    used + slots.get((site.id, "free"), 0))
        )  # fmt: skip
    return rows


def set_aside(request: HttpRequest) -> HttpResponse:
    """Show what could not be told to whom and why, shops too; POST lets the chosen ones be tried again."""
    if request.method == "POST":
        if "overrule" in request.POST:
            (parcel_id,) = _ids(request, "overrule") or [0]
            why, actor = request.POST.get("why", ""), request.user.get_username()
            shipping_operations.overrule(parcel_id=parcel_id, why=why, now=timezone.now(), actor=actor)
            return HttpResponseRedirect(reverse("set-aside"))
        try_again(_ids(request, "id"), now=timezone.now())
        shipping_operations.tell_again(_ids(request, "parcel"), now=timezone.now())
        shipping_operations.try_labels_again(_ids(request, "label"), now=timezone.now())
        wanted = (
            shipping_operations.drop_prints
            if request.POST.get("do") == "drop"
            else shipping_operations.try_prints_again
        )
        wanted(_ids(request, "print"), now=timezone.now())
        shipping_operations.void_again(request.POST.getlist("purchase"), now=timezone.now())
        return HttpResponseRedirect(reverse("set-aside"))
    rows = [(row, order_number(row.order_id) if row.order_id else "") for row in outbox.set_aside()]
    untold = [(row, order_number(row.order_id)) for row in shipping.failed_notices()]
    failed = labels.failed_labels()
    context = {
        "rows": rows,
        "untold": untold,
        "unlabelled": [(row, order_number(row.order_id)) for row in failed if not row.ruled],
        "ruled": [(row, order_number(row.order_id)) for row in failed if row.ruled],
        "opens_rules": may(request.user, "company"),
        "unprinted": [(row, order_number(row.order_id) if row.order_id else "") for row in printing.failed_prints()],
        "owed": [(row, order_number(row.order_id)) for row in labels.owed()],
        "currency": company_currency(),
    }
    return render(request, "web/set_aside.html", context)


def _ids(request: HttpRequest, name: str) -> list[int]:
    return [int(each) for each in request.POST.getlist(name) if each.isascii() and each.isdecimal() and len(each) <= 18]
