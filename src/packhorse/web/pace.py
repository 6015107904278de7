"""How often a stranger may try: counted in the database, for all web processes of all nodes together.

Neither what was tried nor who tried it is kept: only a digest of both that nobody without the secret key can make.
"""

import ipaddress
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from packhorse import sql


def allow(what: str, who: str, *, most: int, within: timedelta, now: datetime) -> bool:
    """Count a try of `what` by, or of, `who`; say whether it is one of the first `most` since the first of them."""
    key = salted_hmac("packhorse.web.pace", f"{what}|{who}", algorithm="sha256").hexdigest()
    ((tries,),) = sql.rows("web", "count_try", {"key": key, "now": now, "until": now + within})
    return bool(tries <= most)


def address_of(request: HttpRequest) -> str:
    """Return whom a request is from: an address, of IPv6 the network that one household has.

    Behind a proxy (PACKHORSE_HTTPS) it is what that wrote last; before it clients may write what they like.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or told
    try:
        found = ipaddress.ip_address(told)
    except ValueError:
        return told[:100]
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
    return str(found)
