"""What customers are written: pure, from plain facts to subject, text and HTML in five languages."""

from packhorse.retention.letters.letter import Facts, Letter, write

__all__ = ["Facts", "Letter", "write"]
