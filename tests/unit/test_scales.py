"""Lines of scales as their manuals print them."""

import pytest

from packhorse.algorithms.scales import Weight, read_weight


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("S S      0.512 kg\r\n", Weight(512, True)),
        ("S S     100.00 g", Weight(100, True)),
        ("S D      0.498 kg", Weight(498, False)),
        ("S I", None),
        ("S +", None),
        ("S -", None),
        ("ES", None),
        ("ST,GS,+  0.512kg", Weight(512, True)),
        ("ST,+00512.0  g", Weight(512, True)),
        ("US,GS,+  0.512kg", Weight(512, False)),
        ("OL,GS,+  0.000kg", None),
        ("     512.0 g", Weight(512, True)),
        ("     512.0 g  ?", Weight(512, False)),
        ("     512.4 g    N", Weight(512, True)),
        ("+    512.0 g", Weight(512, True)),
        ("+    512.0", Weight(0, False)),
        ("-      3.0 g", Weight(-3, True)),
        ("   1,250 kg", Weight(1250, True)),
        ("   1.000 lb", Weight(454, True)),
        ("   2.0 oz", Weight(57, True)),
        ("S S  9999999 kg", None),
        ("", None),
        ("hello", None),
        ("S S  0.512", None),
        ("12 g 13 g", None),
    ],
)
def test_a_line_says_what_lies_on_the_scale(line, found):
    assert read_weight(line) == found
