"""What opens an account: its address, and the secrets that each kind of carrier asks for. Pure."""

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

# kind: its secrets, and whether an account needs each.
SECRETS: Mapping[str, Mapping[str, bool]] = {"easypost": {"api_key": True, "webhook_secret": False}}
ADDRESSES: Mapping[str, str] = {"easypost": "https://api.easypost.com/v2"}
LONGEST = 300


class WrongAccess(ValueError):
    """What was given opens no account; the text says why."""


def address_of(kind: str, typed: str, *, private: bool) -> str:
    """Return the address of a carrier's API, without a slash at its end; where nothing was typed, the usual one.

    Without `private` it must be https. Where it leads is looked at again at each call (`packhorse.outside`).
    """
    text = (typed.strip() or ADDRESSES[kind]).rstrip("/")
    try:
        parts = urlsplit(text)
        fine = bool(parts.hostname) and not (parts.username or parts.query or parts.fragment) and parts.port != 0
    except ValueError:
        fine = False
    if not fine or len(text) > LONGEST or not text.isascii() or not text.isprintable() or " " in text:
        raise WrongAccess(f"{typed[:80]!r} is no address: write it like https://api.example.com/v2")
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise WrongAccess("the address must begin with https://, or the secrets would travel for all to read")
    return text


def secrets_of(kind: str, given: Mapping[str, str]) -> dict[str, str]:
    """Return the secrets of a kind of carrier from what was given; empty ones are left out."""
    filled = {name: value.strip() for name, value in given.items() if value.strip()}
    if unknown := sorted(set(filled) - set(SECRETS[kind])):
        raise WrongAccess(f"{unknown[0][:40]!r} is no secret of {kind}: give {' and '.join(SECRETS[kind])}")
    for name, needed in SECRETS[kind].items():
        if needed and name not in filled:
            raise WrongAccess(f"give the {name.replace('_', ' ')}")
    for name, value in filled.items():
        if len(value) > 200 or not value.isascii() or not value.isprintable() or " " in value:
            raise WrongAccess(f"the {name.replace('_', ' ')} has at most 200 printable ASCII characters and no space")
    return filled


def packed(secrets: Mapping[str, str]) -> str:
    """Return secrets as one text, to be sealed."""
    return json.dumps(secrets, sort_keys=True)


def unpacked(text: str) -> dict[str, str]:
    """Return what `packed` was given."""
    return {str(name): str(value) for name, value in json.loads(text).items()}
