"""The ways to carriers: one folder a kind, each an `Adapter` (docs/carriers.md). Knows no tables."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from packhorse.carriers.adapters.access import ADDRESSES, SECRETS, WrongAccess
from packhorse.carriers.adapters.adapter import (
    Access,
    Adapter,
    Bought,
    Coming,
    Declared,
    LiveRate,
    Parcel,
    PickUp,
    Place,
    Quote,
)
from packhorse.carriers.adapters.easypost import EasyPost
from packhorse.outside import ALL_SECONDS, Asks, Client

__all__ = [
    "ADAPTERS",
    "ADDRESSES",
    "SECRETS",
    "Access",
    "Adapter",
    "Bought",
    "Coming",
    "Declared",
    "LiveRate",
    "Parcel",
    "PickUp",
    "Place",
    "Quote",
    "WrongAccess",
    "open_account",
]

ADAPTERS: Mapping[str, Callable[[Mapping[str, str]], Adapter]] = {"easypost": EasyPost}


@contextmanager
def open_account(
    access: Access, *, private: bool, seconds: float = ALL_SECONDS, stop: Callable[[], bool] = lambda: False
) -> Iterator[tuple[Adapter, Asks]]:
    """Open the way to a carrier for so many seconds: what knows its kind, and what speaks with it."""
    hidden = [secret for secret in access.secrets.values() if secret]
    with Client(
        access.address, whom="The carrier", hidden=hidden, private=private, seconds=seconds, stop=stop
    ) as client:
        yield ADAPTERS[access.kind](access.secrets), client
