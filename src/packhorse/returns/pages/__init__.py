"""Pages of returns: the office's list and one return, asking for one, the dock's loop, the rules, and the reasons."""

from packhorse.returns.pages.asking import new
from packhorse.returns.pages.floor import receive
from packhorse.returns.pages.forms import refused_by
from packhorse.returns.pages.office import change, one, returns
from packhorse.returns.pages.reasons import reasons, reasons_csv
from packhorse.returns.pages.ruling import rules

__all__ = ["change", "new", "one", "reasons", "reasons_csv", "receive", "refused_by", "returns", "rules"]
