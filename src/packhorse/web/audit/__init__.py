"""The proof that the books are right: made, kept, explained, and what is done when they are not."""

from packhorse.web.audit.prove import Difference, Finding, audit

__all__ = ["Difference", "Finding", "audit"]
