"""Machines take a shorter way: of what surrounds a page (sessions, forms, messages, policies) they need nothing."""

from collections.abc import Callable

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve

log = structlog.get_logger(__name__)
PREFIXES = ("/api/", "/hooks/")


class MachinesFirst:
    """Answer requests to the API right behind the SecurityMiddleware, always in JSON.

    The API asks every caller for a key itself (`packhorse.web.keys`) and a webhook bears a signature, so neither a
    session nor a form's token could let anybody in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a machine, or pass a person's request on."""
        if not request.path_info.startswith(PREFIXES):
            return self.get_response(request)
        request.get_host()  # refuses a host that is not ours
        response = self._answer(request)
        response.setdefault("Content-Length", str(len(response.content)))
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        try:
            found = resolve(request.path_info)
        except Resolver404:
            return _say(404, "NOT_FOUND", "There is nothing at this address.")
        try:
            response = found.func(request, *found.args, **found.kwargs)
        except RequestDataTooBig:
            return _say(413, "TOO_BIG", "The body is larger than 10 MB.")
        except Exception as error:
            log.exception("api.failed", path=request.path_info, error=type(error).__name__)
            return _say(500, "FAILED", "Something is broken here; nothing was done. The log says more.")
        if response.status_code == 405 and not response.content:
            allowed = {"Allow": response["Allow"]}
            return _say(405, "NOT_ALLOWED", f"This address takes {response['Allow']} only.", allowed)
        return response


def _say(status: int, code: str, text: str, headers: dict[str, str] | None = None) -> HttpResponse:
    return JsonResponse({"code": code, "text": text, "details": {}}, status=status, headers=headers)
