"""The floor in bench.storm: pickers who are sent, pick and find too little; a clerk who writes off, on, and carries."""

import random
import time
import uuid

from bench.storm_buyers import CELLS, THINK, Buyer
from bench.storm_shop import PRODUCTS

HANDS = 3  # the first of them is the clerk
SHORT = 0.05  # of the picks
WAVE = 20  # fulfillment orders


class Hand(Buyer):
    """One thread on the floor; it begins when the first order was placed, and goes on until the last buyer is done."""

    def _more(self) -> bool:
        begun = self.board[-1]
        placed = (self.board[nth * len(CELLS)] for nth in range(self.plan.first))
        return not begun or time.time() < begun + self.plan.seconds or any(n < self.plan.orders for n in placed)

    def _one(self) -> None:
        if not self.board[-1]:
            time.sleep(THINK)
        elif (self.number - self.plan.first) % HANDS == 0:
            self._correct()
        else:
            self._walk()

    def _correct(self) -> None:
        """Write a few units off and, for as many as that, on again; or carry some to another bin."""
        from packhorse.inventory import operations as inventory
        from packhorse.inventory import queries as stock
        from packhorse.inventory.rules import Change

        spots = self._do("read", lambda now: stock.bins(self._product())) or []
        spots = [spot for spot in spots if spot.quantity > 0]
        if not spots:
            return time.sleep(THINK)
        spot, units = self.dice.choice(spots), self.dice.randint(1, 2)
        said = {"actor": "clerk", "cause": "adjustment", "reason": "storm"}
        if self.dice.random() < 0.5:
            for sign in (-1, 1):
                change = Change(spot.bin_id, spot.product_id, sign * units, spot.lot_id)
                self._do("correct", lambda now, change=change: inventory.adjust([change], now=now, **said))
                self._add("corrections")
        else:
            to = self.dice.choice([other.bin_id for other in spots])
            where = {"from_bin_id": spot.bin_id, "to_bin_id": to, "product_id": spot.product_id, "quantity": units}
            self._do("carry", lambda now: inventory.move(**where, now=now, actor="clerk", cause="moved"))
        return time.sleep(self.dice.uniform(0, 2 * THINK))

    def _walk(self) -> None:
        """Release a wave of a warehouse and walk one of its lists."""
        from packhorse.network import queries as network
        from packhorse.picking import operations as picking
        from packhorse.picking import queries as lists

        sites = self._do("read", lambda now: network.warehouses()) or []
        if not sites:
            return
        site = self.dice.choice(sites).id
        self._do("wave", lambda now: picking.plan_wave(warehouse_id=site, now=now, actor="lead", limit=WAVE))
        mine = [
            row for row in self._do("read", lambda now: lists.lists(warehouse_id=site)) or [] if row.state == "open"
        ]
        if not mine:
            return time.sleep(THINK)
        row, name = self.dice.choice(mine), f"picker-{self.number}"
        self._do("start", lambda now: picking.start_list(list_id=row.id, now=now, actor=name))
        for task in self._do("read", lambda now: lists.tasks(row.id)) or []:
            if task.state == "open" and self._more():
                self._pick(task, name)
        return None

    def _pick(self, task, name: str) -> None:
        from packhorse.catalog import queries as catalog
        from packhorse.network import queries as network
        from packhorse.picking import operations as picking

        said = {"task_id": task.id, "scan_id": uuid.uuid4(), "actor": name}
        if self.dice.random() < SHORT:
            # Of a reason that puts nothing in doubt: what is in doubt is sold to nobody until it is counted.
            short = {"found": task.quantity - 1, "reason": "other"}
            self._do("short", lambda now: picking.report_short(**said, **short, now=now))
            return self._add("shorts")

        def pick(now):
            place = network.bins_by_id([task.bin_id])[task.bin_id].barcode
            item = catalog.by_id([task.product_id])[task.product_id].barcode
            return picking.pick(**said, bin_code=place, item_code=item, quantity=task.quantity, now=now)

        self._do("pick", pick)
        return self._add("picks")

    def _product(self) -> int:
        from packhorse.catalog import queries as catalog

        return catalog.ids_by_sku([random.choice(PRODUCTS)]).popitem()[1]
