"""`__in` of whole numbers as one array: a statement of the same text whatever the count, which is planned once.

Django writes a parameter for each value. With thousands of them, writing and reading the statement takes longer than
what it asks for, and the server plans each anew.
"""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import ForeignKey, IntegerField
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In


class _OneArray(In):
    """Falls back to Django's own where a value is no whole number: an expression, a subquery."""

    def get_prep_lookup(self) -> Any:
        if isinstance(self.rhs, list | tuple | set | frozenset) and all(type(value) is int for value in self.rhs):
            return list(dict.fromkeys(self.rhs))
        return super().get_prep_lookup()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        if not self.rhs_is_direct_value() or any(type(value) is not int for value in self.rhs):
            return super().as_sql(compiler, connection)
        if not self.rhs:
            raise EmptyResultSet
        lhs, values = self.process_lhs(compiler, connection)
        return f"{lhs} = ANY (%s::bigint[])", [*values, self.rhs]


class InArray(_OneArray):
    """Of a column of whole numbers."""


class RelatedInArray(_OneArray, RelatedIn):
    """Of a foreign key."""


def register() -> None:
    """Let every `__in` of whole numbers be one array from now on."""
    IntegerField.register_lookup(InArray)
    ForeignKey.register_lookup(RelatedInArray)
