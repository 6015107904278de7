"""The dock and the counters of the everything test: what comes, goes to another warehouse, comes back, is counted."""

from collections import Counter

from company import bin_id, carry, change, in_bin, product, receive, relay, scan, site
from hypothesis import strategies as st
from hypothesis.stateful import rule

from db.dock import announce, book, close, leave, send, transfer
from packhorse.counting import operations as counting
from packhorse.counting import queries as counts
from packhorse.inbound import operations as inbound
from packhorse.inbound import queries as deliveries

SKUS, CODES, SPOTS = ("MUG", "BOOK"), ("BRS", "LDS"), ("A1", "A2", "B1")
UNITS = st.integers(1, 6)
SKU, CODE, SPOT = st.sampled_from(SKUS), st.sampled_from(CODES), st.sampled_from(SPOTS)
FLOOR = ("RECEIVING", "QUARANTINE", "DAMAGED")
NTH = st.integers(0, 5)  # the how manieth of what there is, counted round


def fullest(code, spots, sku):
    """The one of these bins with the most units of a product."""
    return max(spots, key=lambda spot: in_bin(code, spot, sku))


class Dock:
    """Wants of the model: `there`, `on_the_way` and `coming` (sku and target code by delivery), `clock`, `try_to`."""

    @rule(sku=SKU, code=CODE, spot=SPOT, units=UNITS)
    def goods_arrive(self, sku, code, spot, units):
        receive(code, spot, sku, units)
        self.there[sku, code] += units
        relay(self.clock)

    @rule(sku=SKU, code=CODE, units=UNITS)
    def goods_are_announced(self, sku, code, units):
        self.coming[announce({sku: units}, code=code)] = (sku, "", code)

    @rule(sku=SKU, code=CODE, units=UNITS)
    def a_transfer_is_wanted(self, sku, code, units):
        (to,) = set(CODES) - {code}
        if asked := self.try_to(transfer, {sku: units}, source=code, to=to):
            self.coming[asked] = (sku, code, to)

    @rule(nth=NTH, units=UNITS)
    def a_transfer_is_loaded(self, nth, units):
        for delivery, (sku, code, _) in self.the(nth):
            if code and self.done(send, delivery, sku, units, fullest(code, SPOTS, sku), source=code):
                self.there[sku, code] -= units
                self.on_the_way[delivery] += units

    @rule(nth=NTH)
    def a_transfer_leaves(self, nth):
        for delivery, _ in self.the(nth):
            self.try_to(leave, delivery)

    @rule(nth=NTH, units=UNITS, damaged=st.booleans(), over=st.booleans())
    def a_delivery_is_received(self, nth, units, damaged, over):
        for delivery, (sku, code, to) in self.the(nth):
            if self.done(book, delivery, sku, units, damaged=damaged, over=over):
                self.there[sku, to] += units
                if code:
                    self.on_the_way[delivery] = max(0, self.on_the_way[delivery] - units)

    @rule(nth=NTH)
    def a_delivery_is_closed(self, nth):
        """What was sent and never came is lost."""
        for delivery, _ in self.the(nth):
            if self.done(close, delivery, reason="the driver knows nothing of it"):
                del self.coming[delivery]
                del self.on_the_way[delivery]

    @rule(sku=SKU, code=CODE, units=UNITS, lost=st.integers(0, 2))
    def goods_are_transferred(self, sku, code, units, lost):
        """All of it in one go."""
        before = set(self.coming)
        self.a_transfer_is_wanted(sku, code, units)
        for new in set(self.coming) - before:
            nth = sorted(self.coming).index(new)
            self.a_transfer_is_loaded(nth, units)
            self.a_transfer_leaves(nth)
            if units > lost:
                self.a_delivery_is_received(nth, units - lost, False, False)
            self.a_delivery_is_closed(nth)

    @rule(sku=SKU, code=CODE, units=UNITS, condition=st.sampled_from(("quarantine", "damaged")))
    def a_customer_sends_goods_back(self, sku, code, units, condition):
        if self.try_to(
            inbound.take_back,
            warehouse_id=site(code),
            product_id=product(sku).id,
            units=units,
            condition=condition,
            reason="opened",
            scan_id=scan(),
            now=self.clock,
            actor="dock",
        ):
            self.there[sku, code] += units

    @rule(sku=SKU, code=CODE, to=st.sampled_from((*SPOTS, *FLOOR)), units=UNITS)
    def goods_are_carried(self, sku, code, to, units):
        self.try_to(carry, code, fullest(code, SPOTS, sku), to, sku, units)

    @rule(sku=SKU, code=CODE, to=SPOT, units=UNITS)
    def goods_are_put_away(self, sku, code, to, units):
        start = fullest(code, FLOOR, sku)
        self.try_to(carry, code, start, to, sku, min(units, in_bin(code, start, sku)[0]))

    @rule(sku=SKU, code=CODE, spot=SPOT, units=st.integers(-5, 5))
    def the_office_corrects_a_bin(self, sku, code, spot, units):
        if self.try_to(change, code, spot, sku, units):
            self.there[sku, code] += units

    @rule(
        sku=SKU, code=CODE, spot=SPOT, more=st.integers(-5, 5), again=st.none() | st.integers(-5, 5), good=st.booleans()
    )
    def a_bin_is_counted(self, sku, code, spot, more, again, good):
        """By two people who may both be wrong, or agree; what they found is believed or not."""
        again = more if again is None else again
        args = {"now": self.clock, "actor": "clerk"}
        ct = counting.ask_count(bin_id=bin_id(code, spot), **args)
        said = [self.counted(ct, code, spot, sku, by, off) for by, off in (("ann", more), ("ben", again))]
        if counts.count(ct).state == "approval":
            end, more_said = (counting.approve, {}) if good else (counting.reject, {"again": False})
            self.try_to(end, count_id=ct, note="looked again", **more_said, **args)
        row = counts.count(ct)
        if row.state == "done":
            self.there[sku, code] += [each for each in said if each is not None][-1]
        else:
            self.try_to(counting.drop, count_id=ct, note="tomorrow", **args)

    def counted(self, ct, code, spot, sku, by, off):
        """Count a bin, with so many more of a product than the books say; return that, or None if nobody did."""
        if counts.count(ct).state not in ("due", "recount"):
            return None
        args = {"count_id": ct, "now": self.clock, "actor": by}
        if not self.done(counting.begin, **args):
            return None
        seen = {each: in_bin(code, spot, each)[0] for each in SKUS}
        off = max(off, -seen[sku])
        seen[sku] += off
        for each, units in seen.items():
            if units:
                counting.scan(code=product(each).barcode, times=units, scan_id=scan(), **args)
        self.try_to(counting.submit, empty=not any(seen.values()), **args)
        return off

    def the(self, nth):
        """The nth of what is coming, as a list of one, or of none where nothing is."""
        found = sorted(self.coming.items())
        return [found[nth % len(found)]] if found else []

    def on_the_way_by_the_books(self):
        found = Counter()
        for each in deliveries.lines(self.coming):
            if self.coming[each.delivery_id][1]:
                found[each.delivery_id] += max(0, each.sent - each.received - each.damaged - each.lost)
        return +found
