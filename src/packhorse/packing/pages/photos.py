"""Photos of a parcel: taken at the bench, seen by whoever may see its papers."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.packing import operations, queries
from packhorse.packing.pages.pack import answered, panel_of, parcel_of
from packhorse.packing.photos import MOST_BYTES


def add_photo(request: HttpRequest, sscc: str) -> HttpResponse:
    """POST: keep the `photo` that was sent, and show the parcel."""
    parcel = parcel_of(sscc)
    try:
        upload = request.FILES.get("photo")
        if upload is None:
            raise Refusal("NO_PHOTO", "No photo was sent: take or choose one first.", status=422)
        # One byte more than may be: a larger one is refused without being read to its end.
        content = upload.read(MOST_BYTES + 1)
        actor = request.user.get_username()
        operations.add_photo(parcel_id=parcel.id, content=content, now=timezone.now(), actor=actor)
    except Refusal as refusal:
        return answered(request, panel_of(parcel, {"kind": "bad", "text": refusal.text}), refusal.status)
    return answered(request, panel_of(parcel, {"kind": "good", "text": "Photo kept"}))


def photo(request: HttpRequest, sscc: str, photo_id: int) -> HttpResponse:
    """Return a photo as JPEG."""
    image = queries.photo_image(parcel_of(sscc).id, photo_id)
    if image is None:
        raise Http404
    return HttpResponse(image, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"})


def drop_photo(request: HttpRequest, sscc: str, photo_id: int) -> HttpResponse:
    """POST: delete a photo that should not have been taken, and show the parcel."""
    parcel = parcel_of(sscc)
    try:
        operations.drop_photo(parcel_id=parcel.id, photo_id=photo_id)
    except Refusal as refusal:
        return answered(request, panel_of(parcel, {"kind": "bad", "text": refusal.text}), refusal.status)
    return HttpResponseRedirect(reverse("pack", args=[parcel.sscc]))
