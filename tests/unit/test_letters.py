"""What customers are written: in every language, whole, escaped, and on one line where others wrote several."""

from datetime import date
from html.parser import HTMLParser
from string import Formatter

import pytest

from packhorse.retention.letters import Facts, write
from packhorse.retention.letters.letter import TOPICS, WHYS, WORDS, day_in
from packhorse.retention.rules import LANGUAGES, Standing, is_news, language, wait_after

RETURNS = ("approved", "claimed", "received", "refunded")
DAY, BEFORE = date(2024, 5, 1), date(2024, 4, 29)
EVERY = [(topic, code) for topic in TOPICS for code in LANGUAGES]


def facts(topic="later", code="en", **more):
    usual = {"merchant": "Gifts & Co", "name": "Ada Cole", "order": "W-1", "number": "PH1000001", "day": DAY}
    usual |= {"rma": "R7-K2M9-QXD5", "amount": "12.50 GBP"}
    usual |= {"before": BEFORE, "carrier": "Albion Post", "tracking": "AP1", "link": "https://x.example/t/abc"}
    return Facts(topic=topic, language=code, **(usual | more))


class Words(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags, self.words = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.words += data


def test_every_language_says_everything_with_the_same_facts():
    assert set(WORDS) == set(LANGUAGES)

    def named(words, key):
        return {name for _, name, _, _ in Formatter().parse(words[key]) if name}

    for words in WORDS.values():
        assert set(words) == set(WORDS["en"])
        assert len(words["weekdays"].split()) == 7 and len(words["months"].split()) == 12
        for key in words:
            assert named(words, key) == named(WORDS["en"], key), (words["code"], key)


@pytest.mark.parametrize(("topic", "code"), EVERY)
@pytest.mark.parametrize("why", ["", *WHYS])
def test_every_letter_is_whole(topic, code, why):
    letter = write(facts(topic, code, why=why))
    for body in (letter.text, Words(letter.html).words):
        assert "Ada Cole" in body and "W-1" in body and "PH1000001" in body and "Gifts & Co" in body
        assert "{" not in body and "None" not in body
    assert "W-1" in letter.subject and "\n" not in letter.subject
    assert "https://x.example/t/abc" in letter.text and 'href="https://x.example/t/abc"' in letter.html
    assert f'<html lang="{code}">' in letter.html
    assert ("R7-K2M9-QXD5" in letter.text) == (topic in RETURNS)
    assert ("12.50 GBP" in letter.text) == (topic == "refunded")
    if topic not in ("returned", "lost", *RETURNS):
        assert day_in(WORDS[code], DAY) in letter.text


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_not_known_leaves_no_hole(code):
    for topic in ("waits", "late", "shipped", "later"):
        text = write(facts(topic, code, day=None if topic != "later" else DAY, before=None, name="", link="")).text
        assert "  " not in text and " ." not in text and "https" not in text
        assert text.startswith(WORDS[code]["hello_you"])


def test_days_are_said_as_people_say_them():
    said = {code: day_in(words, DAY) for code, words in WORDS.items()}
    assert said == {
        "en": "Wednesday 1 May 2024",
        "de": "Mittwoch, 1. Mai 2024",
        "fr": "mercredi 1er mai 2024",
        "es": "miércoles, 1 de mayo de 2024",
        "nl": "woensdag 1 mei 2024",
    }
    assert day_in(WORDS["fr"], date(2024, 12, 31)) == "mardi 31 décembre 2024"


@pytest.mark.parametrize("nasty", ["Ada\r\nBcc: all@example.com", "Ada\u2028\x00Bcc:", "<script>alert(1)</script>"])
def test_what_others_wrote_is_one_line_and_escaped(nasty):
    letter = write(facts("shipped", name=nasty, order=nasty, merchant=nasty, carrier=nasty, goods=((nasty, 2),)))
    assert letter.subject.isprintable()
    assert not any(line.startswith("Bcc") for line in letter.text.splitlines())
    assert "script" not in Words(letter.html).tags and "<script" not in letter.html
    assert set(Words(letter.html).tags) <= {
        "html",
        "head",
        "meta",
        "title",
        "body",
        "p",
        "br",
        "ul",
        "li",
        "a",
        "small",
    }


def test_braces_in_a_name_are_only_braces():
    assert "{merchant.__class__}" in write(facts(name="{merchant.__class__}")).text


def test_goods_are_listed_and_a_subject_is_never_endless():
    letter = write(facts("shipped", goods=(("Mug", 2), ("Book", 1)), order="9" * 5000))
    assert "- 2 × Mug\n- 1 × Book" in letter.text and "<li>2 × Mug</li>" in letter.html
    assert len(letter.subject) < 200


@pytest.mark.parametrize(
    ("told", "now", "news"),
    [
        (None, Standing(False, DAY), False),
        (None, Standing(True, None), True),
        (Standing(False, BEFORE), Standing(False, DAY), True),
        (Standing(False, DAY), Standing(False, DAY), False),
        (Standing(False, DAY), Standing(False, BEFORE), False),
        (Standing(False, None), Standing(False, DAY), False),
        (Standing(False, DAY), Standing(False, None), False),
        (Standing(False, DAY), Standing(True, BEFORE), True),
        (Standing(True, None), Standing(True, None), False),
        (Standing(True, None), Standing(True, DAY), True),
        (Standing(True, DAY), Standing(True, None), True),
        (Standing(True, BEFORE), Standing(True, DAY), True),
        (Standing(True, DAY), Standing(True, BEFORE), False),
        (Standing(True, None), Standing(False, DAY), True),
        (Standing(True, DAY), Standing(False, None), False),
    ],
)
def test_what_is_news_to_a_customer(told, now, news):
    assert is_news(told, now) is news


def test_the_language_is_the_channels_else_the_countrys():
    assert [language("", country) for country in ("GB", "AT", "FR", "MX", "BE", "JP")] == [
        "en",
        "de",
        "fr",
        "es",
        "nl",
        "en",
    ]
    assert language("fr", "DE") == "fr"


def test_waits_grow_to_an_hour():
    assert [wait_after(tries) for tries in (1, 2, 3, 7, 60)] == [60, 120, 240, 3600, 3600]
