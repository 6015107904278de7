"""Check rate tables as a whole, and make carriers of them. Pure."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Set
from dataclasses import dataclass, field, replace
from typing import TypeVar

from packhorse.carriers.rules import EVERY, NewCarrier
from packhorse.carriers.tablefiles.rows import COLUMNS, At, Fault, FileRate, FileRow, FileService, FileZone, Tables

R = TypeVar("R", bound=FileRow)


@dataclass
class Checked:
    """What is wrong, and what may be meant but should be seen."""

    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    def wrong(self, at: At, column: str, reason: str) -> None:
        """Note what is wrong."""
        self.faults.append(Fault(at, column, reason))

    def warn(self, at: At, column: str, reason: str) -> None:
        """Note what should be seen."""
        self.warnings.append(Fault(at, column, reason))


def merged(old: Tables, new: Tables) -> Tables:
    """Return tables in which what `new` says of a carrier in one file stands in for what `old` says there."""
    found = Tables()
    for what in COLUMNS:
        rows = getattr(new, what)
        told = {_carrier(row) for row in rows}
        setattr(found, what, [row for row in getattr(old, what) if _carrier(row) not in told] + rows)
    # A service that is no more in its carrier's file of services is kept, and not sold: parcels went with it.
    gone = {_service(row) for row in old.services} - {_service(row) for row in found.services}
    found.services += [_ended(row) for row in old.services if _service(row) in gone]
    found.rates = [row for row in found.rates if row.at.line or _service(row) not in gone]
    found.surcharges = [
        row for row in found.surcharges if row.at.line or (row.carrier, row.surcharge.service) not in gone
    ]
    facts = _facts(old, new)
    found.services = [
        row if row.at.line else replace(row, carrier=facts[_carrier(row)]) for row in _filled(found.services, facts)
    ]
    return found


def _facts(old: Tables, new: Tables) -> dict[str, NewCarrier]:
    """Return {code: what is said of a carrier}; what the new rows leave out is as it was."""
    found = {_carrier(row): row.carrier for row in old.services}
    for row in reversed(new.services):
        before = found.get(_carrier(row))
        found[_carrier(row)] = _after(row.carrier, before) if before else row.carrier
    return found


def _filled(rows: Iterable[FileService], facts: dict[str, NewCarrier]) -> list[FileService]:
    return [replace(row, carrier=_after(row.carrier, facts[_carrier(row)])) for row in rows]


def _after(carrier: NewCarrier, before: NewCarrier) -> NewCarrier:
    account = before.account if carrier.account is None else carrier.account
    return replace(
        carrier, account=account, simulated=before.simulated if carrier.simulated is None else carrier.simulated
    )


def touched(new: Tables) -> set[str]:
    """Return the codes of carriers of which a file says something."""
    return {_carrier(row) for what in COLUMNS for row in getattr(new, what)}


def check(tables: Tables, carriers: Set[str], accounts: Collection[str]) -> Checked:
    """Check the tables of `carriers`; `accounts` are the codes of those there are."""
    checked = Checked()
    _check_services(tables, carriers, accounts, checked)
    services = {_service(row): row for row in tables.services}
    codes = {code for code, _ in services}
    mine = Tables(*([row for row in getattr(tables, what) if _carrier(row) in carriers] for what in COLUMNS))
    for what in ("zones", "rates", "surcharges"):
        for row in getattr(mine, what):
            if row.carrier not in codes:
                known = f"there are {', '.join(sorted(codes)[:10])}" if codes else "there is none yet"
                checked.wrong(row.at, "carrier", f"{row.carrier!r} has no services: add them ({known})")
    for at, first in _twice(mine.zones, lambda row: (row.carrier, *_lane(row), row.zone.max_km)):
        checked.wrong(at, "max_km", f"the lane is on {first} already, up to the same distance: keep one of the rows")
    _check_surcharges(mine, services, codes, checked)
    bands = _check_rates(mine, services, codes, checked)
    _check_holes(mine, codes, bands, checked)
    return checked


def built(tables: Tables, carriers: Collection[str]) -> list[NewCarrier]:
    """Return the carriers that checked tables say."""
    rates = defaultdict(list)
    for row in tables.rates:
        rates[_service(row)].append(row.rate)
    found = []
    for code in sorted(carriers):
        rows = [row for row in tables.services if _carrier(row) == code]
        services = tuple(replace(row.service, rates=tuple(rates[_service(row)])) for row in rows)
        zones = tuple(row.zone for row in tables.zones if row.carrier == code)
        added = tuple(row.surcharge for row in tables.surcharges if row.carrier == code)
        found.append(replace(rows[0].carrier, services=services, zones=zones, surcharges=added))
    return found


def _check_services(tables: Tables, carriers: Set[str], accounts: Collection[str], checked: Checked) -> None:
    rows = [row for row in tables.services if _carrier(row) in carriers]
    for at, first in _twice(rows, _service):
        checked.wrong(at, "service", f"the service is on {first} already: keep one of the rows")
    heads: dict[str, FileService] = {}
    prefixes: dict[str, FileService] = {}
    for row in tables.services:
        head, other = heads.setdefault(_carrier(row), row), prefixes.setdefault(row.carrier.tracking_prefix, row)
        if _carrier(row) in carriers:
            _check_carrier(row, head, accounts, checked)
        if row is head and _carrier(other) != _carrier(row) and carriers & {_carrier(row), _carrier(other)}:
            at = row.at if row.at.line else other.at
            text = f"{row.carrier.tracking_prefix} begins the numbers of {_carrier(other)} and {_carrier(row)}"
            checked.wrong(at, "tracking_prefix", f"{text}: each carrier has one of its own")


def _check_carrier(row: FileService, head: FileService, accounts: Collection[str], checked: Checked) -> None:
    named = {
        "carrier_name": (row.carrier.name, head.carrier.name),
        "tracking_prefix": (row.carrier.tracking_prefix, head.carrier.tracking_prefix),
        "account": (row.carrier.account, head.carrier.account),
        "simulated": (row.carrier.simulated, head.carrier.simulated),
    }
    for column, (mine, first) in named.items():
        if mine != first and row.at.line and head.at.line:
            checked.wrong(
                row.at, column, f"differs from {_place(head.at, row.at)}: a carrier has the same on all its rows"
            )
    if row is not head:
        return
    if row.carrier.account and row.carrier.account not in accounts:
        checked.wrong(row.at, "account", f"there is no account {row.carrier.account!r}: open it first, on this page")
    if row.carrier.account and row.carrier.simulated:
        checked.wrong(row.at, "simulated", "a simulated carrier has no account: leave one of them out")


def _check_surcharges(
    mine: Tables, services: dict[tuple[str, str], FileService], codes: Collection[str], checked: Checked
) -> None:
    for each in mine.surcharges:
        if each.surcharge.service != EVERY:
            _known(each.at, each.carrier, each.surcharge.service, services, codes, checked)
    for at, first in _twice(
        mine.surcharges, lambda row: (row.carrier, row.surcharge.service, row.surcharge.kind, row.surcharge.limit)
    ):
        checked.wrong(at, "limit", f"the surcharge is on {first} already: keep one of the rows")


def _check_rates(
    mine: Tables, services: dict[tuple[str, str], FileService], codes: Collection[str], checked: Checked
) -> dict[tuple[str, str, str], list[FileRate]]:
    """Return the bands of each (carrier, service, zone), ascending."""
    for row in mine.rates:
        _known(row.at, row.carrier, row.service, services, codes, checked)
    for at, first in _twice(mine.rates, lambda row: (*_service(row), row.rate.zone, row.rate.max_weight_g)):
        text = f"the band overlaps that on {first}, which ends at the same weight: keep one of the rows"
        checked.wrong(at, "max_weight_g", text)
    bands: dict[tuple[str, str, str], list[FileRate]] = defaultdict(list)
    for row in sorted(mine.rates, key=lambda row: row.rate.max_weight_g):
        bands[*_service(row), row.rate.zone].append(row)
    for (carrier, code, zone), rows in bands.items():
        _check_bands(rows, checked)
        service, last = services.get((carrier, code)), rows[-1]
        if service and last.rate.max_weight_g < (most := service.service.max_weight_g):
            text = f"prices of {code} in zone {zone} end at {last.rate.max_weight_g:,} g, its limit is {most:,} g"
            checked.wrong(last.at, "max_weight_g", f"{text}: add the missing band, or lower max_weight_g in services")
    return bands


def _check_bands(rows: list[FileRate], checked: Checked) -> None:
    """Check that bands begin where the one below ends, as far as they say so, and that heavier is not cheaper."""
    for nth, row in enumerate(rows):
        below = rows[nth - 1].rate if nth else None
        end, over = below.max_weight_g if below else 0, row.over_g
        if over is not None and over >= row.rate.max_weight_g:
            checked.wrong(row.at, "min_weight_g", "the band ends before it begins: min_weight_g is below max_weight_g")
        elif over is not None and over < end:
            text = f"the band overlaps that on {_place(rows[nth - 1].at, row.at)}, which goes up to {end:,} g"
            checked.wrong(row.at, "min_weight_g", f"{text}: begin there")
        elif over is not None and over > end + 1:
            text = (
                f"nothing has a price from {end:,} to {over:,} g: begin the band at {end:,} g, or add the missing one"
            )
            checked.wrong(row.at, "min_weight_g", text)
        if below and row.rate.price_minor < below.price_minor:
            text = f"is lower than that of a lighter parcel, on {_place(rows[nth - 1].at, row.at)}: is it meant?"
            checked.warn(row.at, "price", text)


def _check_holes(
    mine: Tables,
    codes: Collection[str],
    bands: dict[tuple[str, str, str], list[FileRate]],
    checked: Checked,
) -> None:
    priced, led = {(carrier, zone) for carrier, _, zone in bands}, set()
    for row in mine.zones:
        way = row.carrier, row.zone.zone
        if way not in led and way not in priced and row.carrier in codes:
            text = f"the lane leads to zone {row.zone.zone}, in which no service of {row.carrier} has a price"
            checked.wrong(row.at, "zone", f"{text}: add rates for it, or take the lane out")
        led.add(way)
    for (carrier, _, zone), rows in bands.items():
        if (carrier, zone) not in led:
            checked.warn(
                rows[0].at, "zone", f"no lane of {carrier} leads to zone {zone}: its prices are never asked for"
            )
    sold = {key[:2] for key in bands}
    for each in mine.services:
        if _service(each) not in sold and not each.carrier.account and each.service.max_weight_g:
            text = f"{each.service.code} of {_carrier(each)} has no rates, and no account says them: it is never chosen"
            checked.warn(each.at, "service", text)


def _known(
    at: At,
    carrier: str,
    service: str,
    services: Collection[tuple[str, str]],
    codes: Collection[str],
    checked: Checked,
) -> None:
    if carrier in codes and (carrier, service) not in services:
        there = ", ".join(sorted(code for name, code in services if name == carrier)[:10])
        checked.wrong(at, "service", f"{carrier} has no service {service!r}: add it to services, or use {there}")


def _ended(row: FileService) -> FileService:
    return replace(row, service=replace(row.service, max_weight_g=0))


def _twice(rows: Iterable[R], key: Callable[[R], Hashable]) -> list[tuple[At, str]]:
    """Return where rows stand whose key an earlier one has, and where that one stands, in words."""
    first: dict[Hashable, R] = {}
    found = []
    for row in rows:
        if (before := first.setdefault(key(row), row)) is not row:
            found.append((row.at, _place(before.at, row.at)))
    return found


def _place(at: At, here: At) -> str:
    """Say where a row stands, to who reads of another one."""
    if not at.line:
        return f"the kept {at.file}"
    return f"line {at.line}" if at.file == here.file else f"line {at.line} of {at.file}"


def _carrier(row: FileRow) -> str:
    return row.carrier.code if isinstance(row, FileService) else row.carrier


def _service(row: FileService | FileRate) -> tuple[str, str]:
    if isinstance(row, FileService):
        return row.carrier.code, row.service.code
    return row.carrier, row.service


def _lane(row: FileZone) -> tuple[str, str]:
    zone = row.zone
    return zone.origin_country, zone.dest_country
