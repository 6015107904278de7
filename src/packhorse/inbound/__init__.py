"""Goods on their way in: purchase orders, deliveries, receiving, put-away, transfers and goods that come back."""
