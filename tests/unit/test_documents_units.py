"""Labels of pallets, cages and slots: a scanner reads them back; content lists name every parcel."""

import pypdfium2
import pytest
from test_documents_tags import printed, read, sides

from packhorse.algorithms.gs1 import sscc
from packhorse.documents.content_list import ListedParcel, render
from packhorse.documents.tag import UNIT, SlotTag, UnitTag
from packhorse.documents.tag_print import pdf, zpl_of

NUMBER = sscc("9520000", 1, 7)
UNITS = [
    (UnitTag("Pallet", "HU000007", NUMBER, "HOME", "Albion Post", "Bristol", 12, 8400), {("]C1", f"(00){NUMBER}")}),
    (UnitTag("Cage", "HU000007", "", "W" * 20, "Παπαδοπούλου " * 4, "Bristol", 1, 0), {("]C0", "HU000007")}),
]
SLOTS = [
    (SlotTag("A3", "SLOT-BRS-A3", "PH1000007", 3, "BRS W1"), {("]C0", "SLOT-BRS-A3")}),
    (SlotTag("A3 + A4 + A5", "SLOT-BRS-W1-A3", "PH1000007", 1, "BRS W1"), {("]C0", "SLOT-BRS-W1-A3")}),
]


@pytest.mark.parametrize(("tag", "codes"), UNITS + SLOTS)
def test_every_code_is_read_back_from_paper_and_from_label_printers(tag, codes):
    form = UNIT if isinstance(tag, UnitTag) else "100x50"
    (side,) = sides(pdf([tag], form))
    assert read(side) == codes
    for dpi in (203, 300):
        assert read(printed(zpl_of([tag], form, dpi=dpi))) == codes


def test_a_wrong_number_makes_no_label():
    with pytest.raises(ValueError, match="no SSCC"):
        pdf([UnitTag("Pallet", "HU000007", NUMBER[:-1] + "x", "HOME", "Post", "Bristol", 1, 1)], UNIT)


@pytest.mark.parametrize("count", [0, 1, 90])
def test_a_content_list_names_every_parcel_on_as_many_pages_as_it_needs(count):
    parcels = [ListedParcel(sscc("9520000", 0, nth), f"AP{nth}", "Standard", "GB", 500) for nth in range(count)]
    pages = list(pypdfium2.PdfDocument(render("Pallet HU000007", ["SSCC", "Lane HOME"], parcels)))
    words = " ".join(page.get_textpage().get_text_range() for page in pages)
    assert (len(pages) > 1) is (count > 50)
    assert all(parcel.sscc in words for parcel in parcels)
    assert f"{count} parcels, {count / 2:.3f} kg" in words
