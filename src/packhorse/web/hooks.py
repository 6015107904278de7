"""Where shops and carriers send their webhooks. What was taken is answered 200; all else may come again."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from packhorse.errors import Refusal
from packhorse.placing import operations
from packhorse.returns import operations as returns
from packhorse.shipping import operations as shipping


@require_POST
def take(request: HttpRequest, kind: str, channel: str) -> HttpResponse:
    """Take one webhook of a channel's shop."""
    try:
        said = operations.take_hook(
            channel=channel, kind=kind, headers=request.headers, body=request.body, now=timezone.now()
        )
    except Refusal as refusal:
        return _refused(refusal)
    return JsonResponse({"said": said})


@require_POST
def carrier(request: HttpRequest, account: str) -> HttpResponse:
    """Take what a carrier tells of parcels, those of returns too."""
    try:
        fresh = shipping.hear(
            account=account,
            headers=request.headers,
            body=request.body,
            others=returns.take_label_tracking,
            now=timezone.now(),
        )
    except Refusal as refusal:
        return _refused(refusal)
    return JsonResponse({"new": fresh})


def _refused(refusal: Refusal) -> HttpResponse:
    facts = {"code": refusal.code, "text": refusal.text, "details": refusal.details}
    return JsonResponse(facts, status=refusal.status)
