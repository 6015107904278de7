"""Give Packhorse access to the API of a channel's shop, and take it away."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from packhorse.errors import Refusal
from packhorse.placing.models import ShopConnection
from packhorse.placing.shops.access import WrongAccess, address_of, packed, secrets_of
from packhorse.sealing import seal


@transaction.atomic
def give_access(*, channel: str, address: str, secrets: Mapping[str, str], private: bool, now: datetime) -> None:
    """Keep where a connected shop's API is and what opens it; it is told of parcels from now on.

    `private` allows addresses that only this machine or its network can reach, and plain http.
    """
    shop = ShopConnection.objects.select_for_update().filter(channel__code=channel).first()
    if shop is None:
        raise Refusal("NO_SHOP", f"No shop of channel {channel[:40]!r} is connected. Connect it first.")
    try:
        found = address_of(shop.kind, address, private=private)
        opening = secrets_of(shop.kind, secrets)
    except WrongAccess as error:
        raise Refusal("WRONG_ACCESS", f"The shop's API cannot be opened so: {error}.", status=422) from None
    sealed = seal(packed(opening))
    ShopConnection.objects.filter(pk=shop.pk).update(address=found, access=sealed, access_at=now)


@transaction.atomic
def drop_access(*, channel: str) -> None:
    """Forget what opens the API of a channel's shop; it is told nothing more."""
    ShopConnection.objects.filter(channel__code=channel).update(address="", access="", access_at=None)
