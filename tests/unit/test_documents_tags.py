"""Labels of bins and goods: what is on paper is read back by a scanner, and no text is lost."""

import re
from datetime import date

import pypdfium2
import pytest
import zxingcpp
from papers import bare, squeezed, texts
from PIL import Image
from zpl_printer import graphic

from packhorse.algorithms.gs1_elements import parse
from packhorse.documents.tag import FORMATS, BinTag, ProductTag
from packhorse.documents.tag_print import SHEET, pdf, zpl_of

GTIN = "9520000000011"
UNITS = {"lot": "LOT-77/AB", "expires_on": date(2026, 5, 31), "serial": "S7"}
BIN = BinTag("01-01-L1", "BHM-01-01-L1", "BHM", "A", "up", True)
# A label, and what a scanner sends of each code on it.
TAGS = [
    (BIN, {("]C0", "BHM-01-01-L1"), ("]Q1", "BHM-01-01-L1")}),
    (BinTag("A1", "LDS-A1", "LDS", ""), {("]C0", "LDS-A1")}),
    (BinTag("R-99", "LDS-R-99", "LDS", "Z", "down"), {("]C0", "LDS-R-99")}),
    (ProductTag("Mug", "MUG", GTIN), {("]E0", GTIN)}),
    (ProductTag("Mug", "MUG", "036000291452"), {("]E0", "0036000291452")}),
    (ProductTag("Case of mugs", "MUG-12", "19520000000018"), {("]C1", "(01)19520000000018")}),
    (ProductTag("Own", "OWN", "OWN-7 a+b"), {("]C0", "OWN-7 a+b")}),
    (ProductTag("Own", "OWN", "OWN-7", **UNITS), {("]C0", "OWN-7")}),
    (ProductTag("Paint", "PAINT", GTIN, **UNITS), {("]d2", f"(01)0{GTIN}(17)260531(10)LOT-77/AB(21)S7")}),
    (ProductTag("Paint", "PAINT", GTIN, lot="L1"), {("]d2", f"(01)0{GTIN}(10)L1")}),
]
LONG = [
    "WHITE HANGING HEART T-LIGHT HOLDER " * 4,
    "Παπαδοπούλου-Κωνσταντινίδη " * 4,
    "Щербатова-Достоевская ^XZ~ " * 4,
    "W" * 120,
]


def read(image):
    found = zxingcpp.read_barcodes(image)
    return {(each.symbology_identifier, re.sub("^00036", "0036", each.text)) for each in found}


def sides(document):
    return [page.render(scale=220 / 72).to_pil() for page in pypdfium2.PdfDocument(document)]


def printed(zpl):
    """The label's pictures as a printer draws them."""
    wide, tall = (int(re.search(rf"\^{name}(\d+)", zpl)[1]) for name in ("PW", "LL"))
    paper = Image.new("L", (wide, tall), 255)
    for x, y, total, octets, data in re.findall(r"\^FO(\d+),(\d+)\^GFA,(\d+),\d+,(\d+),(.*?)\^FS", zpl):
        ink = graphic(int(total), int(octets), data)
        assert int(x) + ink.getbbox()[2] <= wide and int(y) + ink.height <= tall
        paper.paste(0, (int(x), int(y)), ink)
    return paper


@pytest.mark.parametrize(("tag", "codes"), TAGS)
@pytest.mark.parametrize("name", [*FORMATS, SHEET])
def test_every_code_on_paper_is_read_back(tag, codes, name):
    (side,) = sides(pdf([tag], name))
    assert read(side) == codes


@pytest.mark.parametrize(("tag", "codes"), TAGS)
@pytest.mark.parametrize("dpi", [203, 300])
def test_every_code_of_a_label_printer_is_read_back(tag, codes, dpi):
    for name in ("100x50", "70x35"):
        paper = printed(zpl_of([tag], name, dpi=dpi))
        assert read(paper.resize((paper.width * 2, paper.height * 2))) == codes


def test_what_a_scanner_sends_of_a_label_is_understood():
    (side,) = sides(pdf([ProductTag("Paint", "PAINT", GTIN, **UNITS)], "100x50"))
    (code,) = zxingcpp.read_barcodes(side)
    found = parse(code.symbology_identifier + code.bytes.decode(), today=date(2024, 5, 15))
    assert (found.gtin, found.lot, found.expires_on, found.serial) == (f"0{GTIN}", *UNITS.values())


@pytest.mark.parametrize("name", LONG)
def test_a_long_name_is_wrapped_or_smaller_and_never_cut(name):
    tag = ProductTag(name, "MUG", GTIN)
    assert bare(name) in squeezed(pdf([tag], "100x50"))
    assert bare(name) in bare("".join(text for _, text in texts(zpl_of([tag], "100x50"))))


def test_people_read_all_of_it_too():
    for tag, said in ((BIN, ("01-01-L1", "BHM", "A", "BHM-01-01-L1")), (TAGS[8][0], ("PAINT", "2026-05-31", "S7"))):
        assert all(bare(each) in squeezed(pdf([tag], "70x35")) for each in said)


def test_a_sheet_holds_24_and_every_one_of_them_is_read():
    document = pdf([BinTag(f"B{nth:02d}", f"LDS-B{nth:02d}", "LDS", "B") for nth in range(26)], SHEET)
    first, second = sides(document)
    assert read(first) == {("]C0", f"LDS-B{nth:02d}") for nth in range(24)}
    assert read(second) == {("]C0", "LDS-B24"), ("]C0", "LDS-B25")}


@pytest.mark.parametrize(
    ("tags", "name", "words"),
    [
        ([], "100x50", "nothing to print"),
        ([BIN], "10x10", "no format of labels"),
        ([BinTag("A", "Ä", "LDS", "A")], "100x50", "cannot be a barcode"),
        ([BinTag("A", "B" * 90, "LDS", "A")], "70x35", "barcode is too long"),
        ([ProductTag("W" * 3000, "MUG", GTIN)], "70x35", "does not fit"),
        ([ProductTag("Mug", "MUG", GTIN, lot="with space")], "70x35", "does not fit"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_words(tags, name, words):
    with pytest.raises(ValueError, match=words):
        pdf(tags, name)
    with pytest.raises(ValueError, match=words):
        zpl_of(tags, name)
