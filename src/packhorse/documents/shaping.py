"""Arabic letters joined, and text that runs from right to left put into the order in which it is drawn.

A small part of the Unicode bidirectional algorithm (UAX 9): one line, one base direction by its first letter, letters,
numbers and what stands between them. Embeddings and overrides are not for addresses and are removed before.
"""

import unicodedata
from collections.abc import Container
from functools import cache
from itertools import groupby, pairwise

_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_LAM = "\u0644"
_TATWEEL = "\u0640"


def is_plain(text: str) -> bool:
    """Say whether every letter is drawn as it stands, from left to right."""
    return text.isascii() or max(text) < "\u0590"


def shaped(text: str, drawable: Container[int]) -> str:
    """Return `text` with Arabic letters in the forms that join them; only forms that are `drawable` are used."""
    letters = list(text)
    solid = [nth for nth, char in enumerate(letters) if unicodedata.category(char) != "Mn"]
    for left, right in pairwise(solid):
        # Lam and alef are one letter; what stood between them, a vowel mark, stays after it.
        if letters[left] == _LAM and _LAM + letters[right] in _forms():
            letters[left], letters[right] = _LAM + letters[right], ""
    solid = [nth for nth in solid if letters[nth]]
    out = list(letters)
    for place, nth in enumerate(solid):
        forms = _forms().get(letters[nth], {})
        before = place > 0 and _joins_on(letters[solid[place - 1]]) and "final" in forms
        after = place + 1 < len(solid) and _joins_on(letters[nth]) and _joins_back(letters[solid[place + 1]])
        kind = {(0, 0): "isolated", (0, 1): "initial", (1, 0): "final", (1, 1): "medial"}[before, after]
        form = forms.get(kind, "")
        out[nth] = form if form and ord(form) in drawable else letters[nth]
    return "".join(out)


def _joins_on(letter: str) -> bool:
    return letter == _TATWEEL or "initial" in _forms().get(letter, {})


def _joins_back(letter: str) -> bool:
    return letter == _TATWEEL or "final" in _forms().get(letter, {})


@cache
def _forms() -> dict[str, dict[str, str]]:
    """{letter, or lam and alef: {isolated, initial, medial or final: its form}}."""
    found: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFC00), *range(0xFE80, 0xFEFD)):
        kind, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        base = "".join(chr(int(each, 16)) for each in letters)
        if len(base) == 1 or (len(base) == 2 and base[0] == _LAM):
            found.setdefault(base, {}).setdefault(kind.strip("<>"), chr(code))
    return found


def reordered(text: str) -> str:
    """Return the letters of a line from left to right as they are drawn; brackets are turned where they must be."""
    clusters = clustered(text)
    levels = _levels([_kind(cluster[0]) for cluster in clusters])
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        for inside, group in groupby([each >= level for each in levels]):
            end = start + len(list(group))
            if inside:
                clusters[start:end] = clusters[start:end][::-1]
                levels[start:end] = levels[start:end][::-1]
            start = end
    return "".join(
        cluster.translate(_MIRRORED) if level % 2 else cluster for cluster, level in zip(clusters, levels, strict=True)
    )


def clustered(text: str) -> list[str]:
    """Return letters, each with the marks that stand above or below it."""
    found: list[str] = []
    for char in text:
        if found and unicodedata.category(char) in ("Mn", "Me"):
            found[-1] += char
        else:
            found.append(char)
    return found


def _kind(char: str) -> str:
    """L: from left to right, R: from right to left, N: number, S: what may part digits, else empty."""
    kind = unicodedata.bidirectional(char)
    return {"L": "L", "R": "R", "AL": "R", "EN": "N", "AN": "N", "ES": "S", "CS": "S"}.get(kind, "")


def _levels(kinds: list[str]) -> list[int]:
    base = next((kind == "R" for kind in kinds if kind in ("L", "R")), False)
    strong = "R" if base else "L"
    for nth, kind in enumerate(kinds):
        if kind == "S":
            inside = 0 < nth < len(kinds) - 1 and kinds[nth - 1] == kinds[nth + 1] == "N"
            kinds[nth] = "N" if inside else ""
    before, levels = strong, []
    for nth, kind in enumerate(kinds):
        if kind in ("L", "R"):
            before = kind
            levels.append(int(kind == "R") if not base else 1 + (kind == "L"))
        elif kind == "N":
            levels.append(0 if not base and before == "L" else 2)
        else:
            after = next(("R" if each == "N" and before == "R" else each for each in kinds[nth:] if each), strong)
            after = "L" if after == "N" else after
            way = before if before == after else strong
            levels.append(int(way == "R") if not base else 1 + (way == "L"))
    return levels
