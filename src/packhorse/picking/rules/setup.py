"""How a warehouse picks: its carts, its people, how fast they are, and how far ahead waves are planned."""

from collections.abc import Mapping
from dataclasses import dataclass

from packhorse.picking.rules.carts import Cart


@dataclass(frozen=True)
class Setup:
    """How a floor works; these are the values of a warehouse that has none of its own.

    A cart carries `cart_totes` totes, `cart_tasks` tasks and `cart_g` grams; a tote holds `tote_mm3` (0: no limit).
    `pickers` people are usually at work; a pick takes `pick_seconds`, beside the walk at `walk_mm_s`. From picked to
    the carrier (sorted, packed) it takes `after_minutes`. Waves are planned for cut-offs of the next `ahead_minutes`,
    each of about `wave_minutes` of work for everybody. `clusters`: orders are picked into totes of their own, and need
    no slot; otherwise all are sorted at the wall. `singles`: orders of one unit are picked together. `zones`: nobody
    leaves his zone. `by_itself`: waves are planned and released by the clock.
    """

    cart_totes: int = 8
    cart_tasks: int = 60
    cart_g: int = 0
    tote_mm3: int = 0
    pickers: int = 4
    pick_seconds: int = 12
    walk_mm_s: int = 1000
    after_minutes: int = 60
    ahead_minutes: int = 480
    wave_minutes: int = 60
    singles: bool = True
    clusters: bool = True
    zones: bool = False
    by_itself: bool = False

    @property
    def cart(self) -> Cart:
        """What one cart carries."""
        return Cart(self.cart_totes, self.cart_tasks, self.cart_g, self.tote_mm3)


# The least and the most that may be said of each.
BOUNDS: Mapping[str, tuple[int, int]] = {
    "cart_totes": (1, 200),
    "cart_tasks": (1, 2_000),
    "cart_g": (0, 2_000_000),
    "tote_mm3": (0, 2_000_000_000),
    "pickers": (1, 500),
    "pick_seconds": (1, 600),
    "walk_mm_s": (100, 10_000),
    "after_minutes": (0, 2_880),
    "ahead_minutes": (10, 20_160),
    "wave_minutes": (5, 1_440),
}


def faults(setup: Setup) -> list[str]:
    """Say what is wrong with a setup, each with the values that are possible."""
    return [
        f"{name}: {getattr(setup, name)} is not between {low} and {high}"
        for name, (low, high) in BOUNDS.items()
        if not low <= getattr(setup, name) <= high
    ]
