"""Every code of every label on every medium and printer is read back; marks of dangerous goods have their size."""

from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from combs import comb_of
from papers import CODE128, GS1_128, LABEL, LONGEST, SSCC, bare, commands, ink_outside, said, squeezed, texts
from zpl_printer import printed

from packhorse.documents import label_pdf, label_zpl, symbols
from packhorse.documents.label import MaxiCode
from packhorse.documents.label_check import problems
from packhorse.documents.label_layout import Picture, lay_out

URL = "https://shop.example.com/track/" + "aZ_9-" * 8 + "xyz?lang=de"
QR = "]Q1"
US = MaxiCode("84170-6672", 840, 2, "[)>\x1e01\x1d961Z00004951\x1dUPSN")
CANADA = MaxiCode("K1A 0B1", 124, 66, "PARCEL 2/3")
BARS = {(CODE128, LABEL.tracking_number), (GS1_128, "00" + SSCC)}
# A label, what a scanner sends of it, and what its MaxiCode holds.
LABELS = {
    "plain": (LABEL, BARS, None),
    "link": (replace(LABEL, tracking_url=URL), BARS | {(QR, URL)}, None),
    "us": (replace(LABEL, maxicode=US), BARS, "[)>\x1e01\x1d96841706672\x1d840\x1d002\x1d1Z00004951\x1dUPSN"),
    "canada": (
        replace(LABEL, maxicode=CANADA, tracking_url=URL),
        BARS | {(QR, URL)},
        "K1A0B1\x1d124\x1d066\x1dPARCEL 2/3",
    ),
    "longest": (
        replace(LONGEST, tracking_number="NL00000123457", tracking_url=URL, maxicode=US, hazmat=("3", "9", "LQ")),
        BARS | {(QR, URL)},
        "[)>\x1e01\x1d96841706672\x1d840\x1d002\x1d1Z00004951\x1dUPSN",
    ),
}
PAGES = {"4x6": (288, 432), "a6": (297.6, 419.5), "a4": (595.3, 841.9)}
DOT = 25.4 / 203
SIZES = {"4x6": 1218, "a6": 1152, "a4": 1152}


def read(image):
    return {(code.symbology_identifier, code.bytes.decode()) for code in zxingcpp.read_barcodes(image)}


@pytest.mark.parametrize("name", LABELS)
@pytest.mark.parametrize("medium", PAGES)
def test_every_code_on_paper_is_read_back(name, medium):
    label, codes, maxi = LABELS[name]
    pdf = label_pdf.render(label, medium)
    page = pypdfium2.PdfDocument(pdf)[0]
    assert page.get_size() == pytest.approx(PAGES[medium], abs=0.2)
    image = page.render(scale=406 / 72).to_pil()
    assert read(image) == codes
    if maxi:
        # A4 and A6 share their first label: in the upper left quarter, in the middle of it.
        wide, high = (PAGES[medium][0] / 72 * 203, PAGES[medium][1] / 72 * 203)
        across = 2 if medium == "a4" else 1
        left, top = (wide / across - 812) / 2, (high / across - SIZES[medium]) / 2
        assert comb_of(image, label, 2, left, top, SIZES[medium]) == maxi
    assert ink_outside(pdf) == 0


@pytest.mark.parametrize("name", LABELS)
@pytest.mark.parametrize("dpi", [203, 300])
def test_every_code_of_a_label_printer_is_read_back(name, dpi):
    label, codes, maxi = LABELS[name]
    image = printed(label_zpl.render(label, dpi=dpi))[0]
    assert image.size == pytest.approx((4 * dpi, 6 * dpi), abs=2)
    assert read(image.convert("L").resize((image.width * 2, image.height * 2))) == codes
    if maxi:
        assert comb_of(image, label, dpi / 203) == maxi


@pytest.mark.parametrize("count", [1, 4, 5, 9])
def test_a_sheet_of_a4_holds_four_labels_and_every_one_is_read(count):
    labels = [replace(LABEL, tracking_number=f"NL{nth:011}") for nth in range(count)]
    document = pypdfium2.PdfDocument(label_pdf.render(labels, "a4"))
    assert len(document) == -(-count // 4)
    found = [data for page in document for kind, data in read(page.render(scale=250 / 72).to_pil()) if kind == CODE128]
    assert sorted(found) == [label.tracking_number for label in labels]
    assert len(pypdfium2.PdfDocument(label_pdf.render(labels, "a6"))) == count


@pytest.mark.parametrize("medium", PAGES)
@pytest.mark.parametrize("name", LABELS)
def test_a_label_says_everything_on_every_medium(name, medium):
    label = LABELS[name][0]
    text = squeezed(label_pdf.render(label, medium))
    shown = "".join(text for _, text in texts(label_zpl.render(label)))
    for part in (*said(label), f"(00){SSCC}"):
        assert bare(part) in text
    again = label.order_number.count("W") if label.hazmat else 0  # on the label of marks
    assert shown.count("W") == sum(part.count("W") for part in said(label)) + again


def test_the_mark_of_limited_quantities_is_a_label_of_its_own_in_its_legal_size():
    label = replace(LABEL, hazmat=("LQ",))
    first, second = lay_out(label)
    (mark,) = [item for item in second if isinstance(item, Picture)]
    side = mark.symbol.width * mark.module * DOT / 2**0.5
    assert side >= 50 and mark.symbol.rows[150][0][1] * mark.module * DOT / 2**0.5 >= 1  # ADR 3.4.7
    assert not any(isinstance(item, Picture) for item in first)
    assert "LIMITEDQUANTITY" in squeezed(label_pdf.render(label)).replace("Limitedquantity", "")
    assert [len(pypdfium2.PdfDocument(label_pdf.render(label, each))) for each in PAGES] == [2, 2, 1]
    one, two = printed(label_zpl.render(label))
    assert read(one.convert("L")) == BARS
    middle, arm = (two.width // 2, 60 + 366), 366
    for dx, dy, black in (
        (0, -arm + 20, True),
        (0, arm - 20, True),
        (0, 0, False),
        (arm - 8, 0, True),
        (arm - 60, 0, 0),
    ):
        assert (two.getpixel((middle[0] + dx, middle[1] + dy)) == 0) is bool(black)


@pytest.mark.parametrize("digits", [34, 33])
def test_long_numbers_of_digits_have_bars_for_every_scanner(digits):
    label = replace(LABEL, tracking_number="9" * digits)
    image = printed(label_zpl.render(label))[0]
    assert problems(label) == [] and (CODE128, "9" * digits) in read(image.convert("L"))


def test_other_classes_are_named():
    text = squeezed(label_pdf.render(replace(LABEL, hazmat=("3", "9"))))
    assert bare("FRAGILE / DANGEROUS GOODS CLASS 3 / DANGEROUS GOODS CLASS 9") in text
    assert len(lay_out(replace(LABEL, hazmat=("3", "9")))) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"tracking_url": "javascript:alert(1)"}, "is no web address"),
        ({"tracking_url": "https://a.example/ü"}, "is no web address"),
        ({"tracking_url": "https://a.example/" + "x" * 200}, "too long for a QR code"),
        ({"maxicode": replace(US, postal_code="")}, "postal code"),
        ({"maxicode": replace(US, postal_code="1234567890")}, "postal code"),
        ({"maxicode": replace(US, country=1000)}, "numeric country"),
        ({"maxicode": replace(US, message="é")}, "plain letters"),
        ({"maxicode": replace(US, message="")}, "plain letters"),
        ({"maxicode": replace(US, message="Z" * 81)}, "plain letters"),
        ({"sscc": SSCC[:-1] + "8"}, "check digit is wrong"),
        ({"tracking_number": "Ł"}, "cannot be a barcode"),
    ],
)
def test_what_makes_no_code_is_refused_in_words(change, words):
    label = replace(LABEL, **change)
    for render in (label_zpl.render, label_pdf.render):
        with pytest.raises(ValueError, match=words):
            render(label)
    (only,) = problems(label)
    assert only.startswith("No label can be printed: ") and words in only


def test_another_medium_is_refused():
    with pytest.raises(ValueError, match="use one of 4x6, a6, a4"):
        label_pdf.render(LABEL, "a5")


def test_the_longest_link_is_read_on_the_coarsest_printer():
    url = "https://shop.example/" + "aZ9_" * 44
    assert len(url) <= symbols.LONGEST_LINK
    image = printed(label_zpl.render(replace(LABEL, tracking_url=url, maxicode=US)))[0]
    assert (QR, url) in read(image.convert("L").resize((image.width * 3, image.height * 3)))


def test_a_printer_takes_no_command_from_a_link_or_a_foreign_letter():
    label = replace(LABEL, tracking_url="https://a.example/~JR", delivery_instructions="^XZ~JR שלום_5E")
    assert {"JR", "XZ"} & set(commands(label_zpl.render(label))) == {"XZ"}
    assert label_zpl.render(label).count("^XZ") == 1
