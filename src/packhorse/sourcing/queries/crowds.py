"""Read what a long queue lacks, summed up by where it goes."""

import json
from collections.abc import Collection
from typing import Any

from packhorse import sql
from packhorse.sourcing.crowd import Crowd
from packhorse.sourcing.reasons import STANDING


def crowds_of(product_ids: Collection[int], *, priority: int) -> list[Crowd]:
    """Return what orders of the queue from a priority on lack of these products and might be served with.

    An order is counted with each of its lines.
    """
    values = {"products": sorted(product_ids), "priority": priority, "standing": [*STANDING, "APART"]}
    rows = sql.rows("sourcing", "crowd", values)
    return [
        Crowd(
            product,
            country,
            (float(latitude), float(longitude)),
            channel,
            None if pinned is None else frozenset([pinned]),
            {int(pk): why for pk, why in json.loads(barred).items()},
            units,
            orders,
        )
        for product, country, latitude, longitude, channel, pinned, barred, units, orders in sorted(rows, key=_turn)
    ]


def _turn(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same rows come in the same order."""
    return (*row[:5], row[5] or 0, *row[6:])
