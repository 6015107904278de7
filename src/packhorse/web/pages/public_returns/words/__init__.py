"""What customers read of returns, in five languages."""

from collections.abc import Mapping

from packhorse.web.pages.public_returns.words import de, en, es, fr, nl

WORDS: Mapping[str, Mapping[str, str]] = {each.WORDS["code"]: each.WORDS for each in (en, de, fr, es, nl)}
