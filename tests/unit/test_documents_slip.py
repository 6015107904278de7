"""The packing slip: everything on it, as many pages as it needs."""

from dataclasses import replace

import pypdfium2
import pytest
from papers import CODE128, LONGEST, RECIPIENT, SLIP, SSCC, bare, codes, ink_outside, lowest_text, squeezed

from packhorse.documents import packing_slip
from packhorse.documents.packing_slip import SlipLine


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
