"""A shift of two hundred pickers and twenty thousand orders: how long a scan takes, and how far is walked an order.

One warehouse of forty aisles holds four thousand products, of which some sell far more than others. The orders are
placed, sourced, planned in waves and released as ever; then the pickers scan over HTTP, each with a login of his own,
as their devices do: at 100 scans a second, for --seconds, while the worker relays what follows. The reference is one
order a trip in S-shape over the same orders, and the same scans at twice the rate.
"""

from datetime import UTC, datetime
from pathlib import Path

from bench.crowd import Result, send
from bench.floor_shift import ORDERS, PICKERS, open_shift, take_lists
from bench.house import house
from bench.report import Report, main
from bench.serving import serving, working

RATE, CLIENTS, SECONDS, WARM = 100, 32, 60.0, 400


def measure(data: Path | None = None, seconds: float = SECONDS) -> Report:
    """Open the shift and let it scan; nothing is needed that does not come with Packhorse."""
    with house("floor") as url:
        now = datetime.now(UTC)
        walked = open_shift(now)
        with serving(url) as (port, _), working(url):
            scans = take_lists(port, now)
            most, twice = round(RATE * seconds), round(RATE * seconds / 2)
            _send(port, scans[:WARM])
            calm = _send(port, scans[WARM : WARM + most], RATE)
            busy = _send(port, scans[WARM + most : WARM + most + twice], 2 * RATE)
    figures = {
        "scan_p95_ms": _percentile(calm, 95),
        "scan_p50_ms": _percentile(calm, 50),
        "scans_per_s": len(calm.seconds) / calm.took,
        "scans": len(calm.seconds),
        "pickers": PICKERS,
        "orders": ORDERS,
        "metres_per_order": walked.route_mm / 1000 / walked.orders,
        "baseline_metres_per_order": walked.baseline_mm / 1000 / walked.orders,
        "lists": walked.lists,
        "plan_seconds": walked.plan_seconds,
    }
    return Report("floor", figures, {"scan_p95_ms_at_200": _percentile(busy, 95)} if busy.seconds else {})


def _send(port: int, requests: list[bytes], rate: float | None = None) -> Result:
    if not requests:
        return Result()
    result = send(port, requests, clients=CLIENTS, rate=rate, limit=600.0)
    if set(result.statuses) != {200}:
        raise SystemExit(f"bench.floor: scans were answered {result.statuses}")
    return result


def _percentile(result: Result, percent: int) -> float:
    ordered = sorted(result.seconds)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] * 1000


if __name__ == "__main__":
    main("floor", measure, __doc__, seconds=SECONDS)
