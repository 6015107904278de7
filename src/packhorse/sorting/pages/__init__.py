"""The put wall's pages: sort a list, look at a slot, and set up walls and lanes."""

from packhorse.sorting.pages.setup import lanes, walls
from packhorse.sorting.pages.slot import clear, slot, ticket
from packhorse.sorting.pages.wall import wall

__all__ = ["clear", "lanes", "slot", "ticket", "wall", "walls"]
