"""The labels of a return, as files for the office."""

from django.http import Http404, HttpRequest, HttpResponse

from packhorse.returns import queries
from packhorse.web import return_labels


def label(request: HttpRequest, rma: str) -> HttpResponse:
    """Hand out a return's label: the carrier's, or (`kind=address`) our own for a `medium`."""
    row = queries.by_rma(rma)
    if row is None:
        raise Http404
    kind, medium = request.GET.get("kind", "carrier"), request.GET.get("medium", "4x6")
    content, ending, media_type = return_labels.label_file(row, kind=kind, medium=medium)
    name = f'inline; filename="label-{row.rma}.{ending}"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=media_type, headers=headers)
