"""What customers wrote of their returns is forgotten with their orders, and so are labels with their addresses."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from packhorse.returns.models import Return, ReturnLabel, ReturnStep, ReturnWords


@transaction.atomic
def forget_words(order_ids: Collection[int], *, now: datetime, actor: str) -> int:
    """Forget what the customers of these orders wrote; return of how many returns. What happened stays, unnamed."""
    found = list(Return.objects.filter(order_id__in=set(order_ids), words__isnull=False).order_by("id"))
    labels = ReturnLabel.objects.filter(returned__order_id__in=set(order_ids), content__isnull=False)
    labels.update(content=None, form="")
    ReturnWords.objects.filter(pk__in=[row.pk for row in found]).delete()
    ReturnStep.objects.bulk_create(ReturnStep(returned=row, what="forgotten", at=now, actor=actor) for row in found)
    return len(found)
