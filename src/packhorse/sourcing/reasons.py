"""Why an order waits: the first reason that holds, as a code for lists and in words for people. No database."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache

from packhorse.sourcing.exporting import export_limit, never
from packhorse.sourcing.policy import NO_RULES, Policy
from packhorse.sourcing.rules import LineNeed, OrderNeed, Site, kept_out

CODES = {  # code: (queue, what a list calls it)
    "EXPECTED": ("arrival", "comes on a known day"),
    "NOT_THERE": ("backorder", "nobody has it, no day is known"),
    "KEPT_BACK": ("backorder", "what is there is kept back by a rule"),
    "TOO_OLD": ("backorder", "would not keep until it arrives"),
    "DAY_FULL": ("backorder", "warehouses have taken all they can for days"),
    "NO_COORDINATES": ("unfillable", "address without coordinates"),
    "EXPORT_LIMIT": ("unfillable", "may not be sent to that country"),
    "NO_CARRIER": ("unfillable", "no carrier goes there"),
    "NO_PRICE": ("unfillable", "no carrier has a price for it"),
    "NO_CARRIER_TAKES_IT": ("unfillable", "no carrier takes such goods: weight, size or class"),
    "NOT_STORED": ("unfillable", "no warehouse stores such goods"),
    "SITE_NO_COORDINATES": ("unfillable", "warehouse without coordinates"),
    "KEPT_OUT": ("unfillable", "warehouses closed or excluded"),
    "WRONG_PLACE": ("unfillable", "goods lie where they may not be sent from"),
    "BLOCKED": ("unfillable", "goods are there, but blocked"),
    "APART": ("unfillable", "no one warehouse has all of it"),
    "TAKEN_ASIDE": ("manual", "a person took it aside"),
    "OVERTAKEN": ("manual", "others were quicker again and again"),
    "WRONG_ADDRESS": ("manual", "at work, and held for its address"),
}
NOTHING_THERE = "none of the goods in stock"  # a warehouse's reason, in a decision
NOT_KEEPING = "what is there would not keep until it arrives"
# These stand though a day is known on which goods come: nothing that comes changes them.
STANDING = (
    "NO_COORDINATES",
    "EXPORT_LIMIT",
    "NO_CARRIER",
    "NO_PRICE",
    "NO_CARRIER_TAKES_IT",
    "NOT_STORED",
    "SITE_NO_COORDINATES",
    "TAKEN_ASIDE",
)

# What may be otherwise when carriers change, and when customers' tiers do.
BY_CARRIERS = ("NO_CARRIER", "NO_PRICE", "NO_CARRIER_TAKES_IT", "WRONG_PLACE", "TOO_OLD")
BY_TIERS = ("KEPT_OUT", "KEPT_BACK", "WRONG_PLACE", "APART")
NOTHING_OLD: Mapping[tuple[int, int], int] = {}
HOLES = ("NO_PRICE", "NO_CARRIER_TAKES_IT")  # carriers go there, but not with it


@dataclass(frozen=True)
class Why:
    """Why an order waits: one of CODES, in words, and the warehouse that it names."""

    code: str
    text: str
    warehouse_id: int | None = None

    @property
    def queue(self) -> str:
        """The queue it belongs to."""
        return CODES[self.code][0]


NOT_THERE = Why("NOT_THERE", "no warehouse has it, and nobody knows when it comes")
EXPECTED = Why("EXPECTED", "on its way")
OVERTAKEN = Why("OVERTAKEN", "each time it was decided, others took the goods before it: try again, or look closer")


@dataclass(frozen=True)
class _Test:
    """A rule that a warehouse fails for an order: code, whether it fails, and what is said when all do."""

    code: str
    fails: Callable[[Site], bool]
    text: str


def why_waiting(
    need: OrderNeed,
    lacking: Mapping[int, int],
    sites: Collection[Site],
    free: Mapping[tuple[int, int], int],
    blocked: Collection[int] = (),
    policy: Policy = NO_RULES,
    hole: Callable[[Site], tuple[str, str]] = lambda site: ("", ""),
    old: Mapping[tuple[int, int], int] = NOTHING_OLD,
) -> Why:
    """Return the first reason for which an order waits for `lacking` {order line id: units}.

    `need` is one to which the rules of `policy`, and what keeps goods in their countries, were applied. `free`
    {(product id, warehouse id): units} is what nobody holds by now, `blocked` the products of which units lie in
    quarantine or damaged, `old` (like `free`) what would not keep until it arrives. `hole` says why carriers take
    nothing of it from a warehouse (see `pose.hole`). First what never changes by itself, then goods that lie where they
    cannot serve, then rules about the order whole; what is left is not there.
    """
    if need.latitude is None or need.longitude is None:
        return Why("NO_COORDINATES", "the address has no coordinates: correct it")
    lines = [line for line in need.lines if line.line_id in lacking] or list(need.lines)
    if text := never(need, lines, sites):
        return Why("EXPORT_LIMIT", text)
    classes = {line.storage_class for line in lines}
    hole = cache(hole)
    tests = _tests(need, classes, hole)
    left = list(sites)
    for test in tests:
        lost = (line for line in lines if _untaken(line, left))
        if test.code == "NO_CARRIER_TAKES_IT" and (line := next(lost, None)):
            text = line.untaken[left[0].id].replace("from there", "from any warehouse")
            return Why(test.code, text, left[0].id if len(left) == 1 else None)
        passing = [site for site in left if not test.fails(site)]
        if not passing:
            said = "; ".join(f"{site.code}: {kept_out(need, site)}" for site in left)[:300]
            text = said if test.code == "KEPT_OUT" else test.text
            if test.code in HOLES:
                text = hole(left[0])[1].replace("from there", "from any warehouse")
            return Why(test.code, text, left[0].id if len(left) == 1 else None)
        left = passing
    may = {site.id for site in left}
    fresh = {key: max(0, units - old.get(key, 0)) for key, units in free.items()} if old else free
    given = {(line.line_id, site.id): _there(need, line, site, fresh, policy) for line in lines for site in left}
    there = {line.line_id: sum(given[line.line_id, site] for site in may) for line in lines}
    short = [line for line in lines if there[line.line_id] < lacking.get(line.line_id, line.quantity)]
    for line in short or lines:
        for site in sites:
            barred = site.id not in may or site.id in line.ruled
            if barred and (units := free.get((line.product_id, site.id), 0)):
                return _elsewhere(need, line, tests, site, units, hole(site)[1])
    for line in short:
        for site in left:
            units, (_, rule) = free.get((line.product_id, site.id), 0), policy.kept_back(line, site, need)
            if units and rule:
                return Why("KEPT_BACK", f"{site.code} has {units}, but {rule}"[:300], site.id)
    for line in short:
        for site in left:
            key = line.product_id, site.id
            if key in old and (units := free.get(key, 0)):
                spoiled = min(units, old[key])
                return Why(
                    "TOO_OLD", f"{site.code} has {units}, but {spoiled} would not keep until they arrive", site.id
                )
    if lines and not short:
        having = [site for site in left if any(given[line.line_id, site.id] for line in lines)]
        if all(site.room_today <= 0 for site in having):
            return Why("DAY_FULL", "the warehouses that have it have taken all they can in the next 10 days of work")
        if need.ship_rule == "together" or need.undivided:
            return Why("APART", "no one warehouse has all of it, and it is to leave from one")
    if any(line.product_id in blocked for line in short):
        return Why("BLOCKED", "goods of it are there, but blocked: damaged, in quarantine, in doubt, or a lot is")
    return NOT_THERE


def _tests(need: OrderNeed, classes: Collection[str], hole: Callable[[Site], tuple[str, str]]) -> list[_Test]:
    kinds = ", ".join(sorted(classes))
    return [
        _Test(
            "NO_CARRIER",
            lambda site: site.reaches is not None and need.country not in site.reaches,
            f"no carrier goes to {need.country} from any warehouse",
        ),
        *(_Test(code, lambda site, code=code: hole(site)[0] == code, "") for code in HOLES),
        _Test(
            "NOT_STORED",
            lambda site: not classes & site.storage_classes if classes else False,
            f"no warehouse from which a carrier goes there stores goods of the class {kinds}",
        ),
        _Test(
            "SITE_NO_COORDINATES",
            lambda site: site.latitude is None or site.longitude is None,
            "the warehouse that could serve it has no coordinates",
        ),
        _Test("KEPT_OUT", lambda site: bool(kept_out(need, site)), ""),
    ]


def _untaken(line: LineNeed, sites: Collection[Site]) -> bool:
    """Say whether carriers take these goods from none of the warehouses from which they go there at all."""
    return bool(sites) and all(site.id in line.untaken for site in sites)


def _there(need: OrderNeed, line: LineNeed, site: Site, free: Mapping[tuple[int, int], int], policy: Policy) -> int:
    return policy.free(line, site, free.get((line.product_id, site.id), 0), need)


def _elsewhere(need: OrderNeed, line: LineNeed, tests: Collection[_Test], site: Site, units: int, words: str) -> Why:
    """Goods are there, and may not be sent from there: say where, and which rule forbids it."""
    if limit := export_limit(line, need.country, site):
        return Why("WRONG_PLACE", f"{site.code} has {units}, but {limit}"[:300], site.id)
    if site.id in line.untaken:
        return Why("WRONG_PLACE", f"{site.code} has {units}, but {line.untaken[site.id]}"[:300], site.id)
    failed = next((test.code for test in tests if test.fails(site)), "KEPT_OUT")
    said = {
        "NO_CARRIER": f"no carrier goes from there to {need.country}",
        "NO_PRICE": words,
        "NO_CARRIER_TAKES_IT": words,
        "NOT_STORED": "it may not store such goods",
        "SITE_NO_COORDINATES": "it has no coordinates",
        "KEPT_OUT": kept_out(need, site) or line.ruled.get(site.id, ""),
    }[failed]
    kind = "WRONG_PLACE" if failed in ("NO_CARRIER", *HOLES, "NOT_STORED") else failed
    return Why(kind, f"{site.code} has {units}, but {said}"[:300], site.id)
