"""The label as a printer's commands: inside the label, apart, and no command from text."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from papers import (
    COMMANDS,
    LABEL,
    MODES,
    RECIPIENT,
    SSCC,
    bare,
    commands,
    fields,
    said,
    texts,
)

from packhorse.documents import label_zpl
from packhorse.documents.bars import code128
from packhorse.documents.fitting import printable


@pytest.mark.parametrize("dpi", [152, 203, 300, 600])
def test_zpl_is_one_label_with_all_fields_inside(dpi):
    zpl = label_zpl.render(LABEL, dpi=dpi)
    assert zpl.startswith("^XA") and zpl.endswith("^XZ")
    assert zpl.count("^XA") == zpl.count("^XZ") == 1
    assert "^CI28" in zpl
    wide, tall = (int(re.search(rf"\^{name}(\d+)", zpl)[1]) for name in ("PW", "LL"))
    assert (wide, tall) == (pytest.approx(4 * dpi, abs=2), pytest.approx(6 * dpi, abs=2))
    for field in fields(zpl):
        x, y = map(int, re.match(r"\^FO(\d+),(\d+)", field).groups())
        assert 0 <= x < wide and 0 <= y < tall
        if font := re.search(r"\^A[0@]N,(\d+),(\d+)", field):
            assert y + int(font[1]) <= tall
        if box := re.search(r"\^GB(\d+),(\d+)", field):
            assert x + int(box[1]) <= wide and y + int(box[2]) <= tall


def test_zpl_says_everything():
    zpl = label_zpl.render(LABEL)
    shown = bare("".join(text for _, text in texts(zpl)))
    for part in (*said(LABEL), "FRAGILE", f"(00){SSCC}"):
        assert bare(part) in shown


def test_zpl_text_lies_apart():
    """No line of text and no barcode begins above the end of what is before it in the same column."""
    for label in (LABEL, replace(LABEL, marks=(), delivery_instructions="")):
        columns: dict[int, list[tuple[int, int]]] = {}
        for field in fields(label_zpl.render(label)):
            if place := re.match(r"\^FO(\d+),(\d+)(?:\^A[0@]|\^BY\d\^BC)N,(\d+)", field):
                x, y, size = map(int, place.groups())
                columns.setdefault(x, []).append((y, y + size))
        for spans in columns.values():
            spans.sort()
            assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@pytest.mark.parametrize("evil", ["^XZ~JR^FS", "a_5EXZ", "~DGR:X.GRF,1,1,FF", "\\&^CC!", "x\n^XZ\r\x10y"])
def test_zpl_takes_no_commands_from_text(evil):
    who = replace(RECIPIENT, name=evil, line1=evil, city=evil)
    zpl = label_zpl.render(
        replace(LABEL, recipient=who, sender=who, delivery_instructions=evil, marks=(), carrier_name=evil, lane=evil)
    )
    assert set(commands(zpl)) <= COMMANDS
    assert zpl.count("^XA") == zpl.count("^XZ") == 1
    assert zpl.count("^FO") == zpl.count("^FS") - zpl.count("^FX") == sum(map(zpl.count, ("^FD", "^GB", "^GF")))
    assert "~" not in zpl and not re.search(r"[\x00-\x09\x0b-\x1f\\]", zpl)
    assert bare(printable(evil)) in bare("".join(text for _, text in texts(zpl)))


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("tracking", ["NL00000123457", "W" * 40, "1", "ABC123 4.5/6-7+8"])
def test_zpl_barcodes_hold_the_numbers_and_fit(dpi, tracking):
    zpl = label_zpl.render(replace(LABEL, tracking_number=tracking), dpi=dpi)
    wide = int(re.search(r"\^PW(\d+)", zpl)[1])
    code = r"\^FO(\d+),(\d+)\^BY(\d+)\^BCN,(\d+),N,N,N,([AN])\^FD(.*)\^FS"
    by_kind = {MODES[mode]: (int(x), int(by), data) for x, _, by, _, mode, data in re.findall(code, zpl)}
    assert by_kind["code128"][2] == tracking
    assert by_kind["sscc"][2] == f">;>800{SSCC}"
    # Subset B throughout is the widest that the printer may choose; subset C holds 20 digits in 10 characters.
    modules = {"code128": 11 * (len(tracking) + 2) + 13, "sscc": 11 * (1 + 1 + 10 + 1) + 13}
    for kind, (x, by, _) in by_kind.items():
        assert x >= 10 * by
        assert x + (modules[kind] + 10) * by <= wide
    assert by_kind["sscc"][1] / dpi * 25.4 >= 0.495  # the least that GS1 allows on a logistic unit
    assert code128(tracking).width <= modules["code128"]
