"""What papers say of a parcel comes from catalogue and order: dangerous goods, prices, origin, HS codes."""

from company import NOW, run_sql

from db.test_shipping import labelled
from packhorse.documents import cn23, label_pdf
from packhorse.documents.customs import problems
from packhorse.packing import queries as parcels
from packhorse.shipping.papers import declarations_of, labels_of


def test_papers_say_what_the_catalogue_says_of_the_goods(db):
    _, shipments = labelled({"MUG": 2})
    run_sql("UPDATE catalog_product SET hs_code = '6912.00', origin = 'DE', hazmat_class = 'LQ' WHERE sku = 'MUG'")
    found = parcels.by_id(row.parcel_id for row in shipments)
    both = [(found[row.parcel_id], row) for row in shipments]
    (label,) = labels_of(both, now=NOW, public_url="https://shop.example/")
    assert label.hazmat == ("LQ",)
    assert label.tracking_url == f"https://shop.example/t/{shipments[0].token}"
    assert label_pdf.render(label, "a6").startswith(b"%PDF")
    assert labels_of(both, now=NOW)[0].tracking_url == ""
    (paper,) = declarations_of(both, today=NOW.date(), signed_by="Ada")
    (line,) = paper.lines
    ((price, currency),) = run_sql(
        "SELECT l.unit_price_minor, o.currency FROM placing_orderline l JOIN placing_order o ON o.id = l.order_id"
    )
    assert (line.quantity, line.weight_g, line.value_minor) == (2, 700, 2 * price)
    assert (line.hs_code, line.origin, paper.currency, paper.number) == (
        "6912.00", "DE", currency, shipments[0].tracking_number,
    )  # fmt: skip
    assert problems(paper) == [] and cn23.render(paper).startswith(b"%PDF")
    run_sql("UPDATE placing_orderline SET unit_price_minor = 0")
    (free,) = declarations_of(both, today=NOW.date())
    ((own,),) = run_sql("SELECT price_minor FROM catalog_product WHERE sku = 'MUG'")
    assert free.lines[0].value_minor == 2 * own
