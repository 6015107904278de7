"""A product's packs, the parts of a kit, and what is tracked: a page of forms, each kept whole or refused."""

from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from packhorse.algorithms.dangerous import HAZMAT_CLASSES
from packhorse.catalog import queries as catalog
from packhorse.catalog.rules import LEVELS, NewPack, NewPart, NewProduct
from packhorse.errors import Refusal
from packhorse.web import listing
from packhorse.web.pages.typed import whole

OF_PACK = {"units": "Units", "barcode": "Barcode"} | {"length_mm": "Length mm", "width_mm": "Width mm"}
OF_PACK |= {"height_mm": "Height mm", "weight_g": "Weight g"}
TEXTS = ("min_days_left", "hs_code", "origin", "hazmat_class", "un_number", "bears_g", "cushion_mm", "keep_apart",
         "keep_together")  # fmt: skip
FLAGS = ("tracks_lots", "tracks_serials", "own_container", "this_side_up")
FREE = 3  # empty rows for further parts
MOST_ROWS = 103
DONE = {"packs": "The packs are kept.", "parts": "The parts are kept.", "facts": "The facts are kept."}


def packs(request: HttpRequest, sku: str) -> HttpResponse:
    """Show the forms; POST keeps the one that `form` names, or shows them again with what is wrong."""
    product = listing.listed(sku)
    if product is None:
        raise Http404
    refusal, status = {}, 200
    if request.method == "POST":
        form = request.POST.get("form", "")
        try:
            if form not in FORMS:
                raise Refusal("NO_SUCH_FORM", "This page has no such form.", status=422)
            change = FORMS[form](request)
            listing.change(sku=sku, by=change)
        except Refusal as refused:
            refusal, status = {form: refused.text}, refused.status
        else:
            messages.success(request, DONE[form])
            return HttpResponseRedirect(reverse("product-packs", args=[sku]))
    context = {
        "product": product,
        "packs": _pack_fields(request, product, typed="packs" in refusal),
        "columns": OF_PACK.values(),
        "parts": _part_fields(request, product, typed="parts" in refusal),
        "hazmat_classes": HAZMAT_CLASSES,
        "facts": _fact_fields(request, product, typed="facts" in refusal),
        "refusal": refusal,
    }
    return render(request, "web/product_packs.html", context, status=status)


def _pack_fields(request: HttpRequest, product: NewProduct, *, typed: bool) -> list[tuple[str, list[tuple[str, ...]]]]:
    """(level, [(field, label, text)]) of every level."""
    now = {pack.level: pack for pack in product.packs or ()}

    def text(level: str, name: str) -> str:
        return _typed(request, f"{level}-{name}") if typed else _shown(now.get(level), name)

    return [
        (level, [(f"{level}-{name}", label, text(level, name)) for name, label in OF_PACK.items()]) for level in LEVELS
    ]


def _part_fields(request: HttpRequest, product: NewProduct, *, typed: bool) -> list[tuple[int, str, str]]:
    """(row, SKU, units) of every part, and rows that are free."""
    if typed:
        rows = [(_typed(request, f"sku-{nth}"), _typed(request, f"units-{nth}")) for nth in range(_rows(request))]
    else:
        rows = [(part.sku, str(part.units)) for part in product.parts or ()] + [("", "")] * FREE
    return [(nth, sku, units) for nth, (sku, units) in enumerate(rows)]


def _fact_fields(request: HttpRequest, product: NewProduct, *, typed: bool) -> dict[str, object]:
    if typed:
        texts = {name: _typed(request, name, 800) for name in (*TEXTS, "not_to")}
        return texts | {name: name in request.POST for name in FLAGS}
    names = (*TEXTS, *FLAGS)
    facts = {name: getattr(product, name) if getattr(product, name) is not None else "" for name in names}
    return facts | {"not_to": " ".join(product.not_to)}


def _packs(request: HttpRequest) -> Callable[[NewProduct], NewProduct]:
    found = []
    for level in LEVELS:
        cells = {name: _typed(request, f"{level}-{name}") for name in OF_PACK}
        if not any(cells.values()):
            continue
        numbers = {
            name: _number(text, f"{level}, {OF_PACK[name]}") for name, text in cells.items() if name != "barcode"
        }
        found.append(NewPack(level=level, barcode=cells["barcode"], **numbers))
    return lambda product: replace(product, packs=tuple(found))


def _parts(request: HttpRequest) -> Callable[[NewProduct], NewProduct]:
    found = []
    for nth in range(_rows(request)):
        text, units = _typed(request, f"sku-{nth}"), _typed(request, f"units-{nth}")
        if not text:
            continue
        part = catalog.by_code(text)
        if part is None:
            raise Refusal("NO_SUCH_PRODUCT", f"{text!r} is no product. Type its SKU or scan it.", status=422)
        found.append(NewPart(part.sku, _number(units, f"units of {part.sku}")))
    return lambda product: replace(product, parts=tuple(found))


def _facts(request: HttpRequest) -> Callable[[NewProduct], NewProduct]:
    days, bears = _typed(request, "min_days_left"), _typed(request, "bears_g")
    facts = {
        **{name: name in request.POST for name in FLAGS},
        "min_days_left": _number(days, "days left") if days else None,
        "bears_g": _number(bears, "grams that may lie on it") if bears else None,
        "cushion_mm": _number(_typed(request, "cushion_mm") or "0", "millimetres of padding"),
        "keep_apart": _typed(request, "keep_apart"),
        "keep_together": _typed(request, "keep_together"),
        "hs_code": _typed(request, "hs_code"),
        "origin": _typed(request, "origin").upper(),
        "hazmat_class": _typed(request, "hazmat_class").upper(),
        "un_number": _typed(request, "un_number").upper().replace(" ", ""),
        "not_to": tuple(_typed(request, "not_to", 800).upper().replace(",", " ").split()),
    }
    return lambda product: replace(product, **facts)


FORMS = {"packs": _packs, "parts": _parts, "facts": _facts}


def _rows(request: HttpRequest) -> int:
    return min(MOST_ROWS, sum(name.startswith("sku-") for name in request.POST))


def _shown(pack: NewPack | None, name: str) -> str:
    return str(getattr(pack, name)) if pack else ""


def _typed(request: HttpRequest, name: str, longest: int = 64) -> str:
    return request.POST.get(name, "").strip().replace("\x00", "")[:longest]


def _number(text: str, what: str) -> int:
    if (number := whole(text)) is None:
        raise Refusal("NOT_A_NUMBER", f"{what}: {text[:20]!r} is not a whole number.", status=422)
    return number
