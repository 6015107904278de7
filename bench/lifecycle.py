"""The demonstration's business day, from the order file to the door, beside what the server can commit at all.

The reference is the floor under every scan: one transaction that updates one row, by plain psycopg with a prepared
statement, over and over for --seconds. A line is scanned three times (pick, put, pack), so `share_of_floor` says
which part of the possible commits the day's scans make. The day is always worked off whole.
"""

import time
from pathlib import Path

import psycopg

from bench.house import house
from bench.report import SECONDS, Report, main

SCANS_PER_LINE = 3


def measure(data: Path | None = None, seconds: float = SECONDS) -> Report:
    """Work the day off and time it; nothing is needed that does not come with Packhorse."""
    with house("lifecycle") as url:
        figures = _day()
        floor = _commits_per_s(url, seconds)
    ratio = SCANS_PER_LINE * figures["lines_per_s"] / floor
    return Report("lifecycle", figures, {"updates_per_s": floor, "share_of_floor": ratio})


def _day() -> dict:
    from django.conf import settings

    from packhorse.demo import autopilot, load
    from packhorse.demo.orderfile import order_file
    from packhorse.placing import queries as placing
    from packhorse.web import summary

    load.load_company()
    content = order_file()
    run = autopilot.Run(now=load.opens_at(content), gs1_prefix=settings.CONFIG.gs1_prefix)
    begun = time.perf_counter()
    autopilot.take_in(run, content, channel="web")
    autopilot.work_off(run)
    worked = time.perf_counter() - begun
    day = summary.of_day(placing.newest_day())
    whole = sum(run.seconds.values())
    return {
        "orders_per_s": day.orders / worked,
        "lines_per_s": day.lines / worked,
        "orders": day.orders,
        "lines": day.lines,
        "seconds": worked,
        "share_by_stage": {stage: seconds / whole for stage, seconds in run.seconds.items()},
    }


def _commits_per_s(url: str, seconds: float) -> float:
    with psycopg.connect(url, autocommit=True, prepare_threshold=0) as connection:
        connection.execute("CREATE TABLE bench_floor (id int PRIMARY KEY, n int NOT NULL)")
        connection.execute("INSERT INTO bench_floor SELECT g, 0 FROM generate_series(0, 999) AS g")
        done, begun = 0, time.perf_counter()
        while (taken := time.perf_counter() - begun) < seconds or not done:
            connection.execute("UPDATE bench_floor SET n = n + 1 WHERE id = %s", (done % 1000,))
            done += 1
        connection.execute("DROP TABLE bench_floor")
    return done / taken


if __name__ == "__main__":
    main("lifecycle", measure, __doc__)
