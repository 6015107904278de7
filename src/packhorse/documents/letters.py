"""Text as it can be drawn: what the fonts lack is written in other letters or shown as an empty box, and told."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from packhorse.documents import fonts

MISSING = "\u25af"  # an empty box: here stands something that could not be drawn

# Control characters part words; format characters (joiners, marks of direction) have no shape of their own; a lone
# surrogate cannot be written as UTF-8.
_SHOWN = {"Cc": " ", "Cf": "", "Cs": "\ufffd", "Zl": " ", "Zp": " "}


@dataclass(frozen=True)
class Written:
    """Text on one line as it is drawn, and the characters of it that were `replaced`, `dropped` or are `missing`."""

    text: str
    replaced: str = ""
    dropped: str = ""
    missing: str = ""


def printable(text: str) -> str:
    """Return `text` on one line, with single spaces, without control, format and half characters, as it is drawn."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return write(text).text


def write(text: str) -> Written:
    """Return how `text` is drawn, and what of it is not drawn as it stands."""
    parts, lost = [], {"replaced": "", "dropped": "", "missing": ""}
    for char in unicodedata.normalize("NFC", text):
        shown, how = _drawn(char)
        parts.append(shown)
        if how and char not in lost[how]:
            lost[how] += char
    return Written(" ".join("".join(parts).split()), **lost)


@lru_cache(4096)
def _drawn(char: str) -> tuple[str, str]:
    kind = unicodedata.category(char)
    if kind in _SHOWN:
        return _SHOWN[kind], ""
    if fonts.has(char) or kind == "Zs":
        return char if kind != "Zs" else " ", ""
    if kind in ("Mn", "Me"):
        # A sign that only chooses how an emoji looks is none that a reader could miss.
        return "", "" if "VARIATION SELECTOR" in unicodedata.name(char, "") else "dropped"
    for other in (unicodedata.normalize("NFKC", char), _in_latin(char)):
        if other and all(map(fonts.has, other)):
            return other, "replaced"
    return MISSING, "missing"


def _in_latin(char: str) -> str:
    """Return the sound of a Korean or Japanese syllable, which its name in Unicode ends with; else nothing."""
    words = unicodedata.name(char, "").split()
    sounds = (["HANGUL", "SYLLABLE"], ["HIRAGANA", "LETTER"], ["KATAKANA", "LETTER"])
    return words[-1].lower() if words[:2] in sounds and len(words[-1]) < 8 else ""
