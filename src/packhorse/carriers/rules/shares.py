"""Keep shares of parcels with services: where a share is not reached, by the parcels for which that costs least extra.

Online: each batch is decided by what was counted before it. A batch of one is a parcel at a bench.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from packhorse.carriers.rules.rate_rules import RateRule
from packhorse.carriers.rules.tables import Offer, choose

Group = tuple[int, date, int]  # rule, first day of its period, warehouse (0: all)
Counted = Mapping[Group, tuple[int, int]]  # parcels, and how many of them with those it names


@dataclass
class Asked:
    """A parcel that wants a service: its offers under the rules, and the share rules that are about it."""

    offers: list[Offer]
    promised_on: date | None
    leaves_on: date
    warehouse_id: int = 0
    shares: Sequence[RateRule] = ()
    best: Offer | None = None


def group_of(rule: RateRule, day: date, warehouse_id: int) -> Group:
    """Return where a parcel is counted."""
    begins = day - timedelta(days=day.isoweekday() - 1) if rule.per == "week" else day
    return rule.id, begins, 0 if rule.all_sites else warehouse_id


def groups_of(asked: Sequence[Asked], today: Mapping[int, date]) -> dict[Group, RateRule]:
    """Return all groups of some parcels, in the order in which they are locked. `today` {warehouse id: its day}."""
    found = {
        group_of(rule, today[each.warehouse_id], each.warehouse_id): rule for each in asked for rule in each.shares
    }
    return dict(sorted(found.items()))


def choose_all(asked: Sequence[Asked], counted: Counted, today: Mapping[int, date]) -> None:
    """Choose for each parcel of a batch (`best`): first as without shares, then rule by rule what a share still wants.

    A parcel goes over only to an offer that keeps its promised day as well, and costs at most the rule's `minor` more;
    an earlier rule's share is not undone by a later one.
    """
    for each in asked:
        each.best = choose(each.offers, promised_on=each.promised_on)
    members: dict[Group, list[Asked]] = {}
    rules: dict[Group, RateRule] = {}
    for each in asked:
        for rule in each.shares if each.best else ():
            group = group_of(rule, today[each.warehouse_id], each.warehouse_id)
            members.setdefault(group, []).append(each)
            rules[group] = rule
    spare: dict[Group, int] = {}
    for group in sorted(members, key=lambda group: (rules[group].place, group)):
        rule, mine = rules[group], members[group]
        before, with_them = counted.get(group, (0, 0))
        natural = sum(_means(rule, each.best) for each in mine)
        wanted = -(-rule.percent * (before + len(mine)) // 100) - with_them
        spare[group] = natural - wanted
        if spare[group] < 0:
            spare[group] += _move(rule, mine, -spare[group], spare, rules, today)


def _move(
    rule: RateRule,
    mine: Sequence[Asked],
    wanted: int,
    spare: dict[Group, int],
    rules: Mapping[Group, RateRule],
    today: Mapping[int, date],
) -> int:
    """Let up to `wanted` parcels go over, those first that cost least more; return how many did."""
    over = []
    for nth, each in enumerate(mine):
        if not _means(rule, each.best):
            offer = _other(rule, each)
            if offer is not None and each.best is not None:
                over.append((offer.counts_minor - each.best.counts_minor, nth, offer))
    moved = 0
    for extra, nth, offer in sorted(over, key=lambda row: row[:2]):
        each = mine[nth]
        if moved == wanted or extra > rule.minor:
            break
        kept = [
            group
            for other in each.shares
            if (group := group_of(other, today[each.warehouse_id], each.warehouse_id)) in spare
            and other.id != rule.id
            and _means(rules[group], each.best)
            and not rules[group].means(offer.carrier, offer.service)
        ]
        if any(spare[group] <= 0 for group in kept):
            continue
        for group in kept:
            spare[group] -= 1
        told = replace(offer, rules=(*offer.rules, f"{rule.name}: its share of {rule.percent} %"))
        each.offers = [told if known is offer else known for known in each.offers]
        each.best = told
        moved += 1
    return moved


def _other(rule: RateRule, each: Asked) -> Offer | None:
    """Return the best that a rule names and that keeps the promised day; where none can be kept, none."""
    named = [
        offer for offer in each.offers if rule.means(offer.carrier, offer.service) and offer.keeps(each.promised_on)
    ]
    return choose(named, promised_on=each.promised_on)


def _means(rule: RateRule, best: Offer | None) -> bool:
    return best is not None and rule.means(best.carrier, best.service)


def tally(asked: Sequence[Asked], today: Mapping[int, date]) -> dict[Group, tuple[int, int]]:
    """Count the parcels of a batch as they were decided."""
    parcels: Counter[Group] = Counter()
    theirs: Counter[Group] = Counter()
    for each in asked:
        for rule in each.shares if each.best else ():
            group = group_of(rule, today[each.warehouse_id], each.warehouse_id)
            parcels[group] += 1
            theirs[group] += _means(rule, each.best)
    return {group: (count, theirs[group]) for group, count in sorted(parcels.items())}
