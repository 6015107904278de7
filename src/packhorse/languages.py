"""The languages that customers are spoken to in, and how days, moments and numbers are said in them."""

from collections.abc import Mapping
from datetime import date, datetime

LANGUAGES = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "nl": "Nederlands"}
CALENDARS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "weekdays": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "months": "January February March April May June July August September October November December",
        "a_day": "{weekday} {day} {month} {year}",
        "first": "1",
    },
    "de": {
        "weekdays": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
        "months": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "a_day": "{weekday}, {day}. {month} {year}",
        "first": "1",
    },
    "fr": {
        "weekdays": "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "months": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "a_day": "{weekday} {day} {month} {year}",
        "first": "1er",
    },
    "es": {
        "weekdays": "lunes martes miércoles jueves viernes sábado domingo",
        "months": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "a_day": "{weekday}, {day} de {month} de {year}",
        "first": "1",
    },
    "nl": {
        "weekdays": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "months": "januari februari maart april mei juni juli augustus september oktober november december",
        "a_day": "{weekday} {day} {month} {year}",
        "first": "1",
    },
}
THOUSANDS = {"en": ",", "de": ".", "fr": "\N{NARROW NO-BREAK SPACE}", "es": ".", "nl": "."}


def day_in(words: Mapping[str, str], day: date | None) -> str:
    """Return a day as people say it, with the words of `CALENDARS`; nothing for none."""
    if day is None:
        return ""
    return words["a_day"].format(
        weekday=words["weekdays"].split()[day.weekday()],
        day=words["first"] if day.day == 1 else day.day,
        month=words["months"].split()[day.month - 1],
        year=day.year,
    )


def moment_in(language: str, at: datetime) -> str:
    """Return a day and the time on it, in the zone that `at` is in."""
    return f"{day_in(CALENDARS[language], at.date())}, {at:%H:%M}"


def whole_in(language: str, number: int) -> str:
    """Return a whole number with its thousands told apart."""
    return f"{number:,}".replace(",", THOUSANDS[language])


def language_of(wanted: str) -> str:
    """Return the language that an Accept-Language header likes best of ours; English where it likes none."""
    liked = []
    for nth, part in enumerate(wanted[:500].split(",")):
        name, _, weight = part.strip().lower().partition(";")
        code = name.strip().partition("-")[0]
        try:
            share = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            continue
        if code in LANGUAGES and share > 0:
            liked.append((-share, nth, code))
    return min(liked)[2] if liked else "en"
