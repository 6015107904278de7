"""A long talk with a shop: what one page of many could not answer now is asked again, so that not all begins anew."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from packhorse.outside import Asks, TryLater

T = TypeVar("T")
TRIES = 4
FIRST_REST = 1.0  # seconds


def patiently(client: Asks, ask: Callable[[], T]) -> T:
    """Return what `ask` returns; while it says TryLater, rest as the shop wishes and ask again, a few times."""
    for nth in range(TRIES - 1):
        try:
            return ask()
        except TryLater as later:
            try:
                client.rest(max(later.seconds, FIRST_REST * 2**nth))
            except TryLater:
                raise later from None
    return ask()


def chunks(things: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    """Cut into lists of at most `size`."""
    left = iter(things)
    while found := list(islice(left, size)):
        yield found
