"""What bench.storm lets loose: buyers, a floor and workers, and whatever kills them or the database's server."""

import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.storm_buyers import CELLS, Plan, run
from bench.storm_floor import HANDS

PROCESSES, THREADS, WORKERS = 8, 8, 2
KILL_SECONDS = 1.5
REFUSED_TO_START = 2
PATIENCE, TO_START = 10, 240  # times the seconds asked for, and seconds: what is not over by then is broken off


@dataclass
class Blown:
    """What a storm did: counts by the names of the board, seconds of each placing, errors by type, kills, seconds."""

    counts: dict[str, int] = field(default_factory=dict)
    acknowledged: dict[int, int] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    kills: int = 0
    quarrels: int = 0
    seconds: float = 0.0


class Storm:
    """Processes of buyers and workers on one database, each replaced when it is killed."""

    def __init__(self, url: str, folder: Path, *, seconds: float, orders: int, cut_is_wrong: bool = True) -> None:
        self.url, self.folder, self.seconds = url, folder, seconds
        # They are forked from a process that has loaded Packhorse: eleven that load it, and more for each kill, would
        # take longer than the storm.
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(["bench.storm_loaded"])
        buyers = PROCESSES * THREADS
        self.board = self.context.Array("q", (buyers + HANDS) * len(CELLS) + 1, lock=False)
        whole = Plan(url, 0, THREADS, max(1, orders // buyers), seconds, folder, cut_is_wrong)
        self.plans = [replace(whole, first=nth * THREADS) for nth in range(PROCESSES)]
        self.plans.append(replace(whole, first=buyers, threads=HANDS))
        self.result = Blown()
        self.begun = 0.0  # when the first order of all was placed
        self.log = (folder / "workers.log").open("w")

    def blow(self, fault: "Callable[[Storm], None] | None" = None) -> Blown:
        """Let it blow until every buyer is done; `fault` is called again and again until the time is over."""
        begun = time.time()
        self.buyers = [self._buyers(plan) for plan in self.plans]
        self.workers = [self._worker() for _ in range(WORKERS)]
        try:
            while any(process.is_alive() for process in self.buyers):
                if time.time() > begun + PATIENCE * self.seconds + TO_START:
                    self._note("broken off", "the buyers did not come to their end")
                    break
                self._look_after_workers()
                if not self.begun and any(self.board):
                    self.begun = time.time()
                    self.board[-1] = int(self.begun)
                if fault and time.time() < self.begun + self.seconds:
                    fault(self)
                else:
                    time.sleep(0.1)
            for process in self.buyers:
                if process.exitcode:
                    self._note("buyers ended", f"exit code {process.exitcode}")
        finally:
            self._end()
        self.result.seconds = time.time() - begun
        return self._count()

    def kill_somebody(self, dice: random.Random) -> None:
        """Kill a process of buyers or a worker in the middle of whatever it does, and start another."""
        time.sleep(KILL_SECONDS * dice.uniform(0.5, 1.5))
        nth = dice.randrange(len(self.plans) + WORKERS)
        if nth < WORKERS:
            self.workers[nth].kill()
            self.workers[nth].wait()
            self.workers[nth] = self._worker()
        else:
            nth -= WORKERS
            if not self.buyers[nth].is_alive():
                return
            self.buyers[nth].kill()
            self.buyers[nth].join()
            self.buyers[nth] = self._buyers(self.plans[nth])
        self.result.kills += 1

    def _buyers(self, plan: Plan):
        kind = "Hand" if plan.threads == HANDS else "Buyer"
        process = self.context.Process(target=run, args=(plan, self.board, kind))
        process.start()
        return process

    def _worker(self) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-m", "packhorse.cli", "work"],
            env={**os.environ, "DATABASE_URL": self.url},
            stdout=self.log,
            stderr=self.log,
        )

    def _look_after_workers(self) -> None:
        """A worker that ended by itself is replaced, as the console replaces it.

        That is an error, unless it was just starting when the server was killed: then it has to refuse.
        """
        for nth, worker in enumerate(self.workers):
            if worker.poll() is not None:
                if self.plans[0].cut_is_wrong or worker.returncode != REFUSED_TO_START:
                    self._note("worker ended", f"exit code {worker.returncode}")
                self.workers[nth] = self._worker()

    def _note(self, what: str, text: str) -> None:
        self.result.errors[what] += 1
        self.result.examples.setdefault(what, text)

    def _end(self) -> None:
        for process in self.buyers:
            process.kill()
            process.join()
        for worker in self.workers:
            worker.send_signal(signal.SIGTERM)
        for worker in self.workers:
            try:
                worker.wait(timeout=60)
            except subprocess.TimeoutExpired:
                self._note("worker did not end", "in 60 s after SIGTERM")
                worker.kill()
                worker.wait()
        self.log.close()

    def _count(self) -> Blown:
        columns = {name: self.board[nth : -1 : len(CELLS)] for nth, name in enumerate(CELLS)}
        self.result.counts = {name: sum(column) for name, column in columns.items()}
        self.result.acknowledged = dict(enumerate(columns["placed"]))
        for file in self.folder.glob("times-*.json"):
            self.result.times += json.loads(file.read_text())
        with suppress(FileNotFoundError):
            for line in (self.folder / "errors.jsonl").read_text().splitlines():
                found = json.loads(line)
                self._note(f"{found['what']}: {found['type']}", found["text"])
        self.result.quarrels = (self.folder / "workers.log").read_text().count("relay.retry")
        return self.result


class Server:
    """The embedded server, to be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def kill(self) -> None:
        """Kill the server and all its processes at once, wait until they are gone, start it again."""
        from packhorse import postgres

        postmaster = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        parts = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for pid in [postmaster, *map(int, parts)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until = time.monotonic() + 20
        while any(Path(f"/proc/{pid}").exists() for pid in [postmaster, *parts]) and time.monotonic() < until:
            time.sleep(0.02)
        postgres.start(self.folder)
