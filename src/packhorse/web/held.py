"""A file between its check and its booking: the page holds it, so that nothing is kept that nobody agreed to."""

import base64
import binascii

from django.http import HttpRequest

from packhorse.errors import Refusal

MOST = 4_000_000  # bytes of a file that a page may hold; larger ones by command


def given(request: HttpRequest, *, held: bool, command: str) -> tuple[str, bytes]:
    """Return the name and content of an uploaded `file`, or of the one the page held. Refuses none, and a large one."""
    return all_given(request, held=held, command=command)[-1]


def all_given(request: HttpRequest, *, held: bool, command: str) -> list[tuple[str, bytes]]:
    """Return the same of several files: those chosen as `file`, or every `name` and `content` that the page held."""
    if held:
        names = request.POST.getlist("name")
        contents = [_content(text) for text in request.POST.getlist("content")]
        if not contents or not all(contents):
            raise Refusal("NO_FILE", "That form came incomplete: choose the file again.", status=422)
        names += [""] * len(contents)
        return [(name[:200], content) for name, content in zip(names, contents, strict=False)]
    uploads = request.FILES.getlist("file")
    if not uploads:
        raise Refusal("NO_FILE", "Choose a file first.", status=422)
    if sum(upload.size or 0 for upload in uploads) > MOST:
        text = f"The file is larger than {MOST // 1_000_000} MB: take it in with `{command}`, or split it."
        raise Refusal("FILE_TOO_LARGE", text, status=422)
    return [((upload.name or "")[:200], upload.read()) for upload in uploads]


def _content(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def as_text(content: bytes) -> str:
    """Return a file's content as a page holds it."""
    return base64.b64encode(content).decode()
