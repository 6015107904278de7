"""A storm on ten hot products in four warehouses: nothing is sold twice and nothing is left unsold, whatever is killed.

64 buyers (8 processes of 8 threads) place orders worth three times the stock, cancel, edit, and fill carts that run
out or become orders. Two workers relay; pickers walk and find too little, and a clerk corrects bins. Three times anew:
in calm, with any of them killed by SIGKILL, and with the database's server killed by SIGKILL. In the end reservations
run out and all events are told; then every product is sold as far as there is any and somebody wants it, and the audit
finds no difference.

`allocations_per_s`: 10,000 orders of one unit wait for one product, and 10,000 units come in. The reference allocates
the same rows one order a transaction by plain psycopg, and does nothing else.
"""

import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from bench.house import copy_of, house, leave, point_at
from bench.report import Report, main
from bench.storm_shop import come_to_rest, look, lost_orders, open_shop
from bench.storm_waiting import all_at_once, one_by_one
from bench.storm_weather import Blown, Server, Storm

SECONDS = 60.0
FAULT_SHARE = 3  # the faulty variants last a third of the calm one
UNITS_PER_S = 200  # of stock; three times as many are ordered
UNITS_AN_ORDER = 4
WITH_FOREIGN_SERVER = "the database's server is not killed: DATABASE_URL names one that is not the bench's own"


def measure(data: Path | None = None, seconds: float = SECONDS) -> Report:
    """Let it storm three times and count; nothing is needed that does not come with Packhorse."""
    foreign = bool(os.environ.get("DATABASE_URL"))
    short = max(3.0, seconds / FAULT_SHARE)
    variants = {"calm": seconds, "killed": short} | ({} if foreign else {"database": short})
    with house("storm") as url:
        found = storms(url, variants)
        with copy_of(url, "waiting") as own:
            point_at(own)
            per_s = all_at_once(own)
            single = one_by_one(own)
        point_at(url)
    figures = _worst(found) | {"allocations_per_s": per_s}
    figures |= {f"{key}_{name}": value for name, each in found.items() for key, value in each.items()}
    if foreign:
        figures["not_done"] = WITH_FOREIGN_SERVER
    reference = {"one_order_a_transaction_per_s": single, "allocations_over_reference": per_s / single}
    return Report("storm", figures, reference)


def storms(url: str, variants: dict[str, float]) -> dict[str, dict]:
    """Let it storm once a variant {name: seconds}, each in a fresh database; return the figures by name."""
    found = {}
    for name, lasts in variants.items():
        with copy_of(url, name) as own:
            point_at(own)
            found[name] = _variant(own, name, lasts)
    point_at(url)
    return found


def _worst(found: dict[str, dict]) -> dict:
    sums = ("sold", "sellable", "oversold", "unsold", "lost", "errors", "kills", "audit_differences")
    more = (
        "orders",
        "cancels",
        "edits",
        "reservations",
        "picks",
        "shorts",
        "corrections",
        "refusals",
        "cuts",
        "relay_retries",
    )
    summed: dict = {key: sum(each[key] for each in found.values()) for key in (*sums, *more)}
    return summed | {"place_p95_ms": max(each["place_p95_ms"] for each in found.values())}


def _variant(url: str, name: str, seconds: float) -> dict:
    from django.utils import timezone

    from packhorse.web import settings
    from packhorse.web.audit import audit

    units = round(UNITS_PER_S * seconds)
    open_shop(units, now=timezone.now())
    leave()
    folder = Path(tempfile.mkdtemp(prefix="packhorse-storm-", dir="/var/tmp"))
    try:
        storm = Storm(url, folder, seconds=seconds, orders=3 * units // UNITS_AN_ORDER, cut_is_wrong=name != "database")
        blown = storm.blow(_fault(name, storm, settings.CONFIG.folder() / "postgres", seconds))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    come_to_rest(now=timezone.now())
    differences = [(each.name, row) for each in audit() for row in each.differences]
    for invariant, row in differences[:20]:
        print(f"storm, {name}: audit, {invariant}: {row}")
    return _figures(url, name, blown, len(differences))


def _fault(name: str, storm: Storm, server: Path, seconds: float):
    dice = random.Random(5)
    if name == "killed":
        return lambda each: each.kill_somebody(dice)
    if name == "database":

        def kill(each: Storm) -> None:
            time.sleep(0.1)
            if each.result.kills < 3 and time.time() > each.begun + seconds * (each.result.kills + 1) / 4:
                Server(server).kill()
                each.result.kills += 1

        return kill
    return None


def _figures(url: str, name: str, blown: Blown, differences: int) -> dict:
    sold = look(url)
    for kind, count in blown.errors.items():
        print(f"storm, {name}: {count} x {kind}: {blown.examples[kind]}", file=sys.stderr)
    times = sorted(blown.times) or [0.0]
    return {
        **vars(sold),
        "lost": lost_orders(url, blown.acknowledged),
        "errors": sum(blown.errors.values()),
        "kills": blown.kills,
        "audit_differences": differences,
        "orders": blown.counts["placed"],
        "cancels": blown.counts["cancels"],
        "edits": blown.counts["edits"],
        "reservations": blown.counts["reservations"],
        "picks": blown.counts["picks"],
        "shorts": blown.counts["shorts"],
        "corrections": blown.counts["corrections"],
        "refusals": blown.counts["refusals"],
        "cuts": blown.counts["cuts"],
        "relay_retries": blown.quarrels,
        "place_p95_ms": times[min(len(times) - 1, len(times) * 95 // 100)] * 1000,
        "seconds": blown.seconds,
    }


if __name__ == "__main__":
    main("storm", measure, __doc__, seconds=SECONDS)
