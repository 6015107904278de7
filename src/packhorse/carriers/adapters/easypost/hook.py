"""EasyPost's webhooks: an event as JSON, signed in the header `X-Hmac-Signature`."""

import hashlib
import hmac
import json
import unicodedata
from collections.abc import Mapping
from typing import Any

from packhorse.outside import Refused

HEADER, MARK = "X-Hmac-Signature", "hmac-sha256-hex="


def read(headers: Mapping[str, str], body: bytes, secret: str) -> Mapping[str, Any] | None:
    """Return the tracker that an event is of; None when it is of something else. Refuses what is not signed right."""
    if not secret:
        raise Refused("No secret was given for what EasyPost tells by itself", 401)
    key = unicodedata.normalize("NFKD", secret).encode()
    wanted = MARK + hmac.new(key, body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(wanted.encode(), headers.get(HEADER, "").encode("utf-8", "replace")):
        raise Refused("The signature is not right", 401)
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused("The event is no JSON", 422) from None
    told = event.get("result") if isinstance(event, dict) else None
    return told if isinstance(told, dict) and told.get("object") == "Tracker" else None
