"""What a picker's device keeps to work without the network: a worker of its own, and a page that names nobody."""

import hashlib
import json
from functools import cache
from pathlib import Path

from csp.decorators import csp_update
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

from packhorse.picking.rules import SHORT_REASONS

WORKER = "web/pick/worker.js"
# What the page of a pick list loads.
FILES = (
    "web/packhorse.svg",
    "web/packhorse.css",
    "web/scan.js",
    "web/theme.js",
    "web/pick/camera.js",
    "web/pick/gs1.js",
    "web/pick/loop.js",
    "web/pick/main.js",
    "web/pick/page.js",
    "web/pick/queue.js",
    "web/pick/store.js",
    "vendor/tabler.min.css",
    "vendor/htmx.min.js",
    "vendor/zxing_reader.js",
    "vendor/zxing_reader.wasm",
)


# The camera's reader is WebAssembly; nothing else may be compiled, and nothing at all on other pages.
READS_CODES = csp_update({"script-src": ["'wasm-unsafe-eval'"]})


@READS_CODES
def shell(request: HttpRequest) -> HttpResponse:
    """Show the page of a list that is not known here: no number, no name, nothing of who is signed in."""
    return HttpResponse(_shell())


def worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker; its text changes with every file that it keeps, so that browsers take the new ones."""
    said = {"VERSION": _version(), "FILES": [static(name) for name in FILES], "SHELL": reverse("pick-shell")}
    head = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in said.items())
    answer = HttpResponse(head + _read(WORKER).decode(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@cache
def _shell() -> str:
    return render_to_string("picking/shell.html", {"reasons": SHORT_REASONS.items()})


@cache
def _version() -> str:
    digest = hashlib.sha256(_shell().encode())
    for name in (*FILES, WORKER):
        digest.update(_read(name))
    return digest.hexdigest()[:16]


def _read(name: str) -> bytes:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(f"static file {name} is missing: run `make setup`")
    return Path(found).read_bytes()
