"""Labels of bins, carts and goods, to be printed: as PDF for any printer, as ZPL for label printers."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from packhorse.documents.tag import BinTag, ProductTag, Tag
from packhorse.documents.tag_print import SHEET, pdf, zpl_of
from packhorse.errors import Refusal
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.network.queries import BinRow, WarehouseRow
from packhorse.picking import queries as picking
from packhorse.picking.queries import CartRow
from packhorse.picking.rules import tote_barcode
from packhorse.web.pages.product import found
from packhorse.web.pages.typed import day_of, whole

FORMATS = {"100x50": "100 × 50 mm", "70x35": "70 × 35 mm", SHEET: "A4 sheet, 24 stickers of 70 × 37 mm"}
WAYS = {"pdf": "PDF", "203": "ZPL for 203 dpi", "300": "ZPL for 300 dpi"}
MOST = 1500  # a PDF of so many takes a quarter of a minute
ARROWS = ("", "up", "down")


def bins(request: HttpRequest, code: str) -> HttpResponse:
    """Choose bins of a warehouse (`zone`, `aisle`, `bin`, or all); with `as`, return their labels."""
    site = network.warehouse(code)
    if site is None:
        raise Http404
    every = sorted(network.bins(site.id), key=lambda each: (each.aisle, each.y_mm, each.code))
    if "as" in request.GET:
        arrow = request.GET.get("arrow", "")
        if arrow not in ARROWS:
            raise Refusal("NO_SUCH_ARROW", f"{arrow[:20]!r} is no arrow: use up or down.", status=422)
        chosen = _chosen(request, site, every)
        square = "square" in request.GET
        tags = [BinTag(each.code, each.barcode, site.code, each.zone, arrow, square) for each in chosen]
        return _printed(request, tags, f"bins-{site.code}")
    context = {
        "site": site,
        "zones": sorted({each.zone for each in every}),
        "aisles": sorted({each.aisle for each in every}),
        "bin": request.GET.get("bin", ""),
        "formats": FORMATS,
        "ways": WAYS,
        "count": len(every),
        "most": MOST,
    }
    return render(request, "web/bin_labels.html", context)


def product(request: HttpRequest, sku: str) -> HttpResponse:
    """Choose labels of a product: `copies`, or one for each of `serials`; with `as`, return them."""
    row = found(sku)
    if "as" in request.GET:
        lot, lasts = request.GET.get("lot", "").strip()[:40], day_of(request.GET.get("expires_on", ""))
        known = stock.lot(row.id, lot) if lot else None
        if known and lasts is None:
            lasts = known.expires_on
        facts = {"name": row.name, "sku": row.sku, "barcode": row.barcode, "lot": lot, "expires_on": lasts}
        serials = request.GET.get("serials", "").replace(",", " ").split()
        copies = whole(request.GET.get("copies", "") or "1")
        if not copies or copies > MOST or len(serials) > MOST:
            raise Refusal("HOW_MANY", f"Give a number of labels from 1 to {MOST:,}.", status=422)
        tags = [ProductTag(**facts, serial=serial) for serial in serials] or [ProductTag(**facts)]
        return _printed(request, [tag for tag in tags for _ in range(copies if not serials else 1)], "product")
    context = {"product": row, "lots": stock.lots(row.id), "formats": FORMATS, "ways": WAYS, "most": MOST}
    return render(request, "web/product_labels.html", context)


def carts(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a cart of a warehouse, or all; with `as`, return the labels of each and of its totes."""
    site = network.warehouse(code)
    if site is None:
        raise Http404
    every, wanted = picking.carts(site.id), request.GET.get("cart", "").strip()
    if "as" in request.GET:
        rows = [row for row in every if wanted in ("", row.code, row.barcode)]
        if not rows:
            words = f"No cart of {site.code} is {wanted[:40]!r}." if wanted else f"{site.code} has no cart."
            raise Refusal("NO_SUCH_CART", f"{words} Add one first, or choose another.", status=422)
        tags = [tag for row in rows for tag in _tags(row, site.code)]
        if len(tags) > MOST:
            text = f"{len(tags):,} labels are more than {MOST:,} at once: print them cart by cart."
            raise Refusal("TOO_MANY_LABELS", text, status=422)
        return _printed(request, tags, f"carts-{site.code}")
    context = {"site": site, "carts": every, "cart": wanted, "formats": FORMATS, "ways": WAYS, "most": MOST}
    return render(request, "web/cart_labels.html", context)


def _tags(cart: CartRow, site: str) -> list[Tag]:
    totes = range(1, cart.totes + 1)
    mine = [BinTag(f"{cart.code}-{nth}", tote_barcode(cart.barcode, nth), site, f"tote {nth}") for nth in totes]
    return [BinTag(cart.code, cart.barcode, site, f"cart, {cart.totes} totes"), *mine]


def _chosen(request: HttpRequest, site: WarehouseRow, every: Sequence[BinRow]) -> list[BinRow]:
    code, zone, aisle = (request.GET.get(name, "").strip() for name in ("bin", "zone", "aisle"))
    if code:
        chosen = [each for each in every if code in (each.code, each.barcode)]
    else:
        number = whole(aisle) if aisle else None
        chosen = [each for each in every if (not zone or each.zone == zone) and (not aisle or each.aisle == number)]
    if not chosen:
        text = f"No bin of {site.code} is {code[:40]!r}." if code else f"No bin of {site.code} is there."
        raise Refusal("NO_SUCH_BIN", f"{text} Choose a zone or an aisle, or type a bin's code.", status=422)
    if len(chosen) > MOST:
        text = f"{len(chosen):,} labels are more than {MOST:,} at once: print them by zone or aisle."
        raise Refusal("TOO_MANY_LABELS", text, status=422)
    return chosen


def _printed(request: HttpRequest, tags: Sequence[Tag], name: str) -> HttpResponse:
    form, way = request.GET.get("format", "100x50"), request.GET.get("as", "")
    if form not in FORMATS or way not in WAYS:
        text = f"Use one of the formats {', '.join(FORMATS)}, as one of {', '.join(WAYS)}."
        raise Refusal("NO_SUCH_FORMAT", text, status=422)
    if way != "pdf" and form == SHEET:
        raise Refusal("SHEET_AS_ZPL", "A label printer prints no A4 sheets: take PDF, or another format.", status=422)
    try:
        if way == "pdf":
            answer = HttpResponse(pdf(tags, form), content_type="application/pdf")
        else:
            made = zpl_of(tags, form, dpi=int(way))
            answer = HttpResponse(made, content_type="text/plain; charset=utf-8")
    except ValueError as error:
        words = str(error)
        raise Refusal("NO_LABEL", f"That makes no label: {words[:300]}.", status=422) from None
    suffix = "pdf" if way == "pdf" else "zpl"
    disposition = "inline" if way == "pdf" else "attachment"
    answer["Content-Disposition"] = f'{disposition}; filename="{name}.{suffix}"'
    answer["Cache-Control"] = "no-store"
    return answer
