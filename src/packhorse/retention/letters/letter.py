"""Put a letter together: the same sentences as plain text and as simple HTML."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape

from packhorse.languages import CALENDARS, day_in
from packhorse.retention.letters import de, en, es, fr, nl

WORDS: Mapping[str, Mapping[str, str]] = {
    each.WORDS["code"]: {**CALENDARS[each.WORDS["code"]], **each.WORDS} for each in (en, de, fr, es, nl)
}
TOPICS = (
    "later",
    "waits",
    "there",
    "shipped",
    "late",
    "returned",
    "lost",
    "delivered",
    "approved",
    "claimed",
    "received",
    "refunded",
)
SORRY = ("later", "waits", "late", "returned", "lost")
WHYS = ("short", "changed", "longer", "stock")
LONGEST = 120  # characters of what others wrote in a subject


@dataclass(frozen=True)
class Facts:
    """What a letter tells. `order` is the shop's number of it, `number` ours; what is empty is left out.

    `day` is the promised one, `before` the one the customer was told, `likely` the one that is expected now;
    `goods` are (name, units) of the parcel. `rma` is a return's number, `amount` what was refunded, with its currency.
    """

    topic: str
    language: str
    merchant: str
    name: str
    order: str
    number: str
    day: date | None = None
    before: date | None = None
    likely: date | None = None
    why: str = ""
    carrier: str = ""
    tracking: str = ""
    link: str = ""
    goods: tuple[tuple[str, int], ...] = ()
    rma: str = ""
    amount: str = ""


@dataclass(frozen=True)
class Letter:
    """A mail's subject and both its bodies."""

    subject: str
    text: str
    html: str


def write(facts: Facts) -> Letter:
    """Write a letter in the customer's language; whatever others wrote is one line of it, and escaped in HTML."""
    words = WORDS[facts.language]
    told = {
        "name": one_line(facts.name),
        "merchant": one_line(facts.merchant),
        "order": one_line(facts.order),
        "number": facts.number,
        "day": day_in(words, facts.day),
        "before": day_in(words, facts.before),
        "likely": day_in(words, facts.likely),
        "carrier": one_line(facts.carrier),
        "tracking": one_line(facts.tracking),
        "rma": facts.rma,
        "amount": facts.amount,
    }

    def say(key: str) -> str:
        return words[key].format_map(told)

    greeting = say("hello") if told["name"] else words["hello_you"]
    sentences = _sentences(facts, say)
    goods = [f"{units} × {one_line(name)}" for name, units in facts.goods]
    facts_told = [say("order")] + ([say("tracking")] if facts.tracking else [])
    end = [say("regards"), told["merchant"]]
    text = [greeting, " ".join(sentences)]
    html = [f"<p>{escape(greeting)}</p>", f"<p>{escape(' '.join(sentences))}</p>"]
    if goods:
        text.append("\n".join([words["goods"], *(f"- {each}" for each in goods)]))
        html.append(f"<p>{escape(words['goods'])}</p><ul>{''.join(f'<li>{escape(each)}</li>' for each in goods)}</ul>")
    text.append("\n".join(facts_told))
    html.append(f"<p>{'<br>'.join(escape(each) for each in facts_told)}</p>")
    if facts.link:
        text.append(f"{words['follow']}\n{facts.link}")
        html.append(f'<p><a href="{escape(facts.link)}">{escape(words["follow"].rstrip(" :"))}</a></p>')
    text += ["\n".join(end), say("because")]
    html.append(f"<p>{'<br>'.join(escape(each) for each in end)}</p><p><small>{escape(say('because'))}</small></p>")
    told["order"] = told["order"][:LONGEST]
    subject = say(f"{facts.topic}_subject")
    head = f'<html lang="{facts.language}"><head><meta charset="utf-8"><title>{escape(subject)}</title></head>'
    page = f"<!doctype html>{head}<body>{''.join(html)}</body></html>"
    return Letter(subject, "\n\n".join(text) + "\n", page)


def _sentences(facts: Facts, say: Callable[[str], str]) -> list[str]:
    found = [say(facts.topic if facts.topic not in ("waits", "late") or facts.day else f"{facts.topic}_unknown")]
    if facts.topic == "later" and facts.before:
        found.append(say("before"))
    if facts.topic == "shipped" and facts.day:
        found.append(say("expected"))
    if facts.topic == "late" and facts.likely:
        found.append(say("likely"))
    if facts.why:
        found.append(say(f"why_{facts.why}"))
    return found + ([say("sorry")] if facts.topic in SORRY else [])


def one_line(text: str) -> str:
    """Return what others wrote without line breaks and other signs that no one sees."""
    seen = "".join(char if char.isprintable() else " " for char in text)
    return re.sub(r"\s+", " ", seen).strip()
