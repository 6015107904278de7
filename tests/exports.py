"""Order exports as shops and market places write them: real columns, made-up people."""

import csv
import io

_SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,"
    "Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,"
    "Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,"
    "Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,"
    "Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,"
    "Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,"
    "Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,"
    "Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,"
    "Lineitem discount,Tax 1 Name,Tax 1 Value,Phone"
)
_WOOCOMMERCE = (
    "Order Number,Order Status,Order Date,Customer Note,First Name (Billing),Last Name (Billing),Company (Billing),"
    "Address 1&2 (Billing),City (Billing),State Code (Billing),Postcode (Billing),Country Code (Billing),"
    "Email (Billing),Phone (Billing),First Name (Shipping),Last Name (Shipping),Address 1&2 (Shipping),"
    "City (Shipping),State Code (Shipping),Postcode (Shipping),Country Code (Shipping),Payment Method Title,"
    "Cart Discount Amount,Order Subtotal Amount,Shipping Method Title,Order Shipping Amount,Order Refund Amount,"
    "Order Total Amount,Order Total Tax Amount,SKU,Item #,Item Name,Quantity (- Refund),Item Cost,Coupon Code,"
    "Discount Amount,Discount Amount Tax"
)
_AMAZON = (
    "order-id,order-item-id,purchase-date,payments-date,buyer-email,buyer-name,buyer-phone-number,sku,product-name,"
    "quantity-purchased,currency,item-price,item-tax,shipping-price,shipping-tax,ship-service-level,recipient-name,"
    "ship-address-1,ship-address-2,ship-address-3,ship-city,ship-state,ship-postal-code,ship-country,"
    "ship-phone-number,item-promotion-discount,item-promotion-id,ship-promotion-discount,ship-promotion-id,"
    "delivery-start-date,delivery-end-date,delivery-time-zone,delivery-Instructions,sales-channel,is-business-order"
)
SHOPIFY, WOOCOMMERCE, AMAZON = (header.split(",") for header in (_SHOPIFY, _WOOCOMMERCE, _AMAZON))
COLUMNS = {"shopify": SHOPIFY, "woocommerce": WOOCOMMERCE, "amazon": AMAZON}
NUMBER = {name: columns[0] for name, columns in COLUMNS.items()}
SKU = {"shopify": "Lineitem sku", "woocommerce": "SKU", "amazon": "sku"}


def shopify(number, *items, **changes):
    """An order's rows: items are (sku, quantity, unit price); later rows carry the item and little else."""
    rows = [
        {
            "Name": number,
            "Email": "ada@example.com",
            "Created at": "2024-01-05 10:12:33 +0100",
            "Lineitem quantity": quantity,
            "Lineitem name": f"The {sku}",
            "Lineitem price": price,
            "Lineitem sku": sku,
            "Lineitem requires shipping": "true",
            "Lineitem taxable": "true",
            "Lineitem fulfillment status": "pending",
        }
        for sku, quantity, price in items
    ]
    rows[0] |= {
        "Financial Status": "paid",
        "Paid at": "2024-01-05 10:12:40 +0100",
        "Fulfillment Status": "unfulfilled",
        "Accepts Marketing": "no",
        "Currency": "GBP",
        "Shipping": "0.00",
        "Taxes": "0.00",
        "Discount Amount": "0.00",
        "Shipping Method": "Standard Delivery",
        "Shipping Name": "Ada Cole",
        "Shipping Street": "1 High Street, Flat 2",
        "Shipping Address1": "1 High Street",
        "Shipping Address2": "Flat 2",
        "Shipping City": "Leeds",
        "Shipping Zip": "'01234",
        "Shipping Country": "GB",
        "Shipping Phone": "'+44 20 7946 0000",
        "Id": "5550000001",
    } | {name.replace("_", " "): cell for name, cell in changes.items()}
    return rows


def woocommerce(number, *items, **changes):
    """An order's rows, each with the order's cells; `changes` are by column, in a dict `cells`."""
    order = {
        "Order Number": number,
        "Order Status": "Processing",
        "Order Date": "2024-01-05 10:12",
        "First Name (Billing)": "Bill",
        "Last Name (Billing)": "Payer",
        "Address 1&2 (Billing)": "9 Bank Street",
        "City (Billing)": "York",
        "Postcode (Billing)": "YO1 1AA",
        "Country Code (Billing)": "GB",
        "Email (Billing)": "ada@example.com",
        "Phone (Billing)": "+44 20 7946 0000",
        "First Name (Shipping)": "Ada",
        "Last Name (Shipping)": "Cole",
        "Address 1&2 (Shipping)": "1 High Street, Flat 2",
        "City (Shipping)": "Leeds",
        "Postcode (Shipping)": "LS1 1AA",
        "Country Code (Shipping)": "GB",
        "Cart Discount Amount": "0",
        "Shipping Method Title": "Flat rate",
        "Order Shipping Amount": "0",
    } | changes.get("cells", {})
    return [
        order | {"SKU": sku, "Item Name": f"The {sku}", "Quantity (- Refund)": quantity, "Item Cost": price}
        for sku, quantity, price in items
    ]


def amazon(number, *items, **changes):
    """An order's rows; the price of an item is that of all its units."""
    order = {
        "order-id": number,
        "purchase-date": "2024-01-05T10:12:33+00:00",
        "payments-date": "2024-01-05T10:12:33+00:00",
        "buyer-email": "x@marketplace.example",
        "buyer-name": "Bill Payer",
        "currency": "GBP",
        "item-tax": "0.00",
        "shipping-price": "0.00",
        "shipping-tax": "0.00",
        "ship-service-level": "Standard",
        "recipient-name": "Ada Cole",
        "ship-address-1": "Cole Ltd",
        "ship-address-2": "1 High Street",
        "ship-city": "Leeds",
        "ship-postal-code": "LS1 1AA",
        "ship-country": "GB",
    } | changes.get("cells", {})
    return [
        order
        | {
            "order-item-id": f"{number}{sku}",
            "sku": sku,
            "product-name": f'12" {sku}',
            "quantity-purchased": quantity,
            "item-price": price,
        }
        for sku, quantity, price in items
    ]


ORDER = {"shopify": shopify, "woocommerce": woocommerce, "amazon": amazon}


def export(name, *orders, columns=None):
    """The export with the rows of these orders: tabs without quotes from Amazon, CSV from the others."""
    columns, text = columns or COLUMNS[name], io.StringIO()
    tabs = {"delimiter": "\t", "quoting": csv.QUOTE_NONE, "quotechar": None}
    writer = csv.DictWriter(text, columns, restval="", **(tabs if name == "amazon" else {}))
    writer.writeheader()
    writer.writerows(row for order in orders for row in order)
    return text.getvalue().encode()
