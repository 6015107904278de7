"""What every page of the console needs to know."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from packhorse.catalog import queries as catalog
from packhorse.inbound import queries as inbound
from packhorse.network import queries as network
from packhorse.picking.rules import list_number
from packhorse.shipping.queries import benches, printing
from packhorse.shipping.rules import PAPERS
from packhorse.sorting import queries as sorting
from packhorse.sourcing.queries.coming import lacking
from packhorse.web import settings
from packhorse.web.access import ROOMS, may
from packhorse.web.audit.runs import last_differences
from packhorse.web.places import site_of, sites_for
from packhorse.web.printing import bench_of

TO_SORT = 50  # so many lists are shown at once; the next appear as these are sorted

# (room that must be open, text, name of the address, paths that count as being there)
NAVIGATION = (
    ("office", "Tower", "tower", ("/tower", "/promises", "/notices")),
    ("office", "Orders", "orders", ("/orders",)),
    ("office", "Desk", "desk", ("/desk", "/sourcing-runs", "/exceptions")),
    ("office", "Returns", "returns", ("/returns",)),
    ("office", "Stock", "stock", ("/stock", "/warehouses")),
    ("office", "Counts", "counts", ("/counts",)),
    ("office", "Inbound", "purchases", ("/purchases", "/deliveries", "/transfers")),
    ("lead", "Board", "board", ("/floor/board", "/floor/capacity", "/floor/people")),
    ("floor", "Floor", "floor", ("/floor", "/pick", "/sort", "/slots", "/walls")),
    ("floor", "Dock", "dock", ("/dock", "/receive", "/put-away", "/carry", "/send", "/return")),
    ("bench", "Pack", "bench", ("/pack",)),
    ("bench", "Ship", "lanes", ("/ship",)),
    ("company", "Rules", "rules", ("/sourcing-rules",)),
    ("company", "Channels", "channels", ("/channels", "/carriers", "/cartons", "/printers")),
    ("company", "Audit", "audit", ("/audit",)),
    ("company", "People", "people", ("/people", "/keys")),
)


def console(request: HttpRequest) -> dict[str, Any]:
    """Return the merchant's name, whether this is the demonstration, and the way round for this person.

    The way round is found out only where it is shown: the answer to a scan shows none.
    """
    user = getattr(request, "user", None)

    def navigation() -> list[dict[str, Any]]:
        # The board's addresses begin as the floor's do: the longest that fits is where one is.
        fits = [path for *_, paths in NAVIGATION for path in paths if request.path.startswith(path)]
        here = max(fits, key=len, default="")
        return [
            {
                "text": text,
                "url": reverse(name),
                "here": here in paths,
                "wrong": last_differences() if name == "audit" else 0,
            }
            for room, text, name, paths in NAVIGATION
            if may(user, room)
        ]

    return {
        "merchant": settings.CONFIG.merchant,
        "demonstration": settings.DEMO,
        "navigation": navigation,
        "opens": lambda: [room for room in ROOMS if may(user, room)],
    }


def sites(request: HttpRequest) -> dict[str, Any]:
    """Return what pages of a warehouse show of other areas, read only when a page shows it.

    That is the warehouses to choose from, and the lists to be sorted: the floor is a page of picking, which must not
    look forward to sorting.
    """

    def to_sort() -> dict[str, Any]:
        found = sorting.lists_to_sort(site_of(request).id, limit=TO_SORT + 1)
        return {"lists": [(list_number(row.id), row) for row in found[:TO_SORT]], "more": len(found) > TO_SORT}

    def coming() -> dict[str, Any]:
        """What comes of the page's product, and how many units orders wait for: the page is inventory's."""
        product = catalog.by_sku(request.resolver_match.kwargs.get("sku", "")) if request.resolver_match else None
        if product is None:
            return {"rows": [], "waiting": 0}
        where = {site.id: site for site in network.warehouses()}
        rows = [
            (each, where[each.warehouse_id], "purchase" if each.number.startswith("PO") else "delivery")
            for each in inbound.incoming([product.id]).get(product.id, [])
        ]
        return {"rows": rows, "waiting": lacking([product.id])[product.id]}

    def bench_here() -> dict[str, Any]:
        """At which bench of the page's warehouse this device stands, and what is printed there."""
        site = site_of(request)
        rows = printing.printers(site.id)
        chosen = bench_of(request, site.code)
        by_id, found = {row.id: row.name for row in rows}, printing.of_bench(site.id, chosen)
        prints = [(title, by_id[found[paper]]) for paper, title in PAPERS.items() if paper in found]
        return {"names": benches.benches(site.id, now=timezone.now()), "chosen": chosen, "prints": prints}

    return {
        "bench_here": bench_here,
        "site_choices": lambda: sites_for(request.user),
        "to_sort": to_sort,
        "coming": coming,
    }
