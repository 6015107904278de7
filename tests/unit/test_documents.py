"""The papers are read back as a scanner and a reader would: barcodes from the picture, text from the page."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

import pypdfium2
import pytest
import zxingcpp

from packhorse.documents import label_pdf, label_zpl, manifest, packing_slip
from packhorse.documents.bars import code128, gs1_sscc
from packhorse.documents.fitting import fit, printable
from packhorse.documents.label import Address, ShippingLabel
from packhorse.documents.manifest import ManifestPaper, ManifestParcel
from packhorse.documents.packing_slip import PackingSlip, SlipLine

SSCC = "340123450000000017"
SENDER = Address("North warehouse", "", "Industriestraße 12", "", "Hamburg", "", "20457", "DE", "")
RECIPIENT = Address(
    "Zażółć Gęślą-Jaźń", "", "ul. Świętokrzyska 31", "m. 12", "Warszawa", "Mazowieckie", "00-049", "PL", "+48 22 555"
)
LABEL = ShippingLabel(
    sender=SENDER,
    recipient=RECIPIENT,
    carrier_name="Northline Parcel",
    service_name="Standard Europe",
    tracking_number="NL00000123457",
    sscc=SSCC,
    order_number="1000123",
    parcel_index=2,
    parcel_count=3,
    weight_g=1255,
    ship_date=date(2025, 3, 4),
    lane="A-04",
    delivery_instructions="Ring twice, then leave it with the neighbour.",
    marks=("Fragile",),
    routing_zone="EU-2",
)
SLIP = PackingSlip(
    merchant="Kitchen & Table",
    order_number="1000123",
    external_id="WEB-88121",
    placed_on=date(2025, 3, 2),
    recipient=RECIPIENT,
    parcel_index=1,
    parcel_count=2,
    sscc=SSCC,
    lines=(SlipLine("KT-1", "Ceramic mug", 2), SlipLine("KT-2", "Oak board", 1)),
    other_parcels_units=4,
    gift_message="Happy birthday, Zosia!\nMuch tea.",
    delivery_instructions="Ring twice.",
)
# The longest that the system's own fields let through, in letters that no other is wider than.
LONGEST = replace(
    LABEL,
    sender=Address("W" * 120, "", "W" * 200, "", "W" * 120, "", "W" * 20, "DE", ""),
    recipient=Address("W" * 200, "", "W" * 200, "W" * 200, "W" * 120, "W" * 120, "W" * 20, "GR", "W" * 40),
    carrier_name="W" * 120,
    service_name="W" * 120,
    tracking_number="W" * 40,
    order_number="W" * 20,
    lane="W" * 20,
    routing_zone="W" * 20,
    delivery_instructions="W" * 300,
)
WIDE_NAMES = [
    "Anna Maria " * 18,
    "Παπαδοπούλου-Κωνσταντινίδη " * 7,
    "Щербатова-Достоевская " * 9,
    "Grzegorz Brzęczyszczykiewicz " * 7,
    "Ł" * 200,
]
CODE128, GS1_128 = "]C0", "]C1"  # symbology identifiers as a scanner sends them
MODES = {"A": "code128", "N": "sscc"}
COMMANDS = {"XA", "XZ", "CI", "PW", "LL", "LH", "FO", "A0", "A@", "FH", "FD", "FS", "GB", "BY", "BC"}


def test_label_pdf_is_one_page_of_4_by_6_inches_with_both_barcodes():
    pdf = pypdfium2.PdfDocument(label_pdf.render(LABEL))
    assert len(pdf) == 1
    assert pdf[0].get_size() == pytest.approx((288, 432), abs=0.1)
    assert codes(label_pdf.render(LABEL)) == {(CODE128, LABEL.tracking_number), (GS1_128, "00" + SSCC)}


def test_label_pdf_says_everything():
    text = squeezed(label_pdf.render(LABEL))
    for part in (*said(LABEL), "FRAGILE", f"(00){SSCC}"):
        assert bare(part) in text


@pytest.mark.parametrize("name", WIDE_NAMES)
def test_long_names_are_whole(name):
    who = replace(RECIPIENT, name=name[:200], line1=name[:200])
    for pdf in (label_pdf.render(replace(LABEL, recipient=who)), packing_slip.render(replace(SLIP, recipient=who))):
        assert squeezed(pdf).count(bare(name[:200])) == 2


def test_longest_label_is_whole_and_read():
    pdf = label_pdf.render(LONGEST)
    text = squeezed(pdf)
    assert all(bare(part) in text for part in said(LONGEST))
    assert codes(pdf, dpi=600) == {(CODE128, "W" * 40), (GS1_128, "00" + SSCC)}
    assert ink_outside(pdf) == 0
    shown = "".join(text for _, text in texts(label_zpl.render(LONGEST)))
    assert shown.count("W") == sum(part.count("W") for part in said(LONGEST))


def test_text_beyond_any_size_is_refused_not_cut():
    with pytest.raises(ValueError, match="does not fit"):
        label_zpl.render(replace(LABEL, delivery_instructions="word " * 1000))
    with pytest.raises(ValueError, match="does not fit"):
        fit(["word " * 20], width=10, height=10, sizes=(5,), bold=False)


def test_a_larger_room_takes_a_larger_size():
    small, large = (fit(["One Two"], width=w, height=12, sizes=(10, 8, 6, 4), bold=True) for w in (25, 100))
    assert (small.size, large.size, large.lines) == (4, 10, ("One Two",))


@pytest.mark.parametrize("odd", ["日本 🎁 \U000f0000", "a\ud800b", "\x00\x1b[0m", "", "\u202eevil"])
def test_odd_characters_do_not_fail(odd):
    who = replace(RECIPIENT, name=odd)
    assert label_pdf.render(replace(LABEL, recipient=who, delivery_instructions=odd)).startswith(b"%PDF")
    assert label_zpl.render(replace(LABEL, recipient=who, delivery_instructions=odd)).encode()
    slip = replace(SLIP, recipient=who, merchant=odd, gift_message=odd, lines=(SlipLine("KT-1", odd, 1),))
    assert packing_slip.render(slip).startswith(b"%PDF")


def test_printable_keeps_words_apart():
    assert printable(" a\n\tb\x00c \u200bd e\u0301") == "a b c d é"


@pytest.mark.parametrize("dpi", [152, 203, 300, 600])
def test_zpl_is_one_label_with_all_fields_inside(dpi):
    zpl = label_zpl.render(LABEL, dpi=dpi)
    assert zpl.startswith("^XA") and zpl.endswith("^XZ")
    assert zpl.count("^XA") == zpl.count("^XZ") == 1
    assert "^CI28" in zpl
    wide, tall = (int(re.search(rf"\^{name}(\d+)", zpl)[1]) for name in ("PW", "LL"))
    assert (wide, tall) == (pytest.approx(4 * dpi, abs=2), pytest.approx(6 * dpi, abs=2))
    for field in fields(zpl):
        x, y = map(int, re.match(r"\^FO(\d+),(\d+)", field).groups())
        assert 0 <= x < wide and 0 <= y < tall
        if font := re.search(r"\^A[0@]N,(\d+),(\d+)", field):
            assert y + int(font[1]) <= tall
        if box := re.search(r"\^GB(\d+),(\d+)", field):
            assert x + int(box[1]) <= wide and y + int(box[2]) <= tall


def test_zpl_says_everything():
    zpl = label_zpl.render(LABEL)
    shown = bare("".join(text for _, text in texts(zpl)))
    for part in (*said(LABEL), "FRAGILE", f"(00){SSCC}"):
        assert bare(part) in shown


def test_zpl_text_lies_apart():
    """No line of text and no barcode begins above the end of what is before it in the same column."""
    for label in (LABEL, replace(LABEL, marks=(), delivery_instructions="")):
        columns: dict[int, list[tuple[int, int]]] = {}
        for field in fields(label_zpl.render(label)):
            if place := re.match(r"\^FO(\d+),(\d+)(?:\^A[0@]|\^BY\d\^BC)N,(\d+)", field):
                x, y, size = map(int, place.groups())
                columns.setdefault(x, []).append((y, y + size))
        for spans in columns.values():
            spans.sort()
            assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@pytest.mark.parametrize("evil", ["^XZ~JR^FS", "a_5EXZ", "~DGR:X.GRF,1,1,FF", "\\&^CC!", "x\n^XZ\r\x10y"])
def test_zpl_takes_no_commands_from_text(evil):
    who = replace(RECIPIENT, name=evil, line1=evil, city=evil)
    zpl = label_zpl.render(
        replace(LABEL, recipient=who, sender=who, delivery_instructions=evil, marks=(), carrier_name=evil, lane=evil)
    )
    assert set(commands(zpl)) <= COMMANDS
    assert zpl.count("^XA") == zpl.count("^XZ") == 1
    assert zpl.count("^FO") == zpl.count("^FS") == zpl.count("^FD") + zpl.count("^GB")
    assert "~" not in zpl and not re.search(r"[\x00-\x09\x0b-\x1f\\]", zpl)
    assert bare(printable(evil)) in bare("".join(text for _, text in texts(zpl)))


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("tracking", ["NL00000123457", "W" * 40, "1", "ABC123 4.5/6-7+8"])
def test_zpl_barcodes_hold_the_numbers_and_fit(dpi, tracking):
    zpl = label_zpl.render(replace(LABEL, tracking_number=tracking), dpi=dpi)
    wide = int(re.search(r"\^PW(\d+)", zpl)[1])
    code = r"\^FO(\d+),(\d+)\^BY(\d+)\^BCN,(\d+),N,N,N,([AN])\^FD(.*)\^FS"
    by_kind = {MODES[mode]: (int(x), int(by), data) for x, _, by, _, mode, data in re.findall(code, zpl)}
    assert by_kind["code128"][2] == tracking
    assert by_kind["sscc"][2] == f">;>800{SSCC}"
    # Subset B throughout is the widest that the printer may choose; subset C holds 20 digits in 10 characters.
    modules = {"code128": 11 * (len(tracking) + 2) + 13, "sscc": 11 * (1 + 1 + 10 + 1) + 13}
    for kind, (x, by, _) in by_kind.items():
        assert x >= 10 * by
        assert x + (modules[kind] + 10) * by <= wide
    assert by_kind["sscc"][1] / dpi * 25.4 >= 0.495  # the least that GS1 allows on a logistic unit
    assert code128(tracking).width <= modules["code128"]


@pytest.mark.parametrize(
    ("field", "number"),
    [("tracking_number", n) for n in ("A^B", "A>B", "", "Ł1")] + [("sscc", n) for n in ("123", "٣" * 18, SSCC + "\n")],
)
def test_numbers_that_make_no_barcode_are_refused(field, number):
    for render in (label_zpl.render, label_pdf.render):
        with pytest.raises(ValueError, match=r"barcode|SSCC"):
            render(replace(LABEL, **{field: number}))
    with pytest.raises(ValueError, match=r"barcode|SSCC"):
        {"sscc": gs1_sscc, "tracking_number": code128}[field](number)


def test_slip_says_everything_and_its_barcode_is_the_order():
    pdf = packing_slip.render(SLIP)
    assert codes(pdf) == {(CODE128, "1000123")}
    text = squeezed(pdf)
    for part in ("Kitchen & Table", "WEB-88121", "2025-03-02", *RECIPIENT.lines(), SSCC, "1 of 2", "KT-2", "Oak board",
                 "3 units in this parcel", "4 units more", "Happy birthday, Zosia!", "Ring twice.",
                 "Page 1 of 1"):  # fmt: skip
        assert bare(part) in text
    quiet = squeezed(
        packing_slip.render(replace(SLIP, gift_message="", delivery_instructions=" ", other_parcels_units=0))
    )
    assert not any(word in quiet for word in ("Gift", "instructions", "more"))


@pytest.mark.parametrize("count", [0, 1, 24, 25, 26, 27, 28, 29, 30, 31, 32, 150])
def test_slip_runs_over_as_many_pages_as_its_lines_need(count):
    lines = tuple(SlipLine(f"SKU-{nth:04}", "Ceramic mug, speckled " * (1 + nth % 5), 1) for nth in range(count))
    pdf = packing_slip.render(replace(SLIP, lines=lines, gift_message="Tea, " * 100))
    pages = [bare(page.get_textpage().get_text_bounded()) for page in pypdfium2.PdfDocument(pdf)]
    assert [sum(line.sku in page for page in pages) for line in lines] == [1] * count
    assert all(f"Page{nth}of{len(pages)}" in page for nth, page in enumerate(pages, start=1))
    assert len(pages) > 1 if count == 150 else len(pages) <= 3
    assert f"{count}unit" in pages[-1] and pages[-1].count("Tea,") == 100
    assert lowest_text(pdf) >= 64  # nothing runs into the foot


def test_slip_of_the_longest_texts_is_whole():
    slip = replace(
        SLIP, merchant="W" * 120, order_number="X" * 36, external_id="W" * 100, recipient=LONGEST.recipient,
        lines=tuple(SlipLine("W" * 64, "W" * 300, 1) for _ in range(9)), gift_message="W\n" * 250,
        delivery_instructions="W" * 300,
    )  # fmt: skip
    pdf = packing_slip.render(slip)
    later = (len(pypdfium2.PdfDocument(pdf)) - 1) * 120  # the merchant stands on every page
    who = sum(part.count("W") for part in slip.recipient.lines())
    assert squeezed(pdf).count("W") == 120 + 100 + who + 9 * 364 + 250 + 300 + later
    assert codes(pdf) == {(CODE128, "X" * 36)}
    assert ink_outside(pdf) == 0


@pytest.mark.parametrize("count", [1, 22, 24, 26, 28, 30, 120])
def test_manifest_lists_all_parcels_and_is_signed_on_the_last_page(count):
    parcels = tuple(ManifestParcel(f"NL{n:011}", f"{n:018}", "Standard", "PL", 1250, f"{n}") for n in range(count))
    closed = datetime(2025, 3, 4, 23, 5, tzinfo=UTC)
    paper = ManifestPaper("M-17", "Kitchen & Table", "Northline", "North", closed, "Europe/Berlin", parcels)
    pdf = manifest.render(paper)
    pages = [bare(page.get_textpage().get_text_bounded()) for page in pypdfium2.PdfDocument(pdf)]
    for parcel in parcels:
        assert sum(parcel.tracking_number in page and parcel.sscc in page for page in pages) == 1
    assert "2025-03-0500:05Europe/Berlin" in pages[0]
    assert ["Signature" in page for page in pages] == [False] * (len(pages) - 1) + [True]
    assert bare(f"{count * 1250 / 1000:.3f} kg") in pages[-1] and f"Total:{count}parcel" in pages[-1]
    assert len(pages) > 1 if count == 120 else len(pages) <= 2
    assert lowest_text(pdf) >= 64
    assert manifest.render(paper) == pdf


def test_same_input_same_bytes():
    assert label_pdf.render(LABEL) == label_pdf.render(LABEL)
    assert label_zpl.render(LABEL) == label_zpl.render(LABEL)
    assert packing_slip.render(SLIP) == packing_slip.render(SLIP)


def said(label):
    """What a person must find on the label."""
    return (
        *label.sender.lines(), *label.recipient.lines(), label.carrier_name, label.service_name, label.tracking_number,
        f"Order {label.order_number}", f"Parcel {label.parcel_index} of {label.parcel_count}",
        f"{label.weight_g / 1000:.3f} kg", label.ship_date.isoformat(), label.lane, label.routing_zone,
        label.delivery_instructions,
    )  # fmt: skip


def found(pdf, dpi=300):
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=dpi / 72).to_pil()
    return zxingcpp.read_barcodes(image)


def codes(pdf, dpi=300):
    return {(code.symbology_identifier, code.bytes.decode()) for code in found(pdf, dpi)}


def bare(text):
    return re.sub(r"\s", "", text)


def squeezed(pdf):
    return bare("".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)))


def ink_outside(pdf):
    """Dark dots in the outermost three millimetres less a hair, where nothing may stand."""
    dark = 0
    for page in pypdfium2.PdfDocument(pdf):
        image = page.render(scale=2).to_pil().convert("L")
        edge = 10
        inner = image.crop((edge, edge, image.width - edge, image.height - edge))
        dark += sum(image.histogram()[:128]) - sum(inner.histogram()[:128])
    return dark


def lowest_text(pdf):
    """The lowest baseline above the foot, in points from the bottom of the page."""
    lows = []
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        boxes = [text.get_charbox(nth) for nth in range(text.count_chars())]
        lows += [low for _, low, _, high in boxes if high > 50 and high > low]
    return min(lows)


def fields(zpl):
    return re.findall(r"\^FO.*?\^FS", zpl)


def texts(zpl):
    """Unescaped (origin, text) of the text fields, in the order of the label."""
    pairs = re.findall(r"\^FO(\d+,\d+)\^A[^\^]*\^FH_\^FD(.*?)\^FS", zpl)
    return [(at, re.sub(r"_([0-9A-F]{2})", lambda hexa: chr(int(hexa[1], 16)), text)) for at, text in pairs]


def commands(zpl):
    return re.findall(r"[\^~](..)", zpl)
