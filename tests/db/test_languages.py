"""The languages customers are spoken to in, and that the public pages say everything in each of them."""

from datetime import UTC, date, datetime
from string import Formatter

import pytest

from packhorse.languages import CALENDARS, LANGUAGES, THOUSANDS, day_in, language_of, moment_in, whole_in
from packhorse.shipping.pages.public.way import REACHED, STEPS
from packhorse.shipping.pages.public.words import WORDS
from packhorse.shipping.rules import TRACKING_STATES


def named(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_says_everything_with_the_same_facts(code):
    assert WORDS[code].keys() == WORDS["en"].keys() and set(WORDS) == set(CALENDARS) == set(THOUSANDS) == set(LANGUAGES)
    for key, text in WORDS[code].items():
        assert text and named(text) == named(WORDS["en"][key]), (code, key)


def test_every_state_has_its_words():
    for state in (*TRACKING_STATES, *REACHED, "preparing", "cancelled"):
        assert f"state_{state}" in WORDS["en"], state
    for event in (*TRACKING_STATES, "packed", "handed_over", "missed"):
        assert f"event_{event}" in WORDS["en"], event
    assert all(f"step_{step}" in WORDS["en"] for step in STEPS)


def test_days_moments_and_numbers_are_said_as_people_say_them():
    at = datetime(2024, 5, 1, 7, 5, tzinfo=UTC)
    assert {code: moment_in(code, at) for code in LANGUAGES} == {
        "en": "Wednesday 1 May 2024, 07:05",
        "de": "Mittwoch, 1. Mai 2024, 07:05",
        "fr": "mercredi 1er mai 2024, 07:05",
        "es": "miércoles, 1 de mayo de 2024, 07:05",
        "nl": "woensdag 1 mei 2024, 07:05",
    }
    assert [whole_in(code, 1234567) for code in LANGUAGES] == [
        "1,234,567",
        "1.234.567",
        "1\u202f234\u202f567",
        "1.234.567",
        "1.234.567",
    ]
    assert (
        day_in(CALENDARS["nl"], date(2024, 12, 31)) == "dinsdag 31 december 2024"
        and day_in(CALENDARS["en"], None) == ""
    )


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("pl, fr;q=0.3, nl;q=0.7", "nl"),
        ("es;q=0, fr;q=0.1", "fr"),
        ("pl, *", "en"),
        ("de;q=x, nl", "nl"),
        (";;;,,q=1", "en"),
        ("x" * 100_000, "en"),
        ("FR-ca", "fr"),
        ("en;q=nan, de", "de"),
    ],
)
def test_the_browsers_wish_is_read(wanted, code):
    assert language_of(wanted) == code
