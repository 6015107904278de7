"""A Refusal becomes an answer: JSON under /api, a message for htmx, a page elsewhere."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from packhorse.errors import Refusal


class RefusalMiddleware:
    """Turn `Refusal` from any view into its status, code and text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """Answer what holds a NUL, which PostgreSQL keeps in no text: no address and no barcode of ours has one."""
        if "\x00" in request.path_info:
            raise Http404
        if request.path.startswith("/api/"):
            return None
        if any("\x00" in value for values in request.POST.lists() for value in values[1]):
            refusal = Refusal("NO_TEXT", "That came with a character that is none: scan or type it again.", status=422)
            return self.process_exception(request, refusal)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; leave every other error to Django."""
        if not isinstance(exception, Refusal):
            return None
        return told(request, exception)


def told(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the answer that a refusal is."""
    if request.path.startswith("/api/"):
        said = {"code": refusal.code, "text": refusal.text, "details": refusal.details}
        return JsonResponse(said, status=refusal.status)
    return render(request, "web/refusal.html", {"refusal": refusal}, status=refusal.status)
