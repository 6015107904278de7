"""The API put together: which routers, behind which keys, and how errors are told."""

from typing import Any

import pydantic_core
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser

from packhorse.errors import Refusal
from packhorse.web.api import (
    availability,
    bench,
    calendars,
    carriers,
    cartons,
    closings,
    counts,
    customers,
    decisions,
    desk,
    dock,
    exceptions,
    feed,
    fills,
    floor,
    floors,
    handovers,
    inbound,
    lead,
    loading,
    notices,
    orders,
    papers,
    parcels,
    policies,
    printers,
    products,
    promises,
    rate_rules,
    rate_tables,
    reservations,
    returns,
    returns_dock,
    runs,
    scales,
    sorting,
    steering,
    stock,
    waves,
)
from packhorse.web.keys import Key
from packhorse.web.once import once


class JsonParser(Parser):
    """JSON bodies, read by pydantic's own reader: quicker, and a body nested without end is refused, not followed."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body's value."""
        try:
            return pydantic_core.from_json(request.body, allow_inf_nan=False)
        except ValueError as error:
            raise Refusal("NOT_JSON", f"The body cannot be read as JSON: {error}.", status=400) from None


api = NinjaAPI(
    title="Packhorse",
    version="1",
    description="Orders in, and what becomes of them. Money in minor units, times with an offset, numbers with prefix.",
    docs_url=None,  # a page of documentation would load scripts from elsewhere; see docs/api
    auth=Key("office"),
    parser=JsonParser(),
    urls_namespace="api",
)
WRITERS = (
    orders,
    steering,
    policies,
    desk,
    closings,
    reservations,
    counts,
    inbound,
    dock,
    exceptions,
    products,
    calendars,
    carriers,
    cartons,
    rate_tables,
    rate_rules,
    customers,
    floors,
    fills,
    waves,
    sorting,
    handovers,
    loading,
    returns,
    returns_dock,
    parcels,
    bench,
    printers,
)
for router in (each.router for each in WRITERS):
    router.add_decorator(once)
    api.add_router("", router)
api.add_router("", floor.router)  # its scans bear ids of their own
api.add_router("", lead.router)
api.add_router("", availability.router)
api.add_router("", stock.router)
api.add_router("", promises.router)
api.add_router("", feed.router)
api.add_router("", notices.router)  # sent again while it is being sent, a mail is refused
api.add_router("", decisions.router)
api.add_router("", runs.router)
api.add_router("", papers.router)
api.add_router("", scales.router)  # the last word counts, however often it is said


def _say(status: int, code: str, text: str, details: dict[str, Any] | None = None) -> HttpResponse:
    return JsonResponse({"code": code, "text": text, "details": details or {}}, status=status)


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return _say(refusal.status, refusal.code, refusal.text, refusal.details)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [{"field": _where(fault["loc"]), "line": None, "text": fault["msg"]} for fault in error.errors[:100]]
    first = faults[0]
    return _say(422, "INVALID", f"{first['field'] or 'body'}: {first['text']}", {"faults": faults})


def _where(place: tuple[str | int, ...]) -> str:
    """The field's path as the caller wrote it: without the kind of parameter and the name of ours."""
    return ".".join(str(part) for part in (place[2:] if place[0] == "body" else place[1:]))


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _say(401, "NO_KEY", "Send a key that is not revoked: Authorization: Bearer phk_...")


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return _say(413, "TOO_BIG", "The body is larger than 10 MB. Send fewer orders at once.")


@api.exception_handler(Http404)
def _nowhere(request: HttpRequest, error: Http404) -> HttpResponse:
    return _say(404, "NOT_FOUND", "There is nothing at this address.")


@api.exception_handler(HttpError)
def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _say(error.status_code, "WRONG_REQUEST", str(error))


urls = api.urls  # made anew by each asking
