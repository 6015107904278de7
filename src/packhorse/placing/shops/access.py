"""What gives access to a shop's API: its address, and the secrets each kind of shop asks for. Pure."""

import ipaddress
import json
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

# kind: the sets of secrets that open its API, the preferred one first. A shop needs one set whole.
SECRETS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "shopify": (("client_id", "client_secret"), ("token",)),
    "woocommerce": (("consumer_key", "consumer_secret"),),
}
LONGEST = 300
_SHOPIFY = re.compile(r"[a-z0-9][a-z0-9-]{0,60}\.myshopify\.com")


class WrongAccess(ValueError):
    """What was given opens no shop; the text says why."""


def address_of(kind: str, typed: str, *, private: bool) -> str:
    """Return the address of a shop's API as a person typed it: `https://host/path` without a slash at its end.

    Without `private`, plain http and addresses that only this machine or its network can reach are refused: whoever
    may type an address must not make Packhorse speak to what stands behind the merchant's wall.
    """
    text = typed.strip().rstrip("/")
    if "://" not in text:
        text = f"https://{text}"
    if kind == "shopify" and re.fullmatch(r"https://[a-z0-9-]+", text):
        text += ".myshopify.com"
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise WrongAccess(f"{typed[:80]!r} is no address of a shop") from None
    if (
        len(text) > LONGEST
        or not re.fullmatch(r"[a-z0-9.:-]+", host)
        or parts.username
        or parts.query
        or parts.fragment
    ):
        raise WrongAccess(f"{typed[:80]!r} is no address of a shop: write it like https://shop.example.com")
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise WrongAccess("the address must begin with https://, or the secrets would travel for all to read")
    if not private and _is_near(host):
        raise WrongAccess(f"{host} is on this machine or in its network: give the shop's public address")
    if kind == "shopify" and not private and not (_SHOPIFY.fullmatch(host) and port is None and not parts.path):
        raise WrongAccess("a Shopify shop is reached as my-shop.myshopify.com, whatever its customers' address is")
    if not re.fullmatch(r"(/[A-Za-z0-9._~-]+)*", parts.path) or ".." in parts.path:
        raise WrongAccess(f"the path {parts.path[:60]!r} is none of a shop")
    named = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{named}{f':{port}' if port else ''}{parts.path}"


def _is_near(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".internal", ".lan", ".home", ".arpa"))


def secrets_of(kind: str, given: Mapping[str, str]) -> dict[str, str]:
    """Return the set of secrets that was given whole."""
    filled = {name: value.strip() for name, value in given.items() if value.strip()}
    for names in SECRETS[kind]:
        if filled and set(filled) == set(names):
            for name, value in filled.items():
                if len(value) > 200 or not value.isascii() or not value.isprintable() or " " in value:
                    raise WrongAccess(f"the {words(name)} has at most 200 printable ASCII characters and no space")
            return filled
    wanted = ", or ".join(" and ".join(words(name) for name in names) for names in SECRETS[kind])
    raise WrongAccess(f"give the {wanted}")


def words(name: str) -> str:
    """Return a secret's name as it is said."""
    return "Admin API access token" if name == "token" else name.replace("_id", " ID").replace("_", " ")


def packed(secrets: Mapping[str, str]) -> str:
    """Return secrets as one text, to be sealed."""
    return json.dumps(secrets, sort_keys=True)


def unpacked(text: str) -> dict[str, str]:
    """Return what `packed` was given."""
    return {str(name): str(value) for name, value in json.loads(text).items()}
