"""Text in any script: joined, in the order of the eye, and what cannot be drawn is seen and told."""

from dataclasses import replace
from pathlib import Path

import pytest
import reportlab
from papers import LABEL, RECIPIENT, squeezed, texts
from structlog.testing import capture_logs

from packhorse.documents import font_folders, fonts, label_pdf, label_zpl, letters
from packhorse.documents.label_check import problems
from packhorse.documents.letters import MISSING, printable, write
from packhorse.documents.shaping import reordered, shaped


@pytest.mark.parametrize(
    ("written", "joined"),
    [
        ("محمد", "\ufee3\ufea4\ufee4\ufeaa"),  # initial, medial, medial, final
        ("دار", "\ufea9\ufe8d\ufead"),  # none of these joins to the next
        ("سلام", "\ufeb3\ufefc\ufee1"),  # lam and alef are one
        ("بِت", "\ufe91\u0650\ufe96"),  # a vowel mark does not part letters
        ("ـبـ", "\u0640\ufe92\u0640"),
        ("abc שלום", "abc שלום"),
    ],
)
def test_arabic_letters_are_joined(written, joined):
    assert shaped(written, fonts._faces(False)) == joined


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("אבג", "גבא"),
        ("רחוב 12 תל", "לת 12 בוחר"),  # a number keeps its order
        ("Flat 3 אבג דה", "Flat 3 הד גבא"),
        ("אבג Main St 5", "Main St 5 גבא"),
        ("אב (גד)", "(דג) בא"),  # brackets are turned
        ("א 12.5/7 ב", "ב 12.5/7 א"),
        ("אָב", "באָ"),  # a mark stays with its letter
        ("abc", "abc"),
    ],
)
def test_text_from_right_to_left_is_put_into_the_order_of_the_eye(written, seen):
    assert reordered(written) == seen


def test_a_joined_word_is_as_wide_as_it_is_drawn():
    joined = "".join(part for _, part in fonts.drawn("محمد", bold=True))
    assert joined == "\ufeaa\ufee4\ufea4\ufee3"
    assert fonts.width("محمد", bold=True) == pytest.approx(sum(fonts.width(char, bold=True) for char in joined))


def test_another_weight_lends_a_letter_that_one_lacks():
    assert [face for face, _ in fonts.drawn("A\U0001d5a0", bold=True)] == [fonts.BOLD, fonts.REGULAR]


@pytest.mark.parametrize(
    ("text", "shown", "lost"),
    [
        ("東京 Tower", f"{MISSING * 2} Tower", {"missing": "東京"}),
        ("김철수", "gimceolsu", {"replaced": "김철수"}),
        ("さくら", "sakura", {"replaced": "さくら"}),
        ("Ｔｏｋｙｏ ２", "Tokyo 2", {"replaced": "Ｔｏｋｙ２"}),
        ("a\u0e47b", "ab", {"dropped": "\u0e47"}),
        ("Ng\u0303 ễ Ž ё ᾷ ❤\u200d", "Ng\u0303 ễ Ž ё ᾷ ❤", {}),
        ("\U000f0000", MISSING, {"missing": "\U000f0000"}),
    ],
)
def test_what_the_fonts_lack_is_seen_and_told(text, shown, lost):
    found = write(text)
    assert printable(text) == found.text == shown
    assert {name: value for name in ("replaced", "dropped", "missing") if (value := getattr(found, name))} == lost
    said = problems(replace(LABEL, recipient=replace(RECIPIENT, line1=text)))
    assert len(said) == len(lost) and all(each.startswith("Recipient's first line: ") for each in said)


@pytest.fixture
def khmer(monkeypatch, tmp_path):
    """The merchant's folder of fonts: hb-test.ttf of reportlab, which holds two letters of Khmer, and broken ones."""
    caches = (fonts.register, fonts._faces, fonts._widths, letters._drawn)
    content = (Path(reportlab.__file__).parent / "fonts/hb-test.ttf").read_bytes()
    for name, found in {"Khmer": content, "Cff": b"OTTO" + content[4:], "Half": content[:900], "None": b""}.items():
        (tmp_path / f"{name}.ttf").write_bytes(found)
    monkeypatch.setattr(font_folders, "_folders", [font_folders.OURS])
    font_folders.look_in(tmp_path)
    for each in caches:
        each.cache_clear()
    yield
    for each in caches:
        each.cache_clear()


def test_a_font_of_the_merchant_draws_what_it_holds_and_a_broken_one_stops_nothing(khmer):
    with capture_logs() as logs:
        assert list(fonts.register()) == [fonts.REGULAR, fonts.BOLD, "Khmer"]
    assert sorted(Path(row["file"]).name for row in logs) == ["Cff.ttf", "Half.ttf", "None.ttf"]
    label = replace(LABEL, recipient=replace(RECIPIENT, name="ឆន Ada"))
    assert fonts.drawn("ឆន Ada", bold=True) == [("Khmer", "ឆន"), (fonts.BOLD, " Ada")]
    assert problems(label) == []
    assert "ឆន Ada" in dict(map(reversed, texts(label_zpl.render(label))))
    assert "ឆន" in squeezed(label_pdf.render(label))


def test_without_that_font_it_is_told():
    assert "ឆន" in problems(replace(LABEL, recipient=replace(RECIPIENT, name="ឆន")))[0]
