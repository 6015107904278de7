"""Print-Job of the Internet Printing Protocol (RFC 8010, 8011): CUPS and most office printers speak it."""

import struct
from collections.abc import Sequence

from packhorse.shipping.printing.answers import PrinterAway, PrinterRefused

PRINT_JOB = 0x0002
_OPERATION, _END = b"\x01", b"\x03"
_CHARSET, _LANGUAGE, _URI, _NAME, _MIME = 0x47, 0x48, 0x45, 0x42, 0x49
_FORMS = {"pdf": "application/pdf", "zpl": "application/vnd.cups-raw"}
# What a printer may say that is worth trying again: busy, out of service for now, a device error, not taking jobs.
_LATER = {0x0501, 0x0502, 0x0504, 0x0505, 0x0506, 0x0507, 0x0509}
_WORDS = {
    0x0401: "it does not allow it",
    0x0403: "it does not allow it",
    0x0406: "it does not know such a printer",
    0x040A: "it cannot print this kind of file",
    0x0502: "it is out of service",
    0x0504: "something is wrong with the device",
    0x0506: "it takes no jobs",
    0x0507: "it is busy",
}


def send_ipp(content: bytes, form: str, name: str, *, url: str, printer: str, seconds: float) -> None:
    """Send a job and return when it was taken.

    Raises PrinterAway when it was not reached or cannot now, PrinterRefused when it will not.
    """
    import httpx  # late: only the worker prints

    body = print_job(printer, name, _FORMS[form]) + content
    try:
        with (
            httpx.Client(timeout=seconds, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", url, content=body, headers={"Content-Type": "application/ipp"}) as answer,
        ):
            head = next(answer.iter_bytes(8), b"") if answer.status_code == 200 else b""
    except httpx.TimeoutException:
        raise PrinterAway(f"It did not answer in {seconds:.0f} seconds: is it switched on?") from None
    except httpx.HTTPError as error:
        raise PrinterAway(f"It cannot be reached ({type(error).__name__}). Is it switched on?") from None
    if answer.status_code != 200:
        kind = PrinterAway if answer.status_code >= 500 else PrinterRefused
        raise kind(f"It answered with HTTP status {answer.status_code}: is its address right?")
    if len(head) < 8:
        raise PrinterRefused("What answers there speaks no IPP: is its address right?")
    (status,) = struct.unpack(">H", head[2:4])
    if status >= 0x0100:
        words = _WORDS.get(status, f"status {status:#06x}")
        raise (PrinterAway if status in _LATER else PrinterRefused)(f"It did not take the job: {words}.")


def print_job(printer: str, name: str, mime: str) -> bytes:
    """Return a Print-Job request up to where the document begins."""
    attributes: Sequence[tuple[int, str, str]] = (
        (_CHARSET, "attributes-charset", "utf-8"),
        (_LANGUAGE, "attributes-natural-language", "en"),
        (_URI, "printer-uri", printer),
        (_NAME, "requesting-user-name", "packhorse"),
        (_NAME, "job-name", name),
        (_MIME, "document-format", mime),
    )
    head = struct.pack(">BBHI", 1, 1, PRINT_JOB, 1)
    return head + _OPERATION + b"".join(_attribute(*each) for each in attributes) + _END


def _attribute(tag: int, name: str, value: str) -> bytes:
    key, text = name.encode(), value.encode()
    return struct.pack(">BH", tag, len(key)) + key + struct.pack(">H", len(text)) + text
