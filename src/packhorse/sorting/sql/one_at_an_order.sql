-- Goods of an order are laid aside one after another: whoever brings the last knows it.
SELECT pg_advisory_xact_lock(hashtextextended('packhorse.sorting.order', %(fulfillment)s))
