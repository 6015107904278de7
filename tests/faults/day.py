"""A small business day by the autopilot, in a process that may be killed: says each step, goes on where it left off."""

from packhorse.web.start import start

ORDERS = 16
SKUS = ("MUG", "BOOK", "LAMP")


def say(stage, done, total):
    print(f"{stage} {done}", flush=True)


def main():
    start()
    from company import NOW, PREFIX, open_company
    from orderfiles import order_file, row

    from packhorse.demo import autopilot
    from packhorse.picking.operations import set_floor
    from packhorse.picking.rules import Setup
    from packhorse.placing import queries as orders

    if not orders.channels():
        stock = {"LDS": {"A1": ("MUG", 99), "A2": ("BOOK", 99), "A3": ("LAMP", 99)}}
        open_company(stocked=stock, slots=ORDERS)
        set_floor(warehouse="LDS", setup=Setup(clusters=False, singles=False))  # so that the wall has its part
    pilot = autopilot.Run(now=NOW, gs1_prefix=PREFIX, short_picks=False, progress=say)
    file = order_file(*(row(nth, sku, 1 + nth % 2) for nth in range(1, ORDERS + 1) for sku in SKUS))
    assert autopilot.take_in(pilot, file, channel="web").errors == []
    autopilot.work_off(pilot)
    states = sorted(each.state for each in orders.orders(limit=1000).rows)
    print(f"end {len(states)} {' '.join(sorted(set(states)))}", flush=True)


if __name__ == "__main__":
    main()
