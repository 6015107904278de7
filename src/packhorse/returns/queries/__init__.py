"""Read returns."""

from packhorse.returns.queries.reasons import ReasonRow, by_product, reason_words
from packhorse.returns.queries.returnable import ReturnableRow, left_of, prices, returnable
from packhorse.returns.queries.returns import (
    InspectionRow,
    ItemRow,
    ReturnDetail,
    ReturnLineRow,
    ReturnRow,
    StepRow,
    by_id,
    by_key,
    by_rma,
    detail,
    goods_of,
    items,
    listed,
    of_order,
    sizes,
)
from packhorse.returns.queries.rules import RulesRow, rules, versions

__all__ = [
    "InspectionRow",
    "ItemRow",
    "ReasonRow",
    "ReturnDetail",
    "ReturnLineRow",
    "ReturnRow",
    "ReturnableRow",
    "RulesRow",
    "StepRow",
    "by_id",
    "by_key",
    "by_product",
    "by_rma",
    "detail",
    "goods_of",
    "items",
    "left_of",
    "listed",
    "of_order",
    "prices",
    "reason_words",
    "returnable",
    "rules",
    "sizes",
    "versions",
]
