"""Where connected shops send their webhooks. What was taken is answered 200, in words; all else may come again."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from packhorse.errors import Refusal
from packhorse.placing import operations


@require_POST
def take(request: HttpRequest, kind: str, channel: str) -> HttpResponse:
    """Take one webhook of a channel's shop."""
    try:
        said = operations.take_hook(
            channel=channel, kind=kind, headers=request.headers, body=request.body, now=timezone.now()
        )
    except Refusal as refusal:
        facts = {"code": refusal.code, "text": refusal.text, "details": refusal.details}
        return JsonResponse(facts, status=refusal.status)
    return JsonResponse({"said": said})
