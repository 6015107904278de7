"""Papers to print, and readers of them as a scanner and a person would: codes from the picture, text from the page."""

import re
from dataclasses import replace
from datetime import date

import pypdfium2
import zxingcpp

from packhorse.documents.label import Address, ShippingLabel
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
COMMANDS = {"XA", "XZ", "CI", "PW", "LL", "LH", "FO", "A0", "FX", "GF", "FH", "FD", "FS", "GB", "BY", "BC"}


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
    line = re.compile(
        r"\^FO(\d+,\d+)\^A[^\^]*\^FH_\^FD(.*?)\^FS|\^FX(.*?)\^FS\n\^FO(\d+,\d+)\^GFA"  # in a font, or drawn
    )
    pairs = [(a or d, b or c) for a, b, c, d in line.findall(zpl)]
    return [(at, re.sub(r"_([0-9A-F]{2})", lambda hexa: chr(int(hexa[1], 16)), text)) for at, text in pairs]


def commands(zpl):
    return re.findall(r"[\^~](..)", zpl)
