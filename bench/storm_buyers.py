"""The buyers of bench.storm: a process of threads that order, change their minds and let go, all at once.

Each thread is a buyer with a connection of its own. What it has done stands on a board in shared memory, so that a
process that takes the place of a killed one goes on where that one was: an order of which nobody knows whether it was
kept is sent again under its number.
"""

import json
import logging
import os
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bench.house import point_at
from bench.storm_shop import PLACES, PRODUCTS

CELLS = ("placed", "newest", "cancels", "edits", "reservations", "refusals", "cuts", "errors")
CELLS += ("picks", "shorts", "corrections")
TOWNS = {"Leeds": "LS1 4AB", "Bath": "BA1 1AA", "York": "YO1 7HH", "Norwich": "NR1 1AA"}
CUT_PAUSE, THINK = 0.2, 0.02
CANCELS, EDITS = 0.2, 0.3  # of the orders a buyer has placed


@dataclass(frozen=True)
class Plan:
    """What a process of buyers is told: its first buyer and how many, their orders, how long, where to write."""

    url: str
    first: int
    threads: int
    orders: int
    seconds: float
    folder: Path
    cut_is_wrong: bool


def run(plan: Plan, board, kind: str = "Buyer") -> None:
    """Let this process's buyers (or hands of the floor) do their work; the process ends when they have."""
    from bench import storm_loaded  # noqa: F401 (sets Django up where it was not forked with the process)
    from packhorse.web.start import start

    point_at(plan.url)

    logging.getLogger("psycopg").setLevel(logging.ERROR)  # connections that were cut are counted, not told one by one
    while True:
        try:
            start(migrate=False)
            break
        except Exception:  # the server is just being killed
            if plan.cut_is_wrong:
                raise
            time.sleep(CUT_PAUSE)
    from bench.storm_floor import Hand

    make = {"Buyer": Buyer, "Hand": Hand}[kind]
    buyers = [make(plan, plan.first + nth, board) for nth in range(plan.threads)]
    threads = [threading.Thread(target=buyer.work) for buyer in buyers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = [seconds for buyer in buyers for seconds in buyer.times]
    (plan.folder / f"times-{os.getpid()}.json").write_text(json.dumps(times))


class Buyer:
    """One thread: places its share of the orders, and between them does what customers do."""

    def __init__(self, plan: Plan, number: int, board) -> None:
        self.plan, self.number, self.board = plan, number, board
        self.dice = random.Random(f"{number} {os.getpid()}")
        self.times: list[float] = []
        self.at = number * len(CELLS)

    def work(self) -> None:
        """Work until the time is over and all orders are placed."""
        from django.db import connection

        try:
            while self._more():
                self._one()
                connection.close()  # as after every request: the next one takes any from the pool
        except BaseException as error:
            self._wrong("the buyer itself", error)
            raise

    def _more(self) -> bool:
        begun = self.board[-1]  # in seconds since 1970, when the first order of all was placed
        late = begun and time.time() > begun + self.plan.seconds
        return self._read("placed") < self.plan.orders or not late

    def _one(self) -> None:
        placed = self._read("placed")
        newest = max(self.board[nth] for nth in range(1, len(self.board) - 1, len(CELLS)))
        if placed < self.plan.orders and (not newest or self.dice.random() < 0.5):
            self._place(placed)
        elif newest and self._read("cancels") < CANCELS * placed and self.dice.random() < 0.5:
            self._cancel(newest)
        elif newest and self._read("edits") < EDITS * placed:
            self._edit(newest)
        else:
            self._reserve()

    def _place(self, nth: int) -> None:
        from packhorse.placing import operations as placing

        order = order_of(self.number, nth)
        if order.checkout:
            self._keep(order.checkout, {line.sku: line.quantity for line in order.lines}, order.address)
        begun = time.perf_counter()
        answers = self._do("place", lambda now: placing.place([order], now=now, actor="storm"), again=True)
        self.times.append(time.perf_counter() - begun)
        if answers is None:
            return self._add("placed")  # what was wrong is written down: go on with the next one
        if answers[0].faults or answers[0].other or answers[0].order_id is None:
            self._wrong("place", ValueError(f"{order.external_id}: {answers[0]}"))
        self._write("newest", answers[0].order_id or 0)
        return self._add("placed")

    def _cancel(self, newest: int) -> None:
        from packhorse.placing import operations as placing

        self._add("cancels")
        order_id, key = self.dice.randint(max(1, newest - 200), newest), f"{self.number}-{self.dice.random()}"
        lines = self._lines(order_id)
        units = None if self.dice.random() < 0.5 or not lines else {self.dice.choice(lines).id: 1}
        self._do("cancel", lambda now: placing.cancel(order_id=order_id, units=units, key=key, now=now, actor="storm"))

    def _edit(self, newest: int) -> None:
        from packhorse.placing import operations as placing
        from packhorse.placing.rules import Edit, NewLine

        self._add("edits")
        order_id = self.dice.randint(max(1, newest - 200), newest)
        lines = self._lines(order_id)
        if not lines:
            return
        line = self.dice.choice(lines)
        units = line.quantity - line.cancelled
        wanted = self.dice.choice(
            [
                Edit(quantities={line.id: units + 1}),
                Edit(quantities={line.id: max(0, units - 1)}),
                Edit(quantities={each.id: max(0, each.quantity - each.cancelled - 1) for each in lines}),
                Edit(add=(NewLine(self.dice.choice(PRODUCTS), 1, 500),), quantities={line.id: max(0, units - 1)}),
                Edit(priority=self.dice.choice(["low", "normal", "high"])),
            ]
        )
        self._do("edit", lambda now: placing.edit(order_id=order_id, wanted=wanted, now=now, actor="storm"))

    def _reserve(self) -> None:
        """Fill a cart, perhaps look at it again, perhaps empty it; else it runs out in a moment."""
        from packhorse.inventory import operations as inventory

        self._add("reservations")
        cart = f"cart-{self.number}-{self.dice.randint(0, 2)}"
        goods = {sku: self.dice.randint(1, 3) for sku in self.dice.sample(PRODUCTS, self.dice.randint(1, 3))}
        kept = self._keep(cart, goods, None)
        if kept is None:
            time.sleep(THINK)
        elif self.dice.random() < 0.3:
            give = inventory.release_reservation
            self._do("release", lambda now: give(reservation_id=kept, now=now, actor="storm"))
        elif self.dice.random() < 0.3:
            seconds = timedelta(seconds=2)
            self._do("extend", lambda now: inventory.extend(reservation_id=kept, expires_at=now + seconds, now=now))

    def _keep(self, checkout: str, goods: dict[str, int], address) -> int | None:
        from packhorse.catalog import queries as catalog
        from packhorse.sourcing import operations as sourcing
        from packhorse.sourcing.queries import Where

        where = Where(address.country, address.latitude, address.longitude) if address else None
        lasts = timedelta(seconds=self.dice.uniform(0.5, 3))

        def keep(now):
            products = catalog.ids_by_sku(goods)
            wanted = {products[sku]: units for sku, units in goods.items()}
            return sourcing.reserve(
                wanted, channel="web", checkout=checkout, where=where, expires_at=now + lasts, now=now
            )

        return self._do("reserve", keep)

    def _lines(self, order_id: int) -> list:
        from packhorse.placing import queries as placing

        return self._do("read", lambda now: placing.lines([order_id])) or []

    def _do(self, what: str, work: Callable, *, again: bool = False):
        """Do something as one request would; None when it was refused, cut off by the server's end, or wrong.

        With `again`, what was cut off is sent again until it is answered.
        """
        from django.db import Error, connection
        from django.utils import timezone

        from packhorse.errors import Refusal

        while True:
            try:
                return work(timezone.now())
            except Refusal:
                self._add("refusals")
                return None
            except Error as error:
                connection.close()
                if self.plan.cut_is_wrong or not was_cut(error):
                    return self._wrong(what, error)
                self._add("cuts")
                time.sleep(CUT_PAUSE)
                if not again:
                    return None
            except Exception as error:
                return self._wrong(what, error)

    def _wrong(self, what: str, error: BaseException) -> None:
        """Write an error down at once: this process may be killed the next moment."""
        self._add("errors")
        cause = error.__cause__ or error
        words = {"what": what, "type": type(cause).__name__, "text": " ".join(str(error).split())[:500]}
        with (self.plan.folder / "errors.jsonl").open("a") as file:
            file.write(json.dumps(words) + "\n")

    def _read(self, cell: str) -> int:
        return self.board[self.at + CELLS.index(cell)]

    def _write(self, cell: str, value: int) -> None:
        self.board[self.at + CELLS.index(cell)] = value

    def _add(self, cell: str) -> None:
        self._write(cell, self._read(cell) + 1)


def was_cut(error: Exception) -> bool:
    """Say whether the server went away under a request (no state, or that of a server that ends or starts)."""
    from django.db import InterfaceError, OperationalError

    state = getattr(error.__cause__, "sqlstate", None)
    gone = state is None or state.startswith(("08", "57P"))
    return isinstance(error, (OperationalError, InterfaceError)) and gone


def order_of(buyer: int, nth: int):
    """The nth order of a buyer: always the same, however often it is asked for."""
    from datetime import UTC, datetime

    from packhorse.placing.rules import NewAddress, NewLine, NewOrder

    dice = random.Random(f"order {buyer} {nth}")
    town = dice.choice(list(TOWNS))
    _, _, latitude, longitude = dice.choice(list(PLACES.values()))
    number = f"{buyer}-{nth}"
    address = NewAddress(
        "Ada Cole", "7 High Street", town, TOWNS[town], "GB", latitude=latitude - 0.1, longitude=longitude + 0.1
    )
    lines = tuple(NewLine(sku, dice.randint(1, 3), 500) for sku in dice.sample(PRODUCTS, dice.randint(1, 3)))
    return NewOrder(
        channel="web",
        external_id=number,
        placed_at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
        currency="GBP",
        address=address,
        lines=lines,
        checkout=f"checkout-{number}" if dice.random() < 0.3 else "",
    )
