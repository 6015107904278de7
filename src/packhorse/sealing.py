"""Secrets that must be read again are kept sealed, by a key of their own that is made from the signing key.

Whoever has only the database, or a copy of it, cannot read them. Another signing key cannot either: then the secret
must be given again.
"""

import base64
from functools import cache
from typing import TYPE_CHECKING

from packhorse.errors import Refusal

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

MARK = "sealed1:"  # the way of sealing, so that another can follow


def seal(text: str) -> str:
    """Return `text` sealed."""
    return MARK + _box(_signing_key()).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return what `seal` was given; refuses what was sealed by another signing key, or was changed since."""
    from cryptography.fernet import InvalidToken

    try:
        if not sealed.startswith(MARK):
            raise InvalidToken
        return _box(_signing_key()).decrypt(sealed.removeprefix(MARK)).decode()
    except (InvalidToken, ValueError):
        raise Refusal(
            "SEALED_BY_ANOTHER_KEY",
            "The shop's secrets were sealed with another signing key. Start Packhorse with the PACKHORSE_SECRET_KEY "
            "(or the data folder's secret_key) of that time, or give the secrets again on the page Channels.",
            status=503,
        ) from None


def _signing_key() -> str:
    from django.conf import settings

    return str(settings.SECRET_KEY)


@cache
def _box(signing_key: str) -> "Fernet":
    # Imported late: of all processes only those need it that speak with a shop.
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    made = HKDF(SHA256(), 32, salt=None, info=b"packhorse shop secrets 1").derive(signing_key.encode())
    return Fernet(base64.urlsafe_b64encode(made))
