"""A manager's rules on the choice among services: what they exclude, make dearer or cheaper, and ask of promises.

Only the choice heeds them: the price that is paid, and what carriers themselves refuse, stay as they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from packhorse.carriers.rules.about import EVERYTHING, About, Traits
from packhorse.carriers.rules.tables import Offer

KINDS = {
    "never": "these are never used",
    "only": "only these are used",
    "prefer": "these count as dearer or cheaper",
    "share": "these get a share of the parcels",
    "chance": "the promised day is kept with this chance",
    "late": "a parcel that comes late costs this much",
}
OF_SERVICES = ("never", "only", "prefer", "share")
PERIODS = ("day", "week")
ENOUGH = 30  # own parcels of a service, before a rule judges it by them
WHOLE = 100


@dataclass(frozen=True)
class RateRule:
    """One rule. `targets` are carriers ("ALB") or services ("ALB express"); none where the kind names none.

    `minor`: of prefer what is added to a price (less than nothing: taken off), of share the most that a parcel may cost
    more for it, of late what a late or lost parcel costs. `percent`: of prefer of the price, of share the share, of
    chance the chance. A share is counted by day or week (`per`), in each warehouse by itself or in `all_sites`.
    Rules are asked by `place`.
    """

    id: int
    name: str
    kind: str
    about: About = EVERYTHING
    targets: frozenset[str] = frozenset()
    minor: int = 0
    percent: int = 0
    per: str = "day"
    all_sites: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    place: int = 0

    def holds(self, day: date) -> bool:
        """Say whether it is in force on a day."""
        return (self.valid_from or day) <= day <= (self.valid_until or day)

    def means(self, carrier: str, service: str) -> bool:
        """Say whether it names a service."""
        return carrier in self.targets or f"{carrier} {service}" in self.targets


@dataclass
class Ruled:
    """Offers under rules. What a rule excludes keeps its price, and its name stands in `banned`."""

    rules: Sequence[RateRule]
    _known: dict[tuple[int, ...], dict[int, "_Effect | None"]] = field(default_factory=dict)

    def of(self, parcel: Traits, day: date) -> list[RateRule]:
        """Return the rules for a parcel that leaves on a day."""
        return [rule for rule in self.rules if rule.holds(day) and rule.about.fits(parcel)]

    def offers(self, found: Sequence[Offer], mine: Sequence[RateRule], *, bans: bool = True) -> list[Offer]:
        """Return offers as the rules of a parcel leave them; without `bans`: a person has overruled never and only."""
        if not mine:
            return list(found)
        # Which rules mean a parcel differs little from parcel to parcel: what they do to a service is found once.
        known = self._known.setdefault((bans, *(rule.id for rule in mine)), {})
        return [offer if offer.excluded else self._one(offer, mine, known, bans) for offer in found]

    def _one(self, offer: Offer, mine: Sequence[RateRule], known: dict[int, "_Effect | None"], bans: bool) -> Offer:
        if offer.service_id not in known:
            known[offer.service_id] = _effect(offer, mine, bans)
        effect = known[offer.service_id]
        if effect is None:
            return offer
        if effect.banned:
            return replace(offer, excluded=effect.why, banned=effect.banned)
        return effect.on(offer)


@dataclass(frozen=True)
class _Effect:
    """What rules do to a service: `banned` by a rule of that name, or what they add, say and ask of it."""

    banned: str = ""
    why: str = ""
    added: tuple[tuple[str, int, int], ...] = ()  # name, minor units, percent
    least: int = 0
    late_minor: int = 0
    said: tuple[str, ...] = ()

    def on(self, offer: Offer) -> Offer:
        handicap = sum(minor + percent_of(offer.price_minor, percent) for _, minor, percent in self.added)
        if not (self.late_minor or self.least):
            return replace(offer, handicap_minor=handicap, rules=(*offer.rules, *self.said))
        late = self.late_minor * (1000 - offer.on_time) // 1000
        least = self.least if offer.parcels >= ENOUGH else 0
        if not (late or least or self.said):
            return offer
        said = (*offer.rules, *self.said)
        return replace(offer, handicap_minor=handicap, late_minor=late, least=least, rules=said)


def _effect(offer: Offer, mine: Sequence[RateRule], bans: bool) -> _Effect | None:
    added, said, least, late = [], [], 0, 0
    for rule in mine:
        named = rule.means(offer.carrier, offer.service)
        if rule.kind in ("never", "only") and named == (rule.kind == "never"):
            if bans:
                return _Effect(rule.name, f"rule “{rule.name}”: {rule.kind} {_of(rule)}")
            said.append(f"{rule.name} (overruled)")
        elif rule.kind == "prefer" and named:
            added.append((rule.name, rule.minor, rule.percent))
            said.append(rule.name)
        elif rule.kind == "chance" and not least:
            least = rule.percent * 10
        elif rule.kind == "late" and not late:
            late = rule.minor
    if not (added or said or least or late):
        return None
    return _Effect(added=tuple(added), least=least, late_minor=late, said=tuple(said))


def _of(rule: RateRule) -> str:
    names = ", ".join(sorted(rule.targets))
    about = rule.about.words()
    return f"{names} for parcels {about}" if about else names


def barred(rules: Sequence[RateRule], day: date, service: tuple[str, str], country: str) -> bool:
    """Say whether a service (carrier, service) may take no parcel to a country at all, whatever is in it."""
    for rule in rules:
        whole = rule.about == replace(EVERYTHING, places=rule.about.places)
        there = not rule.about.places or country in rule.about.places
        if not (rule.kind in ("never", "only") and whole and there and rule.holds(day)):
            continue
        if rule.means(*service) == (rule.kind == "never"):
            return True
    return False


def percent_of(minor: int, percent: int) -> int:
    """Return so many percent, rounded half up."""
    return (minor * percent * 2 + WHOLE) // (2 * WHOLE)


def left_by(offers: Sequence[Offer]) -> list[str]:
    """Return the names of the rules that excluded services, each once."""
    return list(dict.fromkeys(offer.banned for offer in offers if offer.banned))
