"""Idempotency-Key: the same request sent again gets the same answer, and nothing is done twice.

The answer is kept in the transaction of what it tells, so neither exists without the other. What was refused changed
nothing and is not kept: it may be sent again with the same key.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Status

from packhorse import sql
from packhorse.errors import Refusal
from packhorse.web.models import StoredAnswer

KEPT = timedelta(days=7)


@dataclass(frozen=True)
class Ask:
    """A request that bears a key: whose, the key, and the SHA-256 of what is asked."""

    caller_id: int
    key: str
    digest: str


@dataclass(frozen=True)
class Reply:
    """An answer: status and JSON text; `replayed` says that it was given before."""

    status: int
    body: str
    replayed: bool = False

    def response(self) -> HttpResponse:
        """Return it as HTTP."""
        headers = {"Idempotent-Replayed": "true"} if self.replayed else {}
        return HttpResponse(self.body, status=self.status, content_type="application/json", headers=headers)


def ask_of(request: HttpRequest) -> Ask | None:
    """Return what the request's key stands for, or None when it bears none."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not (0 < len(key) <= 200 and key.isascii() and key.isprintable()):
        raise Refusal("WRONG_KEY", "An Idempotency-Key has 1 to 200 printable ASCII characters.", status=400)
    asked = f"{request.method} {request.path}\n".encode() + request.body
    return Ask(request.auth.id, key, hashlib.sha256(asked).hexdigest())


def claim(asks: Sequence[Ask]) -> list[Reply | Refusal | None]:
    """For each key, in the caller's transaction: the kept answer, a refusal, or None when it is ours to do now.

    A key that is at work elsewhere is refused, not waited for.
    """
    if not asks:
        return []
    names = [f"{ask.caller_id}|{ask.key}" for ask in asks]
    ours = {name for name, got in sql.rows("web", "claim_keys", {"names": sorted(set(names))}) if got}
    found = sql.rows(
        "web", "kept_answers", {"callers": [ask.caller_id for ask in asks], "keys": [ask.key for ask in asks]}
    )
    kept = {(caller, key): (digest, status, body) for caller, key, digest, status, body in found}
    answers: list[Reply | Refusal | None] = []
    for ask, name in zip(asks, names, strict=True):
        if before := kept.get((ask.caller_id, ask.key)):
            answers.append(Reply(*before[1:], replayed=True) if before[0] == ask.digest else _OTHER)
        else:
            answers.append(None if name in ours else _AT_WORK)
            ours.discard(name)  # of two in one batch the first has it
    return answers


def keep(replies: Sequence[tuple[Ask, Reply]], *, now: datetime) -> None:
    """Keep answers, in the transaction of what they tell."""
    StoredAnswer.objects.bulk_create(
        [
            StoredAnswer(
                api_key_id=ask.caller_id, key=ask.key, digest=ask.digest, status=reply.status, body=reply.body, at=now
            )
            for ask, reply in replies
        ]
    )


def forget(*, now: datetime) -> int:
    """Drop the answers that are older than a week; return how many."""
    return StoredAnswer.objects.filter(at__lt=now - KEPT).delete()[0]


def keeps_its_own(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view that keeps its answers itself."""
    view.keeps_its_own = True  # type: ignore[attr-defined]
    return view


def once(view: Callable[..., Any]) -> Callable[..., Any]:
    """Return a view that does its work and keeps its answer in one transaction, once a key; reads are left alone."""
    if getattr(view, "keeps_its_own", False):
        return view

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method == "GET":
            return view(request, *args, **kwargs)
        ask = ask_of(request)
        with transaction.atomic():
            before = claim([ask])[0] if ask else None
            if isinstance(before, Refusal):
                raise before
            if before:
                return before.response()
            result: Status = view(request, *args, **kwargs)
            reply = Reply(result.status_code, result.value.model_dump_json())
            if ask:
                keep([(ask, reply)], now=timezone.now())
            return reply.response()

    return asked


_OTHER = Refusal(
    "KEY_REUSED",
    "This Idempotency-Key was used for another request. Take a new key for a new request.",
    status=422,
)
_AT_WORK = Refusal("KEY_AT_WORK", "A request with this Idempotency-Key is being done. Ask again in a moment.")
