"""The merchant's look, and what every public page is sent with."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from packhorse.languages import LANGUAGES, language_of
from packhorse.shipping.pages.public.words import WORDS

FOR_EVER = "public, max-age=31536000, immutable"  # its address changes with it


@dataclass(frozen=True)
class Look:
    """How the merchant looks: `colour` is #rrggbb, dark enough for white text; `logo` an image, empty for none."""

    merchant: str
    colour: str
    logo: bytes = b""
    logo_kind: str = ""

    @property
    def version(self) -> str:
        """What the addresses of style and logo end with, so that browsers may keep them."""
        return hashlib.sha256(b"|".join((self.colour.encode(), self.logo))).hexdigest()[:12]

    def style(self) -> HttpResponse:
        """Return the colour as a style sheet: the pages' policy forbids styles in the page."""
        text = f":root{{--own:{self.colour}}}\n"
        return HttpResponse(text, content_type="text/css", headers={"Cache-Control": FOR_EVER})

    def image(self) -> HttpResponse:
        """Return the logo."""
        return HttpResponse(self.logo, content_type=self.logo_kind, headers={"Cache-Control": FOR_EVER})


@dataclass(frozen=True)
class Door:
    """What a later area offers on a customer's tracking page, in his language: a card that leads to its own page."""

    title: str
    says: tuple[str, ...]
    button: str
    url: str


def language(request: HttpRequest) -> str:
    """Return the language that was chosen on the page, else the one that the browser asks for."""
    chosen = request.GET.get("lang", "")
    return chosen if chosen in LANGUAGES else language_of(request.headers.get("Accept-Language", ""))


def page(
    request: HttpRequest, template: str, look: Look, context: dict[str, Any], *, status: int = 200, form: bool = False
) -> HttpResponse:
    """Return a public page: kept by nobody, found by no search engine, and its address told to nobody else.

    With a `form` the address is told to ourselves: browsers hide from where a form comes, too, where they are to tell
    nothing at all, and it would be taken for a stranger's.
    """
    code = language(request)
    usual = {
        "look": look,
        "language": code,
        "words": WORDS[code],
        "languages": [(each, name, each == code) for each, name in LANGUAGES.items()],
    }
    response = render(request, template, usual | context, status=status)
    add_never_cache_headers(response)
    patch_vary_headers(response, ["Accept-Language"])
    response["Content-Language"] = code
    response["Referrer-Policy"] = "same-origin" if form else "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
