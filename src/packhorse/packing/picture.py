"""What the packer is shown of a parcel's plan: its steps, which of them are done, and where the next unit lies."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from packhorse.algorithms.packing.cubes import NOW, Cube, colour_of, shades
from packhorse.algorithms.packing.goods import Sides
from packhorse.algorithms.packing.laying import Step, steps_of, words_of
from packhorse.packing.queries import ToPackRow
from packhorse.packing.rules import as_laid


@dataclass(frozen=True)
class Plan:
    """The steps of a parcel with their words. `done`: which are scanned in whole; `now`: where the last scan lies.

    `at`: the step that is shown first, counted from 0: where the last scan lies, else the first that is not done.
    """

    room: Sides
    steps: list[Step]
    words: list[str]
    colours: list[int]
    done: list[bool]
    now: list[int]
    at: int

    @property
    def number(self) -> int:
        """The step that is shown first, counted from 1."""
        return self.at + 1

    @property
    def sentence(self) -> str:
        """Say what that step is."""
        return self.words[self.at]

    def cubes(self, at: int) -> list[Cube]:
        """Return the blocks as they lie at step `at` (from 0): what lies by then, and what is laid."""
        return [
            Cube(each.placement, colour, str(nth + 1), nth == at)
            for nth, (step, colour) in enumerate(zip(self.steps[: at + 1], self.colours, strict=False))
            for each in step.laid
        ]

    @property
    def json(self) -> str:
        """What the page's own picture is drawn from."""
        return json.dumps(self._data(), separators=(",", ":"))

    def _data(self) -> dict[str, Any]:
        return {
            "laid": NOW,
            "room": self.room,
            "steps": [
                {
                    "words": words,
                    "shades": shades(colour),
                    "boxes": [
                        [p.x, p.y, p.z, p.x + p.nx * p.dx, p.y + p.ny * p.dy, p.z + p.nz * p.dz, p.nx, p.ny, p.nz]
                        for p in (each.placement for each in step.laid)
                    ],
                    "done": done,
                }
                for step, words, colour, done in zip(self.steps, self.words, self.colours, self.done, strict=True)
            ],
            "now": self.now,
            "at": self.at,
        }


def plan_of(
    placement: Mapping[str, Any] | None, lines: Sequence[ToPackRow], scanned: tuple[int, int] = (0, 0)
) -> Plan | None:
    """Return the steps of a parcel; None where nobody worked them out. `scanned`: (product id, units) just now."""
    if placement is None:
        return None
    room, laid = as_laid(dict(placement))
    steps = steps_of(laid)
    names = {line.product_id: f"{line.sku} {line.name}" for line in lines}
    products = sorted(names)
    packed = dict.fromkeys(products, 0)
    for line in lines:
        packed[line.product_id] += line.quantity - line.open
    done, now, reached = [], [], dict.fromkeys(products, 0)
    for nth, step in enumerate(steps):
        whole = True
        for each in step.laid:
            key, before = each.placement.key, reached[each.placement.key]
            reached[key] = before + each.placement.count
            whole = whole and reached[key] <= packed[key]
            if key == scanned[0] and before < packed[key] and reached[key] > packed[key] - scanned[1]:
                now.append(nth)
        done.append(whole)
    at = now[0] if now else next((nth for nth, each in enumerate(done) if not each), len(steps) - 1)
    colours = [colour_of(products.index(step.laid[0].placement.key)) for step in steps]
    return Plan(room, steps, words_of(steps, names, room), colours, done, sorted(set(now)), at)
