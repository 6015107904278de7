"""The label as a picture: one page, everything on it, both barcodes read."""

from dataclasses import replace

import pypdfium2
import pytest
from papers import CODE128, GS1_128, LABEL, LONGEST, SSCC, bare, codes, ink_outside, said, squeezed, texts

from packhorse.documents import label_pdf, label_zpl
from packhorse.documents.bars import code128, gs1_sscc


def test_label_pdf_is_one_page_of_4_by_6_inches_with_both_barcodes():
    pdf = pypdfium2.PdfDocument(label_pdf.render(LABEL))
    assert len(pdf) == 1
    assert pdf[0].get_size() == pytest.approx((288, 432), abs=0.1)
    assert codes(label_pdf.render(LABEL)) == {(CODE128, LABEL.tracking_number), (GS1_128, "00" + SSCC)}


def test_label_pdf_says_everything():
    text = squeezed(label_pdf.render(LABEL))
    for part in (*said(LABEL), "FRAGILE", f"(00){SSCC}"):
        assert bare(part) in text


def test_longest_label_is_whole_and_read():
    pdf = label_pdf.render(LONGEST)
    text = squeezed(pdf)
    assert all(bare(part) in text for part in said(LONGEST))
    assert codes(pdf, dpi=600) == {(CODE128, "W" * 40), (GS1_128, "00" + SSCC)}
    assert ink_outside(pdf) == 0
    shown = "".join(text for _, text in texts(label_zpl.render(LONGEST)))
    assert shown.count("W") == sum(part.count("W") for part in said(LONGEST))


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
