"""The outbox: how fast events are published and relayed, beside plain psycopg that takes the same rows by DELETE.

Every event goes to one cheap handler that writes one row an event. The reference deletes as many rows of a plain
table in batches of the same size, one transaction each, and does nothing with them: no relay can be faster.
"""

import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from bench.house import house
from bench.report import SECONDS, Report, main

EVENTS = 30_000
BATCH = 500
NOW = datetime(2024, 5, 15, 9, 0, tzinfo=UTC)


def keep_rows(events, *, now) -> None:
    """The bench's handler: one row an event, all of a batch in one statement."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_taken (order_id) SELECT unnest(%s::bigint[])", [[event.order_id for event in events]]
        )


def measure(data: Path | None = None, seconds: float = SECONDS) -> Report:
    """Publish and relay a fixed number of events; nothing is needed that does not come with Packhorse."""
    with house("outbox") as url:
        published, relayed = _through_the_outbox()
        deleted = _plain_delete(url)
    figures = {"events_per_s": relayed, "events": EVENTS, "batch": BATCH}
    reference = {"published_per_s": published, "deleted_per_s": deleted, "share_of_delete": relayed / deleted}
    return Report("outbox", figures, reference)


def _through_the_outbox() -> tuple[float, float]:
    from django.db import connection, transaction

    from packhorse.events import OrderPlaced
    from packhorse.outbox import relay, wiring
    from packhorse.outbox.publish import publish

    wiring.wire({OrderPlaced: [keep_rows]})
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_taken (id bigserial PRIMARY KEY, order_id bigint NOT NULL)")
    begun = time.perf_counter()
    for start in range(0, EVENTS, BATCH):
        with transaction.atomic():
            publish([OrderPlaced(nth) for nth in range(start, start + BATCH)], now=NOW, actor="bench")
    published = EVENTS / (time.perf_counter() - begun)
    begun = time.perf_counter()
    taken = relay.drain(now=NOW, batch=BATCH)
    relayed = EVENTS / (time.perf_counter() - begun)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT order_id), count(*) FROM bench_taken")
        kept = cursor.fetchone()
    if (taken, *kept) != (EVENTS, EVENTS, EVENTS):
        raise SystemExit(f"bench.outbox: {EVENTS} events published, {taken} taken, {kept} rows kept")
    return published, relayed


def _plain_delete(url: str) -> float:
    """Take as many rows by batches of the same size, in as many transactions."""
    statement = (
        "DELETE FROM bench_plain WHERE id IN (SELECT id FROM bench_plain ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED) "
        "RETURNING id, payload"
    )
    with psycopg.connect(url, autocommit=True, prepare_threshold=0) as connection:
        connection.execute("CREATE TABLE bench_plain (id bigserial PRIMARY KEY, payload jsonb NOT NULL)")
        connection.execute(
            "INSERT INTO bench_plain (payload) "
            "SELECT jsonb_build_object('order_id', g) FROM generate_series(1, %s::int) AS g",
            (EVENTS,),
        )
        taken, begun = 0, time.perf_counter()
        while rows := connection.execute(statement, (BATCH,)).fetchall():
            taken += len(rows)
        return taken / (time.perf_counter() - begun)


if __name__ == "__main__":
    main("outbox", measure, __doc__)
