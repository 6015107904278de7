"""The autopilot: does with every order what people's scans would do, through the same operations."""

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zlib import crc32

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.outbox.relay import drain
from packhorse.packing import operations as packing
from packhorse.packing import queries as parcels
from packhorse.picking import operations as picking
from packhorse.picking import queries as lists
from packhorse.picking.queries import TaskRow
from packhorse.placing.operations import ImportReport, import_orders
from packhorse.shipping import operations as shipping
from packhorse.shipping import queries as shipments
from packhorse.sorting import operations as sorting
from packhorse.sorting import queries as walls

STAGES = ("placing", "sourcing", "picking", "sorting", "packing", "shipping", "tracking")
SHORT_IN = 700  # one pick in so many finds a unit missing
SCAN_SECONDS = 7
TRACKING_HOURS = 6
TRACKING_DAYS = 21

Progress = Callable[[str, int, int], None]  # stage, done, total


@dataclass
class Run:
    """A run of the autopilot: the simulated time, and real seconds by stage."""

    now: datetime
    gs1_prefix: str
    progress: Progress = lambda stage, done, total: None
    short_picks: bool = True
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, 0.0))
    done: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STAGES, 0))
    total: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STAGES, 0))
    barcodes: dict[int, str] = field(default_factory=dict)
    bins: dict[int, str] = field(default_factory=dict)
    sorted_lists: set[int] = field(default_factory=set)
    short_lines: set[int] = field(default_factory=set)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the real time of what happens inside as time of a stage."""
        start = time.perf_counter()
        yield
        self.seconds[name] += time.perf_counter() - start

    def step(self, name: str, units: int = 1, seconds: int = SCAN_SECONDS) -> None:
        """Say that a stage did so much, and let so many simulated seconds pass."""
        self.done[name] += units
        self.now += timedelta(seconds=seconds)
        self.progress(name, self.done[name], max(self.total[name], self.done[name]))

    def expect(self, name: str, units: int) -> None:
        """Say that a stage will have so much more to do."""
        self.total[name] += units
        self.progress(name, self.done[name], self.total[name])


def take_in(run: Run, content: bytes, *, channel: str) -> ImportReport:
    """Import an order file and have every order sourced."""

    def placed(done: int, total: int) -> None:
        run.progress("placing", done, total)

    with run.stage("placing"):
        report = import_orders(content, channel=channel, now=run.now, actor="autopilot", progress=placed)
    run.done["placing"] = run.total["placing"] = report.placed
    with run.stage("sourcing"):
        drain(now=run.now)
    run.expect("sourcing", report.placed)
    run.step("sourcing", report.placed, 60)
    return report


def work_off(run: Run) -> None:
    """Pick, sort, pack, label, hand over and track all that is sourced, until nothing is left to do."""
    begun = False  # the first round also takes up what an earlier run left on the floor
    while _plan(run) or not begun:
        begun = True
        for warehouse in network.warehouses():
            for pick_list in lists.lists(warehouse_id=warehouse.id, states=("open", "picking")):
                _pick(run, pick_list.id)
        with run.stage("picking"):
            drain(now=run.now)
        for done in lists.lists(states=("done",)):
            if done.id not in run.sorted_lists:
                _sort(run, done.id, done.warehouse_id)
                _pack(run, done.warehouse_id)
        _hand_over(run)
    _track(run)


def _plan(run: Run) -> bool:
    """Release everything that waits to the floor; say whether there was anything."""
    found = False
    with run.stage("picking"):
        drain(now=run.now)
        for warehouse in network.warehouses():
            while wave := picking.plan_wave(warehouse_id=warehouse.id, now=run.now, actor="autopilot"):
                found = True
                drain(now=run.now)
                for list_id in lists.lists_of_wave(wave):
                    run.expect("picking", len(lists.tasks(list_id)))
    return found


def _pick(run: Run, list_id: int) -> None:
    with run.stage("picking"):
        picker = f"picker-{list_id % 4 + 1}"
        picking.start_list(list_id=list_id, now=run.now, actor=picker)
        tasks = lists.tasks(list_id)
        _learn(run, tasks)
        for task in tasks:
            if task.state != "open":
                continue
            scan = uuid.uuid5(uuid.NAMESPACE_OID, f"pick {task.id}")
            if run.short_picks and _is_short(run, task):
                picking.report_short(
                    task_id=task.id,
                    found=task.quantity - 1,
                    reason="missing",
                    scan_id=scan,
                    now=run.now,
                    actor=picker,
                )
            else:
                picking.pick(
                    task_id=task.id,
                    bin_code=run.bins[task.bin_id],
                    item_code=run.barcodes[task.product_id],
                    quantity=task.quantity,
                    scan_id=scan,
                    now=run.now,
                    actor=picker,
                )
            run.step("picking")


def _is_short(run: Run, task: TaskRow) -> bool:
    """Say whether a unit is missing here; a line that was short once is found whole the next time."""
    if task.line_id in run.short_lines or crc32(f"short {task.order_id} {task.line_id}".encode()) % SHORT_IN:
        return False
    run.short_lines.add(task.line_id)
    return True


def _learn(run: Run, tasks: list[TaskRow]) -> None:
    """Read the barcodes that stand on these bins and goods."""
    bins = {task.bin_id for task in tasks} - set(run.bins)
    run.bins.update({row.id: row.barcode for row in network.bins_by_id(bins).values()})
    _learn_goods(run, {task.product_id for task in tasks})


def _learn_goods(run: Run, product_ids: set[int]) -> None:
    unknown = product_ids - set(run.barcodes)
    run.barcodes.update({row.id: row.barcode for row in catalog.by_id(unknown).values()})


def _sort(run: Run, list_id: int, warehouse_id: int) -> None:
    run.sorted_lists.add(list_id)
    tasks = [task for task in lists.tasks(list_id) if task.picked]
    there = walls.ask_laid_tasks(task.id for task in tasks).read()  # or past the wall
    tasks = [task for task in tasks if task.id not in there]
    run.expect("sorting", len(tasks))
    _learn(run, tasks)
    while aside := [task for task in tasks if not _put(run, list_id, warehouse_id, task)]:
        # What a sorter would do: lay aside what finds no slot, call the packer, then scan it again.
        if len(aside) == len(tasks) and not walls.at_bench(warehouse_id, limit=1):
            raise Refusal("NO_FREE_SLOT", f"The wall of warehouse {warehouse_id} is full of orders that wait for more.")
        _pack(run, warehouse_id)
        tasks = aside


def _put(run: Run, list_id: int, warehouse_id: int, task: TaskRow) -> bool:
    """Scan one pick's goods; say whether they found a slot."""
    with run.stage("sorting"):
        scan = {
            "list_id": list_id,
            "item_code": run.barcodes[task.product_id],
            "scan_id": uuid.uuid5(uuid.NAMESPACE_OID, f"put {task.id}"),
            "now": run.now,
            "actor": f"sorter-{list_id % 2 + 1}",
        }
        try:
            sorting.put(**scan)
        except Refusal as refusal:
            if refusal.code == "NO_FREE_SLOT":
                return False
            if refusal.code != "TOO_BIG":
                raise
            sorting.lay_aside(place_code=walls.overflows(warehouse_id)[0].code, **scan)
        run.step("sorting")
        return True


def _pack(run: Run, warehouse_id: int) -> None:
    with run.stage("packing"):
        for row in walls.at_bench(warehouse_id):
            packer = f"packer-{row.fulfillment_id % 3 + 1}"
            ids = packing.begin(fulfillment_id=row.fulfillment_id, gs1_prefix=run.gs1_prefix, now=run.now, actor=packer)
            contents = parcels.contents(ids)
            run.expect("packing", sum(len(lines) for lines in contents.values()))
            _learn_goods(run, {line.product_id for lines in contents.values() for line in lines})
            for parcel_id in ids:
                _pack_parcel(run, parcel_id, contents[parcel_id], packer)
        drain(now=run.now)


def _pack_parcel(run: Run, parcel_id: int, lines: list[parcels.ContentRow], packer: str) -> None:
    for line in lines:
        packing.pack(
            parcel_id=parcel_id,
            item_code=run.barcodes[line.product_id],
            quantity=line.quantity,
            scan_id=uuid.uuid5(uuid.NAMESPACE_OID, f"pack {parcel_id} {line.line_id}"),
            now=run.now,
            actor=packer,
        )
        run.step("packing")
    expected = parcels.by_id([parcel_id])[parcel_id].expected_g
    scale = expected + crc32(f"scale {parcel_id}".encode()) % 41 - 20  # a real scale is never quite right
    packing.close(parcel_id=parcel_id, measured_g=max(1, scale), now=run.now, actor=packer)


def _hand_over(run: Run) -> None:
    """Stage every labelled parcel in its lane, and close a manifest a carrier at the cut-off."""
    with run.stage("shipping"):
        drain(now=run.now)
        for warehouse in network.warehouses():
            lanes = {lane.id: lane.barcode for lane in walls.lanes(warehouse.id)}
            waiting = shipments.to_stage(warehouse.id)
            known = parcels.by_id(row.parcel_id for row in waiting)
            run.expect("shipping", len(waiting))
            for row in waiting:
                sscc = known[row.parcel_id].sscc
                lane = lanes.get(row.lane_id or 0, "")
                shipping.stage(sscc=sscc, lane_barcode=lane, now=run.now, actor="loader-1")
                run.step("shipping")
        for warehouse_id, carrier_id, _ in shipments.staged():
            where = {"warehouse_id": warehouse_id, "carrier_id": carrier_id, "gs1_prefix": run.gs1_prefix}
            shipping.close_manifest(**where, now=run.now, actor="loader-1")
        drain(now=run.now)


def _track(run: Run) -> None:
    """Let days pass and ask the carriers, until every parcel is at the door."""
    with run.stage("tracking"):
        run.expect("tracking", shipments.under_way())
        before = run.total["tracking"]
        for _ in range(TRACKING_DAYS * 24 // TRACKING_HOURS):
            if not before:
                break
            run.now += timedelta(hours=TRACKING_HOURS)
            while shipping.poll_tracking(now=run.now):
                drain(now=run.now)
            shipping.reckon_arrivals(now=run.now)
            shipping.find_troubles(now=run.now)
            left = shipments.under_way()
            run.step("tracking", before - left, 0)
            before = left
