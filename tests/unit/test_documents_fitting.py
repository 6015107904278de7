"""Text is fitted into its room or refused, never cut."""

from dataclasses import replace

import pytest
from papers import (
    LABEL,
)

from packhorse.documents import label_zpl
from packhorse.documents.fitting import fit, printable


def test_text_beyond_any_size_is_refused_not_cut():
    with pytest.raises(ValueError, match="does not fit"):
        label_zpl.render(replace(LABEL, delivery_instructions="word " * 1000))
    with pytest.raises(ValueError, match="does not fit"):
        fit(["word " * 20], width=10, height=10, sizes=(5,), bold=False)


def test_a_larger_room_takes_a_larger_size():
    small, large = (fit(["One Two"], width=w, height=12, sizes=(10, 8, 6, 4), bold=True) for w in (25, 100))
    assert (small.size, large.size, large.lines) == (4, 10, ("One Two",))


def test_printable_keeps_words_apart():
    assert printable(" a\n\tb\x00c \u200bd e\u0301") == "a b c d é"
