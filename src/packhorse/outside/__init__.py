"""The way out of the house: HTTP to shops and carriers, with limits on time and size, and no secret in its words."""

from packhorse.outside.again import Again
from packhorse.outside.answers import Asks, Refused, TryLater
from packhorse.outside.client import ALL_SECONDS, Client

__all__ = ["ALL_SECONDS", "Again", "Asks", "Client", "Refused", "TryLater"]
