"""The manifest: every parcel once, signed on the last page."""

from datetime import UTC, datetime

import pypdfium2
import pytest
from papers import bare, lowest_text

from packhorse.documents import manifest
from packhorse.documents.manifest import ManifestPaper, ManifestParcel


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
