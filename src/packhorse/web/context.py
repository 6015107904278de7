"""What every page of the console needs to know."""

from typing import Any

from django.http import HttpRequest

from packhorse.web import settings


def console(request: HttpRequest) -> dict[str, Any]:
    """Return the merchant's name and whether this is the demonstration."""
    return {"merchant": settings.CONFIG.merchant, "demonstration": settings.DEMO}
