"""What people do on the floor, as verbs for the tests: walk, sort, pack, stage, hand over, deliver."""

import threading
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

from company import NOW, PREFIX, product, relay, scan, site, told
from django.db import connection

from packhorse.catalog import queries as catalog
from packhorse.network import queries as network
from packhorse.packing import operations as packing
from packhorse.packing import queries as parcels
from packhorse.picking import operations as picking
from packhorse.picking import queries as lists
from packhorse.shipping import operations as shipping
from packhorse.shipping import queries as shipments
from packhorse.shipping.rules import TrackingReport
from packhorse.sorting import operations as sorting
from packhorse.sorting import queries as walls
from packhorse.sourcing import queries as sourcing

PICKER = "picker"
STAGES = ("placed", "sourced", "released", "picking", "picked", "sorted", "packed", "labelled", "staged", "shipped")


def wave(code, now=NOW, *, at_wall=True, **more):
    """Release all that waits in a warehouse; return the ids of its new lists.

    So few orders go into totes of their own and past the wall; `at_wall`: they are sorted there, as large ones are.
    """
    usual = lists.floor_setup(site(code))
    with told(now):
        if at_wall:
            picking.set_floor(warehouse=code, setup=replace(usual, clusters=False, singles=False))
        wave_id = picking.plan_wave(warehouse_id=site(code), now=now, actor="lead", **more)
        if at_wall:
            picking.set_floor(warehouse=code, setup=usual)
    return lists.lists_of_wave(wave_id) if wave_id else []


def take(list_id, actor=PICKER):
    picking.start_list(list_id=list_id, now=NOW, actor=actor)


def bin_code(task):
    return network.bins_by_id([task.bin_id])[task.bin_id].barcode


def item_code(task):
    return catalog.by_id([task.product_id])[task.product_id].barcode


def pick(task, *, bin=None, item=None, quantity=None, scan_id=None, actor=PICKER):
    """Pick a task rightly, but for what is given."""
    return picking.pick(
        task_id=task.id,
        bin_code=bin or bin_code(task),
        item_code=item or item_code(task),
        quantity=task.quantity if quantity is None else quantity,
        scan_id=scan_id or scan(),
        now=NOW,
        actor=actor,
    )


def short(task, found, *, reason="missing", scan_id=None, actor=PICKER):
    return picking.report_short(
        task_id=task.id, found=found, reason=reason, scan_id=scan_id or scan(), now=NOW, actor=actor
    )


@told()
def pick_list(list_id):
    take(list_id)
    pick_rest(list_id)


def pick_rest(list_id):
    for task in lists.tasks(list_id):
        if task.state == "open":
            pick(task)


def walk(code):
    """Release and pick everything of a warehouse; return the lists."""
    done = wave(code)
    for list_id in done:
        pick_list(list_id)
    return done


def put(list_id, sku, scan_id=None):
    item = product(sku).barcode if sku in ("MUG", "BOOK", "LAMP", "DESK", "IRON", "PAINT") else sku
    return sorting.put(list_id=list_id, item_code=item, scan_id=scan_id or scan(), now=NOW, actor="sorter")


@told()
def sort(list_id):
    return [
        sorting.put(list_id=list_id, item_code=item_code(task), scan_id=scan(), now=NOW, actor="sorter")
        for task in lists.tasks(list_id)
        if task.picked
    ]


def walk_and_sort(code):
    for list_id in walk(code):
        sort(list_id)


def begin(fulfillment_id):
    return packing.begin(fulfillment_id=fulfillment_id, gs1_prefix=PREFIX, now=NOW, actor="packer")


def scan_in(parcel_id, sku, quantity=1, scan_id=None):
    item = product(sku).barcode
    return packing.pack(
        parcel_id=parcel_id, item_code=item, quantity=quantity, scan_id=scan_id or scan(), now=NOW, actor="packer"
    )


def fill(parcel_id):
    for line in parcels.contents([parcel_id])[parcel_id]:
        item = catalog.by_id([line.product_id])[line.product_id].barcode
        packing.pack(
            parcel_id=parcel_id, item_code=item, quantity=line.quantity, scan_id=scan(), now=NOW, actor="packer"
        )


def close(parcel_id, more_g=0):
    expected = parcels.by_id([parcel_id])[parcel_id].expected_g
    return packing.close(parcel_id=parcel_id, measured_g=expected + more_g, now=NOW, actor="packer")


def pack(fulfillment_id):
    """Pack a sorted order whole; return its parcels. Nobody is told yet."""
    ids = begin(fulfillment_id)
    for parcel_id in ids:
        fill(parcel_id)
        close(parcel_id)
    return ids


@told()
def pack_all(code):
    """Pack and label every whole order of a warehouse."""
    return [each for row in walls.at_bench(site(code)) for each in pack(row.fulfillment_id)]


def stage(parcel_id, lane=None):
    row = shipments.by_parcel([parcel_id])[parcel_id]
    barcodes = {each.id: each.barcode for each in walls.lanes(row.warehouse_id)}
    sscc = parcels.by_id([parcel_id])[parcel_id].sscc
    return shipping.stage(sscc=sscc, lane_barcode=lane or barcodes[row.lane_id], now=NOW, actor="loader")


def stage_all(code):
    for row in shipments.to_stage(site(code)):
        stage(row.parcel_id)


@told()
def hand_over(code=None):
    """Close a manifest for every carrier whose parcels stand in lanes; return the manifests."""
    return [
        shipping.close_manifest(warehouse_id=warehouse, carrier_id=carrier, gs1_prefix=PREFIX, now=NOW, actor="loader")
        for warehouse, carrier, _ in shipments.staged()
        if code is None or warehouse == site(code)
    ]


def ship(code):
    """Take everything of a warehouse from its bins to the carriers; return the parcels."""
    walk_and_sort(code)
    ids = pack_all(code)
    stage_all(code)
    hand_over(code)
    return ids


def report(parcel_id, state="delivered", *, event="1", hours=24):
    number = shipments.by_parcel([parcel_id])[parcel_id].tracking_number
    return TrackingReport(number, event, state, NOW + timedelta(hours=hours), "Bath", state)


@told()
def deliver(parcel_id, state="delivered", *, event="1", hours=24):
    return shipping.take_tracking([report(parcel_id, state, event=event, hours=hours)], now=NOW)


def fulfillment(order_id):
    """The only fulfillment order of an order."""
    (row,) = sourcing.of_order(order_id)
    return row


def bring_to(order_id, stage_name, code="BRS"):
    """Bring the one order of a warehouse, which is placed, to a stage of `STAGES`."""
    steps = STAGES[1 : STAGES.index(stage_name) + 1]
    made = []
    for step in steps:
        if step == "sourced":
            relay()
        elif step == "released":
            made = wave(code)
        elif step == "picking":
            with told():
                take(made[0])
                pick(lists.tasks(made[0])[0])  # the first stop of several
        elif step == "picked":
            with told():
                pick_rest(made[0])
        elif step == "sorted":
            sort(made[0])
        elif step == "packed":
            with nullcontext() if step == stage_name else told():  # the last: the news of it is still under way
                pack(fulfillment(order_id).id)
        elif step == "labelled":
            relay()
        elif step == "staged":
            stage_all(code)
        else:
            hand_over(code)
    return made


def at_once(workers, work):
    """Let so many threads do `work(nth)` at the same moment; return their answers, or the errors they died of."""
    start, answers = threading.Barrier(workers), [None] * workers

    def one(nth):
        try:
            start.wait(10)
            answers[nth] = work(nth)
        except Exception as error:
            answers[nth] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[nth]) for nth in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers
