"""Papers for customs and gifts: every line once, totals and signature at the end, what is wrong said in words."""

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from papers import CODE128, LONGEST, RECIPIENT, SENDER, bare, codes, ink_outside, lowest_text, squeezed

from packhorse.documents import cn22, cn23, commercial_invoice, gift_note
from packhorse.documents.customs import CustomsLine, Declaration, problems
from packhorse.documents.gift_note import GiftNote

LINES = (
    CustomsLine("Ceramic mug", 2, 640, 2500, "6912.00", "DE"),
    CustomsLine("Oak board", 1, 900, 1999, "4419.11", "PL"),
)
PAPER = Declaration(
    number="NL00000123457",
    sender=SENDER,
    recipient=RECIPIENT,
    lines=LINES,
    gross_g=2000,
    currency="GBP",
    category="sale",
    declared_on=date(2025, 3, 4),
    order_number="PH1000123",
    postage_minor=1450,
    seller_number="GB123456789000",
    buyer_number="PL5260001246",
    comments="No quarantine",
    licence="LIC-1",
    certificate="CERT-2",
    invoice="INV-3",
    terms="DAP Warszawa",
    office="Hamburg 2",
    signed_by="Ada Cole",
)
FORMS = {"cn22": cn22.render, "cn23": cn23.render, "invoice": commercial_invoice.render}
SIZES = {"cn22": (297.5, 421), "cn23": (595, 842), "invoice": (595, 842)}
GOODS = ("Ceramic mug", "6912.00", "25.00", "0.640", "Oak board", "4419.11", "19.99", "0.900", "DE", "PL")
SIGNED = ("2025-03-04", "Ada Cole", "signature")
PARTIES = (*SENDER.lines(), *RECIPIENT.lines(), "GB123456789000", "PL5260001246")
SAID = {
    "cn22": (*GOODS, *SIGNED, "2 × Ceramic", "Total weight (6): 2.000 kg", "Total value (7): 44.99 GBP",
             "NL00000123457", "May be opened officially", "does not contain any dangerous article"),
    "cn23": (*GOODS, *SIGNED, *PARTIES, "Total gross weight (4): 2.000 kg", "Total value (6): 44.99 GBP", "14.50 GBP",
             "No quarantine", "LIC-1", "CERT-2", "INV-3", "Hamburg 2", "does not contain any dangerous article"),
    "invoice": (*GOODS, *SIGNED, *PARTIES, "Commercial invoice INV-3", "12.50", "DAP Warszawa", "Sale of goods",
                "44.99 GBP", "59.49 GBP", "Net 1.540 kg", "Gross 2.000 kg", "3 units", "PH1000123"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_form_says_everything_on_one_page(form):
    pdf = FORMS[form](PAPER)
    (page,) = pypdfium2.PdfDocument(pdf)
    assert page.get_size() == pytest.approx(SIZES[form], abs=0.5)
    text = squeezed(pdf)
    assert [part for part in SAID[form] if bare(part) not in text] == []
    assert FORMS[form](PAPER) == pdf


def test_cn23_is_found_by_its_barcode():
    assert codes(cn23.render(PAPER)) == {(CODE128, "NL00000123457")}


@pytest.mark.parametrize("form", ["cn22", "cn23"])
def test_only_the_right_category_is_ticked(form):
    """A cross is two more strokes: a form of each category differs from one of none by them alone."""
    pages = {each: FORMS[form](replace(PAPER, category=each)) for each in ("sale", "gift", "none")}
    assert len(set(pages.values())) == 3
    ink = {each: _ink(pdf) for each, pdf in pages.items()}
    assert ink["sale"] == pytest.approx(ink["gift"], abs=60) and ink["sale"] > ink["none"] + 100


def _ink(pdf):
    return sum(pypdfium2.PdfDocument(pdf)[0].render(scale=3).to_pil().convert("L").histogram()[:128])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 10, 11, 12, 16, 20, 24, 90])
def test_a_form_runs_over_as_many_pages_as_its_lines_need(form, count):
    lines = tuple(
        CustomsLine(f"Mug-{nth:03} " + "speckled " * (nth % 5), 1, 100, 1000 + nth, "6912.00", "DE")
        for nth in range(count)
    )
    pdf = FORMS[form](replace(PAPER, lines=lines, gross_g=10_000))
    pages = [bare(page.get_textpage().get_text_bounded()) for page in pypdfium2.PdfDocument(pdf)]
    for nth in range(count):
        assert [f"Mug-{nth:03}" in page for page in pages].count(True) == 1
    assert ["signature" in page for page in pages] == [False] * (len(pages) - 1) + [True]
    assert all(f"Page{nth}of{len(pages)}" in page for nth, page in enumerate(pages, start=1))
    assert len(pages) > 2 if count == 90 else True
    assert f"{sum(line.value_minor for line in lines) / 100:.2f}GBP" in pages[-1]
    assert lowest_text(pdf) >= (31 if form == "cn22" else 60)  # nothing runs into the foot


@pytest.mark.parametrize("form", FORMS)
def test_the_longest_texts_are_whole(form):
    paper = replace(
        PAPER, sender=LONGEST.sender, recipient=LONGEST.recipient, number="W" * 40, order_number="W" * 20,
        lines=tuple(CustomsLine("W" * 300, 999_999, 9_999_999, 10**11, "9" * 12, "DE") for _ in range(7)),
        invoice="W" * 20, terms="W" * 40, comments="W" * 200, explanation="W" * 100, signed_by="W" * 40,
    )  # fmt: skip
    pdf = FORMS[form](paper)
    assert squeezed(pdf).count("W" * 3) > 0
    whole = squeezed(pdf).count("W") - 7 * 300
    assert whole >= {"cn22": 240, "cn23": 40 + 1080, "invoice": 1080}[form]
    assert ink_outside(pdf) == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, None),
        ({"lines": ()}, "no lines"),
        ({"category": "x"}, "is no category"),
        ({"category": "other"}, "say what it is"),
        ({"gross_g": 1000}, "more than the whole parcel"),
        ({"lines": (replace(LINES[0], hs_code=""),)}, "Line 1 (Ceramic mug) has no HS code"),
        ({"lines": (replace(LINES[0], hs_code=""),), "category": "gift"}, None),
        ({"lines": (replace(LINES[0], hs_code="69x"),)}, "'69x' is no HS code"),
        ({"lines": (replace(LINES[0], origin=""),)}, "no country of origin"),
        ({"lines": (replace(LINES[0], quantity=0),)}, "above zero"),
        ({"lines": (replace(LINES[0], value_minor=0),)}, "no value"),
        ({"lines": (replace(LINES[0], description=" "),)}, "no description"),
    ],
)
def test_what_customs_would_not_take_is_said(change, words):
    found = problems(replace(PAPER, **change))
    assert found == [] if words is None else len(found) == 1 and words in found[0]
    assert commercial_invoice.render(replace(PAPER, **change)).startswith(b"%PDF")


def test_amounts_are_in_the_currencys_own_decimals():
    text = squeezed(commercial_invoice.render(replace(PAPER, currency="JPY")))
    assert "4499JPY" in text and "44.99" not in text


@pytest.mark.parametrize("words", ["Happy birthday, Zosia!\nMuch tea.", "Tea " * 900, "W\n" * 250, "", "שלום 東京"])
def test_a_gift_note_holds_every_word_and_no_price(words):
    pdf = gift_note.render(GiftNote("Zosia", words, "Kitchen & Table", "PH1"))
    pages = list(pypdfium2.PdfDocument(pdf))
    assert all(page.get_size() == pytest.approx((297.5, 421), abs=0.5) for page in pages)
    text = squeezed(pdf)
    if words.isascii():
        assert bare(words) in text.replace("Kitchen&Table", "").replace("Page", "") or len(pages) > 1
        assert text.count("Tea") == words.count("Tea") and text.count("W") == words.count("W")
    assert "ForZosia" in text and "GBP" not in text
    assert lowest_text(pdf) >= 31


def test_many_gift_notes_are_pages_of_one_file():
    assert len(pypdfium2.PdfDocument(gift_note.render([GiftNote("A", "Tea", "Shop", "1")] * 3))) == 3
