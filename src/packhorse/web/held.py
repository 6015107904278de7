"""A file between its check and its booking: the page holds it, so that nothing is kept that nobody agreed to."""

import base64
import binascii

from django.http import HttpRequest

from packhorse.errors import Refusal

MOST = 4_000_000  # bytes of a file that a page may hold; larger ones by command


def given(request: HttpRequest, *, held: bool, command: str) -> tuple[str, bytes]:
    """Return the name and content of an uploaded `file`, or of the one the page held. Refuses none, and a large one."""
    if held:
        try:
            content = base64.b64decode(request.POST.get("content", ""), validate=True)
        except (binascii.Error, ValueError):
            content = b""
        if not content:
            raise Refusal("NO_FILE", "That form came incomplete: choose the file again.", status=422)
        return request.POST.get("name", "")[:200], content
    upload = request.FILES.get("file")
    if upload is None:
        raise Refusal("NO_FILE", "Choose a file first.", status=422)
    if (upload.size or 0) > MOST:
        text = f"The file is larger than {MOST // 1_000_000} MB: take it in with `{command}`, or split it."
        raise Refusal("FILE_TOO_LARGE", text, status=422)
    return (upload.name or "")[:200], upload.read()


def as_text(content: bytes) -> str:
    """Return a file's content as a page holds it."""
    return base64.b64encode(content).decode()
