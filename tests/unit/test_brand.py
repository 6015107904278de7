"""The merchant's colour and logo: what cannot be read, or not be read upon, is refused at start with what to do."""

import pytest

from packhorse.web import config
from packhorse.web.brand import MOST_BYTES, contrast, read_logo

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100
SVG = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0JFIF", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (SVG, "image/svg+xml"),
        (b"\xef\xbb\xbf\n<svg></svg>", "image/svg+xml"),
    ],
)
def test_a_logo_is_told_by_what_it_holds(tmp_path, content, kind):
    (tmp_path / "logo").write_bytes(content)
    assert read_logo(tmp_path / "logo") == (content, kind)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"<html><script>", "no image"),
        (b"%PDF-1.4", "no image"),
        (PNG * MOST_BYTES, "40,000 are the most"),
        (None, "No such file"),
    ],
)
def test_what_is_no_logo_ends_the_program_with_one_line(tmp_path, monkeypatch, capsys, content, said):
    if content is not None:
        (tmp_path / "logo").write_bytes(content)
    monkeypatch.setenv("PACKHORSE_LOGO", str(tmp_path / "logo"))
    with pytest.raises(SystemExit, match="2"):
        config.load()
    err = capsys.readouterr().err
    assert err.startswith("packhorse: PACKHORSE_LOGO ") and said in err and err.count("\n") == 1


def test_a_folder_is_no_logo(tmp_path):
    with pytest.raises(ValueError, match="cannot be read"):
        read_logo(tmp_path)


def test_a_folder_of_fonts_must_be_there(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PACKHORSE_FONTS", str(tmp_path))
    assert config.load().fonts == tmp_path
    monkeypatch.setenv("PACKHORSE_FONTS", str(tmp_path / "none"))
    with pytest.raises(SystemExit, match="2"):
        config.load()
    assert "PACKHORSE_FONTS must be a folder that is there" in capsys.readouterr().err
    monkeypatch.delenv("PACKHORSE_FONTS")
    assert config.load().fonts == config.DROID


@pytest.mark.parametrize(
    ("colour", "said"), [("red", "hexadecimal"), ("#1f6", "hexadecimal"), ("#ffcc00", "too light")]
)
def test_a_colour_on_which_nobody_can_read_is_refused(monkeypatch, capsys, colour, said):
    monkeypatch.setenv("PACKHORSE_COLOUR", colour)
    with pytest.raises(SystemExit, match="2"):
        config.load()
    assert said in capsys.readouterr().err


def test_colours_are_weighed_as_wcag_does():
    assert [round(contrast(each), 2) for each in ("#000000", "#ffffff", "#767676", "#0000ff")] == [21, 1, 4.54, 8.59]
    assert config.Config(colour="#8B0000").colour == "#8b0000"
