"""What is to be refunded: what was paid for the units that came, each once, less what the rules take off."""

from collections.abc import Mapping

from django.db.models import F

from packhorse.returns.models import Return, ReturnAccount, ReturnLabel, ReturnLine
from packhorse.returns.operations import check
from packhorse.returns.rules import credit


def propose(row: Return, *, units: Mapping[int, int], state: str) -> int:
    """Credit `units` more {line of the return: units}; return what is proposed to be refunded now, in minor units.

    The return comes into `state` by it: only in some states something is proposed.
    """
    lines = list(row.lines.order_by("line_id"))
    accounts = check.accounts([line.line_id for line in lines])
    total = 0
    for line in lines:
        account, count = accounts[line.line_id], units.get(line.pk, 0)
        due = credit(account.paid_minor, account.quantity, before=account.credited, units=count)
        due = min(due, account.paid_minor - account.credited_minor)
        fee = due * row.fee_percent // 100 if line.fee else 0
        ReturnAccount.objects.filter(pk=account.pk).update(
            credited=account.credited + count, credited_minor=account.credited_minor + due
        )
        ReturnLine.objects.filter(pk=line.pk).update(
            credited=F("credited") + count, credit_minor=F("credit_minor") + due, fee_minor=F("fee_minor") + fee
        )
        total += line.credit_minor + due - line.fee_minor - fee
    if ReturnLabel.objects.filter(pk=row.pk).exclude(state="bought").exists():
        row.label_minor = 0  # the label that it was for never came about, or was given back
    row.proposed_minor = max(0, total - row.label_minor)
    Return.objects.filter(pk=row.pk).update(proposed_minor=row.proposed_minor, label_minor=row.label_minor, state=state)
    return row.proposed_minor
