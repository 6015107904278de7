"""That it is the customer, not somebody whom his link was forwarded to: he knows the postal code.

What proves it afterwards is a cookie, which no forwarded link carries; it is good for one order, and an hour.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from packhorse.placing import queries as placing
from packhorse.shipping.pages.public.way import plain

COOKIE, SALT = "return", "packhorse.return"
GOOD_FOR = timedelta(hours=1)


def has_code(order_id: int) -> bool:
    """Say whether an order has a postal code at all."""
    return bool(plain(placing.addresses([order_id])[order_id].postal_code))


def fits(order_id: int, code: str) -> bool:
    """Say whether this is the postal code of an order; it takes as long whatever is wrong with it."""
    there = plain(placing.addresses([order_id])[order_id].postal_code)
    return constant_time_compare(there, plain(code)) and bool(there)


def give(response: HttpResponse, order_id: int, token: str) -> None:
    """Let the browser keep the proof, for the pages of this link's return only."""
    response.set_cookie(
        COOKIE,
        signing.dumps(order_id, salt=SALT),
        max_age=int(GOOD_FOR.total_seconds()),
        path=reverse("ask-return", args=[token]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def proven(request: HttpRequest, order_id: int) -> bool:
    """Say whether the browser has the proof for an order."""
    try:
        return bool(signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=GOOD_FOR) == order_id)
    except signing.BadSignature:
        return False
