"""The papers of a return: both codes of its number are read back from every medium, and everything is on them."""

from dataclasses import replace

import pypdfium2
import pytest
from papers import CODE128, LONGEST, RECIPIENT, SENDER, bare, codes, ink_outside, lowest_text, squeezed

from packhorse.documents import return_label, return_slip
from packhorse.documents.return_label import ReturnLabel
from packhorse.documents.return_slip import ReturnSlip, ReturnSlipLine
from packhorse.returns.rules import rma_of, spoken

NUMBER = rma_of("7K2M9QXZ")
QR = "]Q1"
BOTH = {(CODE128, NUMBER), (QR, NUMBER)}
LABEL = ReturnLabel(RECIPIENT, SENDER, NUMBER, spoken(NUMBER), "Northline Parcel", "Postage paid by the recipient")


def slip(reason="Es kam beschädigt an", **more):
    words = {name: f"<{name}> Größe" for name in ("title", "to", "sku", "item", "units", "reason", "how")}
    lines = (ReturnSlipLine("KT-1", "Ceramic mug", 2, reason),)
    usual = {"merchant": "Kitchen & Table", "order": "Order: PH1000123", "recipient": SENDER, "lines": lines}
    return ReturnSlip(number=NUMBER, spoken=spoken(NUMBER), words=words, **(usual | more))


@pytest.mark.parametrize("medium", ["4x6", "a6", "a4"])
def test_the_label_is_read_back_from_every_medium(medium):
    pdf = return_label.render(LABEL, medium)
    assert codes(pdf) == BOTH
    text = squeezed(pdf)
    for part in (*RECIPIENT.lines(), *SENDER.lines(), spoken(NUMBER), "RETURN", "Northline Parcel", LABEL.postage):
        assert bare(part) in text
    assert ink_outside(pdf) == 0 or medium == "4x6"  # label printers print to the edge; there is air all the same


def test_the_longest_addresses_fit_whole_and_the_codes_stay():
    long = replace(LABEL, sender=LONGEST.recipient, recipient=LONGEST.sender, carrier="W" * 120)
    pdf = return_label.render(long, "a6")
    assert codes(pdf) == BOTH
    wanted = sum(line.count("W") for line in (*long.sender.lines(), *long.recipient.lines())) + 120
    assert squeezed(pdf).count("W") == wanted


def test_another_medium_or_number_makes_no_label():
    with pytest.raises(ValueError, match="no labels on"):
        return_label.render(LABEL, "a5")
    with pytest.raises(ValueError, match="cannot be a barcode"):
        return_label.render(replace(LABEL, number="R\N{SNOWMAN}"))


def test_the_slip_says_everything_in_the_words_it_is_given_and_is_read_back():
    made = slip()
    pdf = return_slip.render(made)
    assert codes(pdf) == BOTH
    text = squeezed(pdf)
    for part in ("Kitchen & Table", spoken(NUMBER), "PH1000123", *SENDER.lines(), "KT-1", "Ceramic mug",
                 made.lines[0].reason, *made.words.values()):  # fmt: skip
        assert bare(part) in text, part
    assert ink_outside(pdf) == 0


def test_the_slip_runs_over_as_many_pages_as_it_needs():
    lines = tuple(ReturnSlipLine(f"SKU-{nth:04}", "Mug " * 9, 1, "It " * 20) for nth in range(120))
    pdf = return_slip.render(slip(lines=lines, recipient=LONGEST.sender, merchant="W" * 120))
    pages = [bare(page.get_textpage().get_text_bounded()) for page in pypdfium2.PdfDocument(pdf)]
    assert len(pages) > 2 and [sum(line.sku in page for page in pages) for line in lines] == [1] * 120
    assert lowest_text(pdf) >= 64
    assert codes(pdf) == BOTH
