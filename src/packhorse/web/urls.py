"""Every address of the console and the public pages, and the room each is in."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path
from django.views.decorators.http import require_POST

from packhorse.inventory import pages as inventory
from packhorse.packing import pages as packing
from packhorse.picking import pages as picking
from packhorse.placing import pages as placing
from packhorse.shipping import pages as shipping
from packhorse.sorting import pages as sorting
from packhorse.web import hooks, settings
from packhorse.web.access import at_site, room
from packhorse.web.api import site
from packhorse.web.pages import (
    channels,
    chosen,
    keys,
    order,
    order_changes,
    order_entry,
    order_export,
    order_list,
    order_parts,
    product,
    product_packs,
    tower,
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
    path("channels", room("company", channels.channels), name="channels"),
    path("keys", room("company", keys.keys), name="keys"),
    path("hold-rules", room("company", placing.hold_rules), name="hold-rules"),
    path("orders/<str:number>", room("office", order.order), name="order"),
    path("orders/<str:number>/cancel", room("office", require_POST(order_changes.cancel)), name="cancel-order"),
    path("orders/<str:number>/hold", room("office", require_POST(order_changes.hold)), name="hold-order"),
    path("orders/<str:number>/release", room("office", require_POST(order_changes.release)), name="release-order"),
    path("orders/<str:number>/note", room("office", require_POST(order_changes.note)), name="note-order"),
    path("orders/<str:number>/tell-shop", room("office", require_POST(channels.tell_again)), name="tell-shop"),
    path("orders/<str:number>/edit", room("office", require_POST(order_changes.edit)), name="edit-order"),
    path("orders/<str:number>/terms", room("office", require_POST(order_parts.terms)), name="order-terms"),
    path("orders/<str:number>/split", room("office", require_POST(order_parts.split)), name="split-order"),
    path("orders/<str:number>/merge", room("office", require_POST(order_parts.merge)), name="merge-orders"),
    path("stock", room("office", inventory.stock), name="stock"),
    path("stock/<str:sku>", room("office", inventory.product), name="product"),
    path("stock/<str:sku>/packs", room("office", product_packs.packs), name="product-packs"),
    path("stock/<str:sku>/dates", room("office", require_POST(product.dates)), name="product-dates"),
    path("stock/<str:sku>/release", room("office", require_POST(product.release)), name="release-reservation"),
    path("floor", room("floor", at_site(picking.floor)), name="floor"),
    path("pick/<int:list_id>", room("floor", picking.pick_list), name="pick-list"),
    path("pick/<int:list_id>/scan", room("floor", require_POST(picking.scan)), name="pick-scan"),
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
