"""What customers read on the public pages, in five languages: the words of the mails."""

from collections.abc import Mapping

from packhorse.shipping.pages.public.words import de, en, es, fr, nl

WORDS: Mapping[str, Mapping[str, str]] = {each.WORDS["code"]: each.WORDS for each in (en, de, fr, es, nl)}
