"""A shift lead sends what lies in a slot."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.web import part_sending


def send_part(request: HttpRequest, slot_id: int, *, lead: bool) -> HttpResponse:
    """POST: pack what is there, and let the rest follow in a parcel of its own."""
    if not lead:
        raise Refusal("ASK_A_LEAD", "Sending an order in parts is for a shift lead: ask one.", status=403)
    part_sending.send_part(slot_id=slot_id, now=timezone.now(), actor=request.user.get_username())
    messages.success(request, "What is there can be packed. The rest gets a slot of its own once it comes.")
    return HttpResponseRedirect(reverse("slot", args=[slot_id]))
