"""Every address of the console and the public pages, and the room each is in."""

from functools import partial

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path
from django.views.decorators.http import require_POST

from packhorse.counting import pages as counting
from packhorse.inbound import pages as inbound
from packhorse.inventory import pages as inventory
from packhorse.packing import pages as packing
from packhorse.picking import pages as picking
from packhorse.placing import pages as placing
from packhorse.shipping import pages as shipping
from packhorse.sorting import pages as sorting
from packhorse.web import hooks, settings
from packhorse.web.access import any_room, at_site, room, told_office
from packhorse.web.api import site
from packhorse.web.api.floor import laid
from packhorse.web.pages import (
    audit,
    calendars,
    channels,
    chosen,
    closing,
    desk,
    discrepancies,
    floor_map,
    keys,
    labels,
    lot,
    order,
    order_changes,
    order_entry,
    order_export,
    order_list,
    order_parts,
    place_files,
    policies,
    product,
    product_changes,
    product_packs,
    promises,
    stock_files,
    take_back,
    tower,
    ways,
)

sign_in = LoginView.as_view(template_name="web/sign_in.html", redirect_authenticated_user=True)
bench = packing.Bench(merchant=settings.CONFIG.merchant, gs1_prefix=settings.CONFIG.gs1_prefix)

urlpatterns = [
    path("api/v1/", site.urls),
    path("hooks/<slug:kind>/<str:channel>", hooks.take, name="hook"),
    path(
        "sign-in", LoginView.as_view(template_name="web/sign_in.html", redirect_authenticated_user=True), name="sign-in"
    ),
    path("sign-out", LogoutView.as_view(), name="sign-out"),
    path("t/<str:token>", shipping.track, name="track"),
    path("", tower.home, name="home"),
    path("tower", room("office", tower.tower), name="tower"),
    path("set-aside", room("company", tower.set_aside), name="set-aside"),
    path("orders", room("office", order_list.orders), name="orders"),
    path("orders/chosen", room("office", require_POST(chosen.do)), name="chosen-orders"),
    path("orders/views", room("office", require_POST(order_list.save_view)), name="save-view"),
    path("orders/views/drop", room("office", require_POST(order_list.drop_view)), name="drop-view"),
    path("orders/export", room("office", order_export.all_asked_for), name="export-orders"),
    path("orders/import", room("office", placing.import_file), name="import-orders"),
    path("orders/new", room("office", order_entry.new), name="new-order"),
    path("orders/new/line", room("office", order_entry.line), name="new-order-line"),
    path("desk", room("office", desk.desk), name="desk"),
    path("desk/chosen", room("office", require_POST(desk.do)), name="desk-chosen"),
    path("channels", room("company", channels.channels), name="channels"),
    path("keys", room("company", keys.keys), name="keys"),
    path("audit", room("company", audit.audit), name="audit"),
    path("audit/repair", room("company", audit.repair), name="audit-repair"),
    path("hold-rules", room("company", placing.hold_rules), name="hold-rules"),
    path("orders/reject", room("company", ways.reject), name="reject-order"),
    path("orders/<str:number>", room("office", order.order), name="order"),
    path("orders/<str:number>/cancel", room("office", require_POST(order_changes.cancel)), name="cancel-order"),
    path("orders/<str:number>/hold", room("office", require_POST(order_changes.hold)), name="hold-order"),
    path("orders/<str:number>/release", room("office", require_POST(order_changes.release)), name="release-order"),
    path("orders/<str:number>/note", room("office", require_POST(order_changes.note)), name="note-order"),
    path("orders/<str:number>/tell-shop", room("office", require_POST(channels.tell_again)), name="tell-shop"),
    path("orders/<str:number>/edit", room("office", require_POST(order_changes.edit)), name="edit-order"),
    path("orders/<str:number>/ways", room("office", ways.ways), name="ways"),
    path("orders/<str:number>/terms", room("office", require_POST(order_parts.terms)), name="order-terms"),
    path("orders/<str:number>/split", room("office", require_POST(order_parts.split)), name="split-order"),
    path("orders/<str:number>/merge", room("office", require_POST(order_parts.merge)), name="merge-orders"),
    path("stock", room("office", inventory.stock), name="stock"),
    path("stock-files", room("office", stock_files.files), name="stock-files"),
    path("stock-files/<str:what>", room("office", stock_files.export), name="export-stock"),
    path("stock/<str:sku>", room("office", product.product), name="product"),
    path("stock/<str:sku>/packs", room("office", product_packs.packs), name="product-packs"),
    path("stock/<str:sku>/explain", room("office", audit.explained), name="explained"),
    path("stock/<str:sku>/dates", room("office", require_POST(product_changes.dates)), name="product-dates"),
    path("stock/<str:sku>/release", room("office", require_POST(product_changes.release)), name="release-reservation"),
    path("stock/<str:sku>/safety", room("office", require_POST(product_changes.safety)), name="product-safety"),
    path("stock/<str:sku>/buffer", room("office", require_POST(product_changes.buffer)), name="product-buffer"),
    path("stock/<str:sku>/adjust", room("office", require_POST(product_changes.adjust)), name="product-adjust"),
    path("stock/<str:sku>/move", room("office", require_POST(product_changes.move)), name="product-move"),
    path("stock/<str:sku>/bins/<int:bin_id>/serials", room("office", product.serials), name="product-serials"),
    path("stock/<str:sku>/lots/<int:lot_id>", room("office", lot.lot), name="lot"),
    path("stock/<str:sku>/lots/<int:lot_id>/recall.csv", room("office", lot.recall), name="lot-recall"),
    path("stock/<str:sku>/labels", room("office", labels.product), name="product-labels"),
    path("warehouses/calendars", room("company", calendars.calendars), name="calendars"),
    path("warehouses/calendars/do", room("company", require_POST(calendars.change)), name="change-calendar"),
    path("sourcing-rules", room("company", policies.policies), name="rules"),
    path("sourcing-rules/<int:version>", room("company", policies.policy), name="rules-version"),
    path("promises", room("office", promises.promises), name="promises"),
    path("warehouses/files", room("company", place_files.files), name="place-files"),
    path("warehouses/<str:code>/labels", any_room(("office", "floor"), labels.bins), name="bin-labels"),
    path("warehouses/<str:code>/carts", any_room(("office", "floor"), picking.carts), name="carts"),
    path("warehouses/<str:code>/carts/do", room("company", require_POST(picking.change_carts)), name="change-carts"),
    path("warehouses/<str:code>/carts/labels", any_room(("office", "floor"), labels.carts), name="cart-labels"),
    path("warehouses/<str:code>/closing", room("company", closing.closing), name="closing"),
    path("warehouses", any_room(("office", "floor"), floor_map.warehouses), name="warehouses"),
    path("warehouses/<str:code>/map", any_room(("office", "floor"), floor_map.floor_map), name="warehouse-map"),
    path("warehouses/<str:code>/bins/<str:bin_code>", any_room(("office", "floor"), floor_map.one_bin), name="bin"),
    path("purchases", room("office", inbound.purchases), name="purchases"),
    path("purchases/new", room("office", inbound.new_purchase), name="new-purchase"),
    path("purchases/<str:number>", room("office", inbound.purchase), name="purchase"),
    path("purchases/<str:number>/do", room("office", require_POST(inbound.change_purchase)), name="change-purchase"),
    path("deliveries", room("office", inbound.deliveries), name="deliveries"),
    path("deliveries/new", room("office", inbound.new_delivery), name="new-delivery"),
    path("deliveries/<str:number>", room("office", inbound.delivery), name="delivery"),
    path("deliveries/<str:number>/settle", room("office", require_POST(inbound.settle)), name="settle"),
    path(
        "deliveries/<str:number>/cancel", room("office", require_POST(inbound.cancel_delivery)), name="cancel-delivery"
    ),
    path(
        "deliveries/<str:number>/discrepancies.csv", room("office", discrepancies.discrepancies), name="discrepancies"
    ),
    path("transfers/new", room("office", inbound.new_transfer), name="new-transfer"),
    path("dock", room("floor", at_site(inbound.dock)), name="dock"),
    path("receive", room("floor", require_POST(inbound.open_paper)), name="open-paper"),
    path("receive/<str:number>", room("floor", inbound.receive), name="receive"),
    path("receive/<str:number>/scan", room("floor", require_POST(inbound.receive_scan)), name="receive-scan"),
    path("receive/<str:number>/finish", any_room(("floor", "office"), told_office(inbound.finish)), name="finish"),
    path("put-away", room("floor", at_site(inbound.put_away)), name="put-away"),
    path(
        "put-away/scan", room("floor", require_POST(at_site(told_office(inbound.put_away_scan)))), name="put-away-scan"
    ),
    path("carry", room("floor", at_site(inbound.carry)), name="carry"),
    path("carry/scan", room("floor", require_POST(at_site(told_office(inbound.carry_scan)))), name="carry-scan"),
    path("send", room("floor", at_site(inbound.send)), name="send-list"),
    path("send/<str:number>", room("floor", inbound.send), name="send"),
    path("send/<str:number>/scan", room("floor", require_POST(inbound.send_scan)), name="send-scan"),
    path("send/<str:number>/left", room("floor", require_POST(inbound.send_left)), name="send-left"),
    path("return", room("floor", at_site(take_back.take_back)), name="take-back"),
    path("floor", room("floor", at_site(picking.floor)), name="floor"),
    path("floor/counts", room("floor", at_site(counting.to_do)), name="counts-to-do"),
    path("floor/counts/<str:number>", room("floor", counting.count_bin), name="count-bin"),
    path("floor/counts/<str:number>/scan", room("floor", require_POST(counting.scan)), name="count-scan"),
    path("counts", room("office", counting.counts), name="counts"),
    path("counts/new", room("office", require_POST(counting.ask)), name="new-count"),
    path("counts/accuracy", room("office", counting.accuracy), name="count-accuracy"),
    path("counts/plan", room("company", counting.plan), name="count-plan"),
    path("counts/plan/now", room("company", require_POST(counting.plan_now)), name="plan-counts"),
    path("counts/<str:number>", room("office", counting.one), name="count"),
    path("counts/<str:number>/decide", room("company", require_POST(counting.decide)), name="decide-count"),
    path("pick/<int:list_id>", room("floor", picking.pick_list), name="pick-list"),
    path("pick/<int:list_id>/scan", room("floor", require_POST(picking.scan)), name="pick-scan"),
    path("pick/<int:list_id>/undo", room("floor", require_POST(partial(picking.undo, laid=laid))), name="pick-undo"),
    path("pick/shell", room("floor", picking.shell), name="pick-shell"),
    path("pick/worker.js", room("floor", picking.worker), name="pick-worker"),
    path("pick/<int:list_id>/way", room("floor", picking.way), name="pick-way"),
    path("sort/<int:list_id>", room("floor", sorting.wall), name="wall"),
    path("pack", room("bench", at_site(bench.bench)), name="bench"),
    path("pack/<str:sscc>", room("bench", packing.pack), name="pack"),
    path("ship", room("bench", at_site(shipping.lanes)), name="lanes"),
    path("ship/close", room("bench", require_POST(at_site(shipping.close_manifest))), name="close-manifest"),
    path("parcels/<str:sscc>/slip.pdf", room("papers", bench.slip), name="packing-slip"),
    path("parcels/<str:sscc>/label.pdf", room("papers", shipping.label), name="label-pdf"),
    path("parcels/<str:sscc>/label.zpl", room("papers", shipping.label_zpl), name="label-zpl"),
    path("parcels/<str:sscc>/label", room("papers", shipping.label_links), name="label-links"),
    path("manifests/<int:manifest_id>.pdf", room("papers", shipping.manifest), name="manifest"),
]
