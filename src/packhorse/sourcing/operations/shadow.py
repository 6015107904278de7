"""Decide a batch by the rules in shadow as well, and keep nothing of it but the figures."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from packhorse.sourcing.by_day import decide_by_day
from packhorse.sourcing.models import SourcingShadowFigure
from packhorse.sourcing.policy import Policy
from packhorse.sourcing.queries import in_shadow
from packhorse.sourcing.queries.needs import needs
from packhorse.sourcing.ready import ready
from packhorse.sourcing.rules import Decision, OrderNeed
from packhorse.sourcing.scene import Scene
from packhorse.sourcing.shadow import EXAMPLES, compare

log = logging.getLogger(__name__)


def try_shadow(
    wanted: Sequence[OrderNeed],
    *,
    asked: Sequence[int],
    around: Scene,
    free: Mapping[tuple[int, int], int],
    decisions: Sequence[Decision],
    now: datetime,
) -> None:
    """Decide what is `wanted` by the rules in shadow, from the same `free` goods, and keep how it compares.

    Before anything of `decisions` is given out. `asked`: the orders as they were asked for. Whatever goes wrong here
    is logged, and what orders are served by goes on.
    """
    try:
        with transaction.atomic():
            rules = in_shadow(now, {line.product_id for need in wanted for line in need.lines})
            if rules:
                _compare(rules, asked, around, free, decisions, now)
    except Exception:  # the rules that are tried must never stop those that are live
        log.exception("The rules in shadow could not be tried on %s orders.", len(wanted))


def _compare(
    rules: Policy,
    asked: Sequence[int],
    around: Scene,
    free: Mapping[tuple[int, int], int],
    decisions: Sequence[Decision],
    now: datetime,
) -> None:
    orders = needs(asked, now=now, rules=rules)  # in the turn that these rules say
    ruled = replace(around, weights=rules.weights, policy=rules)
    by_shadow = decide_by_day(orders, ruled, free, compiled=ready(len(orders)))
    found = compare(orders, around, decisions, by_shadow)
    if not found.orders:
        return
    sums = {
        f"{side}_{name}": value for side in ("live", "shadow") for name, value in vars(getattr(found, side)).items()
    }
    SourcingShadowFigure.objects.create(
        policy_id=rules.version,
        live_version=around.policy.version,
        at=now,
        orders=found.orders,
        otherwise=len(found.otherwise),
        examples=list(found.otherwise[:EXAMPLES]),
        **sums,
    )
