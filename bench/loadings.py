"""Check what lies in a carton, and read instances of containers, with nothing of the packer."""

import re
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np


class Goods(NamedTuple):
    """A kind of goods: sides, which of them may stand upright, weight, how many there are; how many may be piled."""

    sides: tuple[int, int, int]
    stands: tuple[bool, bool, bool]
    weight: int
    count: int
    turns: bool = True
    pile: int | None = None


class Block(NamedTuple):
    """A grid of units of one kind: its corner, the size of a unit, and how many along, across and upward."""

    kind: int
    corner: tuple[int, int, int]
    size: tuple[int, int, int]
    grid: tuple[int, int, int]


def wrong(
    goods: Sequence[Goods], blocks: Sequence[Block], room: Sequence[int], most_weight: int, rests: int = 1000
) -> str:
    """Say what is wrong with a loading whose units must `rest` on something with so many permille of their base."""
    if not blocks:
        return ""
    low, high, kind = _units(blocks)
    counted = np.bincount(kind, minlength=len(goods))
    if np.any(counted > [each.count for each in goods]):
        return "more was packed than there is"
    if int(counted @ [each.weight for each in goods]) > most_weight:
        return "it is too heavy"
    for block in blocks:
        if block.size not in _lying(goods[block.kind]):
            return f"kind {block.kind} must not lie as {block.size}"
    if np.any(low < 0) or np.any(high > np.array(room)):
        return "something is outside"
    over = np.minimum(high[:, None], high[None]) - np.maximum(low[:, None], low[None])
    inside = (over > 0).all(axis=2)
    np.fill_diagonal(inside, False)
    if inside.any():
        return "two units overlap"
    areas = np.where((over[:, :, :2] > 0).all(axis=2), over[:, :, 0] * over[:, :, 1], 0)
    held = (areas * (high[None, :, 2] == low[:, None, 2])).sum(axis=1)
    base = (high[:, 0] - low[:, 0]) * (high[:, 1] - low[:, 1])
    if np.any((low[:, 2] > 0) & (held * 1000 < rests * base)):
        return "something hangs in the air"
    above = ((areas > 0) & (low[None, :, 2] >= high[:, None, 2])).sum(axis=1)
    piles = [goods[each].pile for each in kind]
    if any(pile is not None and int(count) >= pile for pile, count in zip(piles, above, strict=True)):
        return "a pile is too high"
    return ""


def _units(blocks: Sequence[Block]) -> tuple[Any, Any, Any]:
    low, high, kind = [], [], []
    for block in blocks:
        steps = np.array(
            [(i, j, k) for i in range(block.grid[0]) for j in range(block.grid[1]) for k in range(block.grid[2])]
        )
        low.append(np.array(block.corner) + steps * np.array(block.size))
        high.append(low[-1] + np.array(block.size))
        kind += [block.kind] * len(steps)
    return np.concatenate(low), np.concatenate(high), np.array(kind)


def _lying(goods: Goods) -> set[tuple[int, int, int]]:
    found = set()
    for up in range(3):
        if goods.stands[up]:
            one, other = (goods.sides[side] for side in range(3) if side != up)
            found |= {(one, other, goods.sides[up])} | ({(other, one, goods.sides[up])} if goods.turns else set())
    return found


def bischoff_ratcliff(archive: Path) -> Iterator[tuple[str, tuple[int, int, int], list[Goods]]]:
    """Yield (class, container, goods) of each instance of the files whose names hold a number, such as BR5.txt."""
    with tarfile.open(archive) as tar:
        for member in sorted((each for each in tar if each.isfile()), key=lambda each: each.name):
            number = re.search(r"(\d+)\.\w+$", member.name)
            file = tar.extractfile(member)
            if number is None or file is None:
                continue
            words = iter(file.read().decode("latin-1").split())
            for _ in range(int(next(words))):
                next(words), next(words)
                room = int(next(words)), int(next(words)), int(next(words))
                kinds = []
                for _ in range(int(next(words))):
                    _, a, up_a, b, up_b, c, up_c, count = (int(next(words)) for _ in range(8))
                    kinds.append(Goods((a, b, c), (up_a == 1, up_b == 1, up_c == 1), 1, count))
                yield f"BR{number[1]}", room, kinds


class Trucks(NamedTuple):
    """Layers to be driven: the truck's room and load, and by day the kinds of layers."""

    room: tuple[int, int, int]
    load: int
    days: dict[int, list[Goods]]


def alonso(archive: Path) -> Iterator[tuple[str, Trucks]]:
    """Yield the instances of a folder named alonso*: sizes up and rooms down to whole mm, weights to whole g."""
    with tarfile.open(archive) as tar:
        for member in sorted((each for each in tar if each.isfile()), key=lambda each: each.name):
            file = tar.extractfile(member)
            if file is not None and member.name.endswith(".csv"):
                yield member.name, _trucks(file.read().decode("latin-1"))


def _trucks(text: str) -> Trucks:
    parts: dict[str, list[list[float]]] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            rows = parts.setdefault(line[1:].split()[0], [])
        elif line.strip():
            rows.append([float(word) for word in line.split()])
    layers = {int(row[0]): row for row in parts["layers"]}
    days: dict[int, list[Goods]] = {}
    for row in parts["products"]:
        _, width, length, height, weight, turns, each, piled = layers[int(row[-1])][:8]
        sides = -int(-width // 1), -int(-length // 1), -int(-height // 1)
        count = -int(-row[2] // each)
        if count:
            upright = (False, False, True)
            days.setdefault(int(row[1]), []).append(
                Goods(sides, upright, -int(-weight * 1000 // 1), count, bool(turns), int(piled))
            )
    _, width, length, height, load = parts["trucks"][0][:5]
    return Trucks((int(width), int(length), int(height)), int(load * 1000), days)
