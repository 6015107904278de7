"""The mail server that customers are written through, as one URL says it. Pure: nothing is asked here."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

PORTS = {"none": 25, "starttls": 587, "tls": 465}
HERE = ("localhost", "127.0.0.1", "::1")
EXAMPLE = (
    "for example smtp://user:pass%40word@mail.example.com:587?starttls=1 or smtps://user:password@mail.example.com"
)


@dataclass(frozen=True)
class MailServer:
    """Where mails are handed in. `security`: none, starttls (asked for in the talk), or tls (from the first byte)."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    security: str


@dataclass(frozen=True)
class Mailing:
    """How customers are written to: through which server, from which address, in whose name, with links to where.

    `wait`: seconds in which several changes of a promise become one mail.
    """

    server: MailServer
    sender: str
    merchant: str
    public_url: str
    wait: int


def mail_server(url: str) -> MailServer:
    """Read smtp://user:password@host:port?starttls=1 or smtps://…; ValueError says what is wrong, not the password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError(
            f"has a port or host that cannot be read: write special characters as %40 and so on, {EXAMPLE}"
        ) from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError(f"must begin with smtp:// or smtps:// and name a host, {EXAMPLE}")
    if port == 0 or parts.path not in ("", "/") or parts.fragment:
        raise ValueError(f"has a port, path or # that no mail server has: write special characters as %23, {EXAMPLE}")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if set(options) - {"starttls"} or options.get("starttls", "1") not in ("0", "1"):
        raise ValueError("has an option that is not known: only ?starttls=1 is")
    secure = "tls" if parts.scheme == "smtps" else "starttls" if options.get("starttls") == "1" else "none"
    if secure == "tls" and options.get("starttls") == "1":
        raise ValueError("says both smtps:// and ?starttls=1: smtps:// is encrypted from the first byte, take one")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise ValueError(f"has a user without a password, or the reverse, {EXAMPLE}")
    if user and secure == "none" and parts.hostname not in HERE:
        raise ValueError("would send the password for all to read: add ?starttls=1, or use smtps://")
    return MailServer(parts.hostname, port or PORTS[secure], user, password, secure)
