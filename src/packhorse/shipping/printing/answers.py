"""Why a printer printed nothing."""


class PrinterAway(Exception):
    """It was not reached, or took nothing in time: it is worth trying again. `text` says why, for people."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class PrinterRefused(PrinterAway):
    """It answered that it will not: trying again changes nothing until somebody mends it."""
