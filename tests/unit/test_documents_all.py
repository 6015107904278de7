"""What holds for every paper: names whole, odd characters harmless, same input same bytes."""

from dataclasses import replace

import pytest
from papers import LABEL, RECIPIENT, SLIP, WIDE_NAMES, bare, squeezed

from packhorse.documents import label_pdf, label_zpl, packing_slip
from packhorse.documents.packing_slip import SlipLine


@pytest.mark.parametrize("name", WIDE_NAMES)
def test_long_names_are_whole(name):
    who = replace(RECIPIENT, name=name[:200], line1=name[:200])
    for pdf in (label_pdf.render(replace(LABEL, recipient=who)), packing_slip.render(replace(SLIP, recipient=who))):
        assert squeezed(pdf).count(bare(name[:200])) == 2


@pytest.mark.parametrize("odd", ["日本 🎁 \U000f0000", "a\ud800b", "\x00\x1b[0m", "", "\u202eevil"])
def test_odd_characters_do_not_fail(odd):
    who = replace(RECIPIENT, name=odd)
    assert label_pdf.render(replace(LABEL, recipient=who, delivery_instructions=odd)).startswith(b"%PDF")
    assert label_zpl.render(replace(LABEL, recipient=who, delivery_instructions=odd)).encode()
    slip = replace(SLIP, recipient=who, merchant=odd, gift_message=odd, lines=(SlipLine("KT-1", odd, 1),))
    assert packing_slip.render(slip).startswith(b"%PDF")


def test_same_input_same_bytes():
    assert label_pdf.render(LABEL) == label_pdf.render(LABEL)
    assert label_zpl.render(LABEL) == label_zpl.render(LABEL)
    assert packing_slip.render(SLIP) == packing_slip.render(SLIP)
