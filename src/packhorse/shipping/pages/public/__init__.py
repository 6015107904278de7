"""The pages that customers see without a login: their parcels by link, and the way there by number and postal code."""

from packhorse.shipping.pages.public.look import Door, Look
from packhorse.shipping.pages.public.track import Public

__all__ = ["Door", "Look", "Public"]
