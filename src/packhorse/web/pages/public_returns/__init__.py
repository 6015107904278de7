"""The pages on which customers ask for returns without a login: by their parcel's link, and the postal code."""

from packhorse.web.pages.public_returns.asking import Returns

__all__ = ["Returns"]
