"""Read returns."""

from packhorse.returns.queries.labels import LabelRow, ScanRow, label_content, labels_of, labels_to_see_to, scans_of
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
from packhorse.returns.queries.sent import Box, box_of, carrier_of, warehouse_of

__all__ = [
    "Box",
    "InspectionRow",
    "ItemRow",
    "LabelRow",
    "ReasonRow",
    "ReturnDetail",
    "ReturnLineRow",
    "ReturnRow",
    "ReturnableRow",
    "RulesRow",
    "ScanRow",
    "StepRow",
    "box_of",
    "by_id",
    "by_key",
    "by_product",
    "by_rma",
    "carrier_of",
    "detail",
    "goods_of",
    "items",
    "label_content",
    "labels_of",
    "labels_to_see_to",
    "left_of",
    "listed",
    "of_order",
    "prices",
    "reason_words",
    "returnable",
    "rules",
    "scans_of",
    "sizes",
    "versions",
    "warehouse_of",
]
