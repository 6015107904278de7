"""Where waves are left to the clock: plan them, and release what the pickers need next."""

from datetime import datetime

from packhorse.errors import Refusal
from packhorse.picking import queries
from packhorse.picking.operations.plan_waves import plan_waves
from packhorse.picking.operations.release import release_wave

ACTOR = "clock"


def tend_waves(*, now: datetime) -> int:
    """Plan anew in each warehouse that says so, and release its next wave while pickers would run out of lists.

    A wave is also released when it is due before all that is on the floor. What is planned and not released can still
    be joined by what comes in. Returns how many waves were released.
    """
    released = 0
    for warehouse_id in queries.by_itself():
        pickers = queries.floor_setup(warehouse_id).pickers
        plan_waves(warehouse_id=warehouse_id, now=now, actor=ACTOR)
        for wave in queries.planned_waves(warehouse_id):
            free = [row for row in queries.lists(warehouse_id=warehouse_id) if row.state == "open"]
            dues = [row.due_at for row in free if row.due_at]
            if len(free) >= pickers and not (wave.due_at and all(wave.due_at < due for due in dues)):
                break
            try:
                release_wave(wave_id=wave.id, now=now, actor=ACTOR)
            except Refusal:
                continue  # nothing of it can be picked any more, or a person was quicker
            released += 1
    return released
