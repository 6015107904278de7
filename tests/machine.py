"""A machine at the API: sends JSON with its key through the whole house, and many at once."""

import json
import threading

from django.db import connections
from django.test import Client


class Api:
    """A machine with a key."""

    def __init__(self, secret):
        self.secret = secret

    def __call__(self, method, path, body=None, *, key=None, raw=None, **headers):
        more = {"HTTP_IDEMPOTENCY_KEY": key} if key else {}
        more |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        content = raw if raw is not None else json.dumps(body) if body is not None else ""
        response = Client(raise_request_exception=False, headers={"host": "localhost"}).generic(
            method,
            f"/api/v1{path}",
            content,
            content_type="application/json",
            HTTP_AUTHORIZATION=f"Bearer {self.secret}",
            **more,
        )
        return response.status_code, response.json(), response

    def place(self, number="A-1", lines=None, **more):
        return self("POST", "/orders", wish(number, lines, **more))


def wish(number="A-1", lines=None, **more):
    goods = lines
    if not isinstance(lines, list):
        wanted = lines or {"MUG": 2}
        goods = [{"sku": sku, "quantity": units, "unit_price_minor": 500} for sku, units in wanted.items()]
    address = {"name": "Ada Cole", "line1": "7 High Street", "city": "Bath", "postal_code": "BA1 1AA", "country": "GB"}
    return {
        "channel": "web",
        "external_id": number,
        "currency": "GBP",
        "address": address | more.pop("address", {}),
        "lines": goods,
        **more,
    }


def race(calls):
    """Call all at once; their answers in order."""
    answers = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def one(nth):
        start.wait()
        answers[nth] = calls[nth]()
        connections.close_all()

    threads = [threading.Thread(target=one, args=(nth,)) for nth in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
