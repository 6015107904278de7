"""Pages of counting: the counter's loop on the floor, the office's list and decisions, and the plan."""

from packhorse.counting.pages.floor import count_bin, scan, to_do
from packhorse.counting.pages.office import ask, counts, decide, one
from packhorse.counting.pages.plan import accuracy, plan, plan_now

__all__ = ["accuracy", "ask", "count_bin", "counts", "decide", "one", "plan", "plan_now", "scan", "to_do"]
