"""What every page of the console needs to know."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from packhorse.network import queries as network
from packhorse.web import settings
from packhorse.web.access import may

# (room that must be open, text, name of the address, paths that count as being there)
NAVIGATION = (
    ("office", "Tower", "tower", ("/tower",)),
    ("office", "Orders", "orders", ("/orders",)),
    ("office", "Stock", "stock", ("/stock",)),
    ("floor", "Floor", "floor", ("/floor", "/pick", "/sort")),
    ("bench", "Pack", "bench", ("/pack",)),
    ("bench", "Ship", "lanes", ("/ship",)),
)


def console(request: HttpRequest) -> dict[str, Any]:
    """Return the merchant's name, whether this is the demonstration, and the way round for this person."""
    return {
        "merchant": settings.CONFIG.merchant,
        "demonstration": settings.DEMO,
        "navigation": [
            {"text": text, "url": reverse(name), "here": request.path.startswith(paths)}
            for room, text, name, paths in NAVIGATION
            if may(getattr(request, "user", None), room)
        ],
    }


def sites(request: HttpRequest) -> dict[str, Any]:
    """Return the warehouses to choose from, for pages that stand in one; read only when a page shows them."""
    return {"site_choices": network.warehouses}
