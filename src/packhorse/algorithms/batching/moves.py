"""Ways to change what is on two or three carts, drawn by chance.

Source: Henn & Wäscher, "Tabu search heuristics for the order batching problem in manual order picking systems" (2012):
an order goes to another cart, or two change places; beside these two for one, three in a ring, and two carts become
one.
"""

from typing import Any, NamedTuple

import numpy as np

from packhorse.algorithms.batching.carts import Carts
from packhorse.algorithms.batching.compiled import compiled, inlined
from packhorse.algorithms.batching.problem import Arrays

# Of 64 moves so many are of each kind; the rest join two carts.
SHIFT, SWAP, TWO_FOR_ONE, RING = 16, 24, 12, 11
NEAR = 5  # of about the same size: so many places away at most in the order of sizes


class Draft(NamedTuple):
    """Each `cart` of the two or three of a move, its `side`: what it would carry, the `count` of that; and the dice."""

    cart: Any
    side: Any
    count: Any
    dice: Any


@compiled
def draft(c: Carts, seed: int) -> Draft:
    """Return an empty draft."""
    wide = 2 * c.on.shape[1] + 2
    dice = np.full(1, np.uint64(seed) * np.uint64(2) + np.uint64(0x9E3779B97F4A7C15))
    return Draft(np.zeros(3, np.int64), np.zeros((3, wide), np.int64), np.zeros(3, np.int64), dice)


@inlined
def draw(p: Arrays, c: Carts, d: Draft) -> int:
    """Draft a move and return how many carts it changes; 0: it cannot be, for a cart would be too full."""
    kind = roll(d, 64)
    order = roll(d, p.sizes.shape[0])
    d.cart[0] = c.at[order]
    if kind < SHIFT:
        return _shift(p, c, d, order)
    if kind < SHIFT + SWAP:
        return _swap(p, c, d, order, -1, kind % 2)
    if kind < SHIFT + SWAP + TWO_FOR_ONE:
        cart = c.at[order]
        other = c.on[cart, roll(d, c.count[cart])]
        return _swap(p, c, d, order, other, kind % 2) if other != order else 0
    if kind < SHIFT + SWAP + TWO_FOR_ONE + RING:
        return _ring(p, c, d, order, kind % 2, kind % 4 < 2)
    return _join(p, c, d)


@inlined
def _shift(p: Arrays, c: Carts, d: Draft, order: int) -> int:
    """Put an order on another cart; the number after the last one is an empty cart."""
    a, b = d.cart[0], roll(d, c.used[0] + 1)
    if a == b or c.load[b] + p.sizes[order] > p.most or (b == c.used[0] and c.count[a] == 1):
        return 0
    d.cart[1] = b
    _leave(c, d, 0, order, -1)
    _leave(c, d, 1, -1, -1)
    _add(d, 1, order)
    return 2


@inlined
def _swap(p: Arrays, c: Carts, d: Draft, order: int, second: int, about: int) -> int:
    """Let an order (or two of a cart) change places with one of another cart, with `about` one of about that size."""
    size = p.sizes[order] + (p.sizes[second] if second >= 0 else 0)
    other = _about(p, d, size) if about else roll(d, p.sizes.shape[0])
    a, b, more = d.cart[0], c.at[other], size - p.sizes[other]
    if a == b or c.load[a] - more > p.most or c.load[b] + more > p.most:
        return 0
    d.cart[1] = b
    _leave(c, d, 0, order, second)
    _leave(c, d, 1, other, -1)
    _add(d, 0, other)
    _add(d, 1, order)
    if second >= 0:
        _add(d, 1, second)
    return 2


@inlined
def _ring(p: Arrays, c: Carts, d: Draft, order: int, chain: int, about: bool) -> int:
    """Put an order in another's place, that in a third's, and the third in the first's; in a chain it stays."""
    orders = p.sizes.shape[0]
    other = _about(p, d, p.sizes[order]) if about else roll(d, orders)
    third = _about(p, d, p.sizes[order]) if about and not chain else roll(d, orders)
    a, b, e = d.cart[0], c.at[other], c.at[third]
    sizes = p.sizes
    gone = 0 if chain else sizes[third]
    if a in (b, e) or b == e or c.load[b] - sizes[other] + sizes[order] > p.most:
        return 0
    if c.load[e] - gone + sizes[other] > p.most or c.load[a] - sizes[order] + gone > p.most:
        return 0
    d.cart[1], d.cart[2] = b, e
    _leave(c, d, 0, order, -1)
    _leave(c, d, 1, other, -1)
    _leave(c, d, 2, -1 if chain else third, -1)
    _add(d, 1, order)
    _add(d, 2, other)
    if not chain:
        _add(d, 0, third)
    return 3


@inlined
def _join(p: Arrays, c: Carts, d: Draft) -> int:
    """Put all orders of a cart on another one."""
    a, b = d.cart[0], roll(d, c.used[0])
    if a == b or c.load[a] + c.load[b] > p.most:
        return 0
    d.cart[1], d.count[0] = b, 0
    _leave(c, d, 1, -1, -1)
    for k in range(c.count[a]):
        _add(d, 1, c.on[a, k])
    return 2


@inlined
def _leave(c: Carts, d: Draft, nth: int, one: int, other: int) -> None:
    """Draft a cart with all it carries but these two."""
    cart, found = d.cart[nth], 0
    for k in range(c.count[cart]):
        order = c.on[cart, k]
        if order != one and order != other:
            d.side[nth, found] = order
            found += 1
    d.count[nth] = found


@inlined
def _add(d: Draft, nth: int, order: int) -> None:
    d.side[nth, d.count[nth]] = order
    d.count[nth] += 1


@inlined
def _about(p: Arrays, d: Draft, size: int) -> int:
    """Return an order of about that size."""
    low, high = 0, p.in_order.shape[0]
    while low < high:
        middle = (low + high) // 2
        if p.in_order[middle] < size:
            low = middle + 1
        else:
            high = middle
    at = low + roll(d, 2 * NEAR) - NEAR + 1
    return int(p.by_size[min(max(at, 0), p.by_size.shape[0] - 1)])


@compiled
def roll(d: Draft, sides: int) -> Any:
    """Return a number below `sides`. Source: Marsaglia, "Xorshift RNGs" (2003)."""
    bits = d.dice[0]
    bits ^= bits << np.uint64(13)
    bits ^= bits >> np.uint64(7)
    bits ^= bits << np.uint64(17)
    d.dice[0] = bits
    return np.int64((bits >> np.uint64(33)) % np.uint64(sides))
