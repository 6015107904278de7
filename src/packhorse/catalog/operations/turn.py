"""One writer of the catalog at a time."""

from django.db import transaction

from packhorse import sql


@transaction.atomic
def alone() -> None:
    """Let nobody else write the catalog until the transaction ends."""
    sql.rows("catalog", "one_at_a_time", {})
