"""Let work wait for a lock, so that tests say in which turn it goes on."""

import threading
import time

from company import run_sql
from django.db import connection, transaction


def waiters(count):
    """Wait until so many sessions wait for a lock."""
    until(lambda: waiting() >= count)


def waiting():
    """How many sessions wait for a lock."""
    return run_sql("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")[0][0]


def until(true):
    """Ask again and again until something is true."""
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


def thread(work, answers, name):
    """Start `work` in a thread with a connection of its own; its answer, or its error in words, is answers[name]."""

    def run():
        try:
            answers[name] = work() or "done"
        except BaseException as error:
            answers[name] = f"{type(error).__name__}: {str(error).splitlines()[0]}"
        finally:
            connection.close()

    made = threading.Thread(target=run)
    made.start()
    return made


def in_turn(statement, *works):
    """Hold the rows of `statement`; start each work as the one before waits; let go; return their answers."""
    answers, made = {}, []
    with transaction.atomic():
        run_sql(statement)
        for nth, work in enumerate(works, start=1):
            made.append(thread(work, answers, nth))
            waiters(nth)
    for each in made:
        each.join(30)
    return [answers[nth] for nth in sorted(answers)]
