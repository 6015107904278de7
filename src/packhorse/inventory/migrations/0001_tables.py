import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from packhorse.creating import CreateTables

# The ledger is append-only, and so is which units a movement moved: the database itself refuses to change or delete.
KEEP = """
CREATE FUNCTION inventory_movement_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: write a compensating movement instead of %', lower(TG_OP)
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER inventory_movement_kept BEFORE UPDATE OR DELETE ON inventory_movement
    FOR EACH ROW EXECUTE FUNCTION inventory_movement_is_kept();
CREATE TRIGGER inventory_movement_not_emptied BEFORE TRUNCATE ON inventory_movement
    FOR EACH STATEMENT EXECUTE FUNCTION inventory_movement_is_kept();
CREATE TRIGGER inventory_movedserial_kept BEFORE UPDATE OR DELETE ON inventory_movedserial
    FOR EACH ROW EXECUTE FUNCTION inventory_movement_is_kept();
CREATE TRIGGER inventory_movedserial_not_emptied BEFORE TRUNCATE ON inventory_movedserial
    FOR EACH STATEMENT EXECUTE FUNCTION inventory_movement_is_kept();
"""
# Levels change with every order, and no index hears of it as long as the new row fits beside the old one.
LEAVE_ROOM = "ALTER TABLE inventory_stocklevel SET (fillfactor = 75)"


class Migration(migrations.Migration):
    replaces = [
        ("inventory", "0001_initial"),
        ("inventory", "0002_append_only"),
        ("inventory", "0003_reservations"),
        ("inventory", "0004_to_the_bin"),
        ("inventory", "0005_repairs"),
        ("inventory", "0006_stock_file"),
        ("inventory", "0007_days_of_lots"),
        ("inventory", "0008_lines_of_allocations"),
        ("inventory", "0009_fewer_allocation_indexes"),
        ("inventory", "0010_room_beside_levels"),
        ("inventory", "0011_fewer_checks_of_allocations"),
        ("inventory", "0012_doubted_bins"),
    ]

    initial = True

    dependencies = [
        ("catalog", "0001_tables"),
        ("network", "0001_tables"),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Movement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("kind", models.CharField(max_length=16)),
                        ("quantity", models.IntegerField()),
                        ("delta", models.IntegerField()),
                        ("actor", models.CharField(max_length=150)),
                        ("cause", models.CharField(max_length=30)),
                        ("cause_id", models.BigIntegerField(null=True)),
                        (
                            "from_bin",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.bin",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="catalog.product"
                            ),
                        ),
                        (
                            "to_bin",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.bin",
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"
                            ),
                        ),
                        ("blocked", models.IntegerField(db_default=0)),
                        ("reason", models.CharField(blank=True, db_default="", max_length=200)),
                        ("scan_id", models.UUIDField(null=True)),
                        (
                            "lot",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="inventory.lot",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["product", "id"], name="movement_of_product"),
                            models.Index(
                                fields=["product", "warehouse", "at"],
                                include=("delta", "blocked"),
                                name="movement_in_time",
                            ),
                            models.Index(
                                condition=models.Q(("lot__isnull", False)), fields=["lot"], name="movement_of_lot"
                            ),
                            models.Index(
                                condition=models.Q(("cause_id__isnull", False)),
                                fields=["cause", "cause_id"],
                                name="movement_of_cause",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="movement_quantity"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "delta",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("quantity"), "*", models.Value(1)
                                            ),
                                        ),
                                        ("kind", "received"),
                                    ),
                                    models.Q(
                                        (
                                            "delta",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("quantity"), "*", models.Value(0)
                                            ),
                                        ),
                                        ("kind", "moved"),
                                    ),
                                    models.Q(
                                        (
                                            "delta",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("quantity"), "*", models.Value(0)
                                            ),
                                        ),
                                        ("kind", "picked"),
                                    ),
                                    models.Q(
                                        (
                                            "delta",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("quantity"), "*", models.Value(-1)
                                            ),
                                        ),
                                        ("kind", "shipped"),
                                    ),
                                    models.Q(
                                        (
                                            "delta",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("quantity"), "*", models.Value(1)
                                            ),
                                        ),
                                        ("kind", "returned"),
                                    ),
                                    models.Q(
                                        (
                                            "delta",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("quantity"), "*", models.Value(1)
                                            ),
                                        ),
                                        ("kind", "adjusted"),
                                    ),
                                    models.Q(
                                        (
                                            "delta",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("quantity"), "*", models.Value(-1)
                                            ),
                                        ),
                                        ("kind", "adjusted"),
                                    ),
                                    models.Q(
                                        (
                                            "delta",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("quantity"), "*", models.Value(1)
                                            ),
                                        ),
                                        ("kind", "counted"),
                                    ),
                                    models.Q(
                                        (
                                            "delta",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("quantity"), "*", models.Value(-1)
                                            ),
                                        ),
                                        ("kind", "counted"),
                                    ),
                                    models.Q(
                                        (
                                            "delta",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("quantity"), "*", models.Value(-1)
                                            ),
                                        ),
                                        ("kind", "transferred_out"),
                                    ),
                                    models.Q(
                                        (
                                            "delta",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("quantity"), "*", models.Value(1)
                                            ),
                                        ),
                                        ("kind", "transferred_in"),
                                    ),
                                    models.Q(
                                        (
                                            "delta",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("quantity"), "*", models.Value(0)
                                            ),
                                        ),
                                        ("kind", "quarantined"),
                                    ),
                                    _connector="OR",
                                ),
                                name="movement_delta",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "blocked__in",
                                        [
                                            0,
                                            models.F("quantity"),
                                            django.db.models.expressions.CombinedExpression(
                                                models.Value(-1), "*", models.F("quantity")
                                            ),
                                        ],
                                    )
                                ),
                                name="movement_blocked",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("scan_id__isnull", False)),
                                fields=("scan_id",),
                                name="movement_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MovedSerial",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "movement",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="inventory.movement"
                            ),
                        ),
                        (
                            "serial",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="inventory.serial"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("movement", "serial"), name="moved_serial_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StockSnapshot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("on_hand", models.IntegerField()),
                        ("blocked", models.IntegerField()),
                        (
                            "product",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="catalog.product"
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("product", "warehouse", "at"), name="snapshot_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StockChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("product_id", models.BigIntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name="StockFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("fingerprint", models.CharField(max_length=64)),
                        ("nth", models.IntegerField()),
                        ("kind", models.CharField(max_length=10)),
                        ("name", models.CharField(max_length=200)),
                        ("rows", models.IntegerField()),
                        ("at", models.DateTimeField()),
                        ("actor", models.CharField(max_length=150)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("fingerprint", "nth"), name="stock_file_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Allocation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order_id", models.BigIntegerField()),
                        ("line_id", models.BigIntegerField()),
                        ("fulfillment_id", models.BigIntegerField()),
                        ("quantity", models.IntegerField()),
                        ("state", models.CharField(max_length=10)),
                        ("changed_at", models.DateTimeField()),
                        (
                            "bin",
                            models.ForeignKey(
                                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="network.bin"
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="catalog.product"
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="network.warehouse",
                            ),
                        ),
                        ("allocated_at", models.DateTimeField()),
                        (
                            "lot",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="inventory.lot",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["order_id"], name="allocation_of_order"),
                            models.Index(fields=["line_id"], name="allocation_of_line"),
                            models.Index(fields=["fulfillment_id"], name="allocation_of_fulfillment"),
                            models.Index(
                                condition=models.Q(("bin__isnull", False)), fields=["bin"], name="allocation_in_bin"
                            ),
                            models.Index(
                                condition=models.Q(("state__in", ["allocated", "picked"])),
                                fields=["product", "warehouse"],
                                name="allocation_open",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="allocation_quantity"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["allocated", "picked", "released", "shipped", "shorted"])
                                ),
                                name="allocation_state",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reservation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("channel", models.CharField(max_length=40)),
                        ("checkout", models.CharField(max_length=100)),
                        ("state", models.CharField(max_length=10)),
                        ("order_id", models.BigIntegerField(null=True)),
                        ("expires_at", models.DateTimeField()),
                        ("created_at", models.DateTimeField()),
                        ("changed_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "active")),
                                fields=["expires_at"],
                                name="reservation_to_expire",
                            ),
                            models.Index(
                                condition=models.Q(("state", "consumed")),
                                fields=["order_id"],
                                name="reservation_of_order",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["active", "consumed", "expired", "released"])),
                                name="reservation_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("order_id__isnull", False), ("state", "consumed")),
                                    models.Q(models.Q(("state", "consumed"), _negated=True), ("order_id", None)),
                                    _connector="OR",
                                ),
                                name="reservation_order",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "active")),
                                fields=("channel", "checkout"),
                                name="reservation_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReservedUnits",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("quantity", models.IntegerField()),
                        ("held", models.IntegerField()),
                        (
                            "product",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="catalog.product"
                            ),
                        ),
                        (
                            "reservation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="units",
                                to="inventory.reservation",
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("held__gt", 0)),
                                fields=["product", "warehouse"],
                                name="reserved_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("reservation", "product", "warehouse"), name="reserved_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("held__gte", 0), ("held__lte", models.F("quantity")), ("quantity__gt", 0)
                                ),
                                name="reserved_held",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SafetyStock",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("units", models.IntegerField()),
                        (
                            "product",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="catalog.product"
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("product", "warehouse"), name="safety_once"),
                            models.CheckConstraint(condition=models.Q(("units__gt", 0)), name="safety_units"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChannelBuffer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("channel", models.CharField(max_length=40)),
                        ("units", models.IntegerField()),
                        (
                            "product",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="catalog.product",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("channel", "product"), name="buffer_once", nulls_distinct=False
                            ),
                            models.CheckConstraint(condition=models.Q(("units__gte", 0)), name="buffer_units"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Repair",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("actor", models.CharField(max_length=150)),
                        ("reason", models.CharField(max_length=200)),
                    ],
                ),
                migrations.CreateModel(
                    name="RepairedRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("what", models.CharField(max_length=40)),
                        ("place", models.CharField(blank=True, max_length=160)),
                        ("before", models.BigIntegerField()),
                        ("after", models.BigIntegerField()),
                        (
                            "product",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="catalog.product"),
                        ),
                        (
                            "repair",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="inventory.repair"
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="network.warehouse",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Lot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40)),
                        ("expires_on", models.DateField(null=True)),
                        ("blocked", models.CharField(blank=True, default="", max_length=200)),
                        ("known_at", models.DateTimeField()),
                        (
                            "product",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="catalog.product"
                            ),
                        ),
                        ("stale", models.BooleanField(db_default=False)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("blocked", "")), fields=["expires_on"], name="lot_to_expire"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("product", "code"), name="lot_once"),
                            models.CheckConstraint(condition=models.Q(("code", ""), _negated=True), name="lot_code"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LotDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("before", models.DateField(null=True)),
                        ("expires_on", models.DateField(null=True)),
                        ("reason", models.CharField(max_length=200)),
                        ("at", models.DateTimeField()),
                        ("actor", models.CharField(max_length=150)),
                        ("lot", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="inventory.lot")),
                    ],
                ),
                migrations.CreateModel(
                    name="StockLevel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on_hand", models.IntegerField(default=0)),
                        ("allocated", models.IntegerField(default=0)),
                        ("reserved", models.IntegerField(default=0)),
                        (
                            "product",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="catalog.product"),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"),
                        ),
                        ("blocked", models.IntegerField(db_default=0)),
                        ("doubted", models.IntegerField(db_default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("product", "warehouse"), name="level_once"),
                            models.CheckConstraint(condition=models.Q(("allocated__gte", 0)), name="level_allocated"),
                            models.CheckConstraint(condition=models.Q(("reserved__gte", 0)), name="level_reserved"),
                            models.CheckConstraint(condition=models.Q(("blocked__gte", 0)), name="level_blocked"),
                            models.CheckConstraint(
                                condition=models.Q(("blocked__gte", models.F("doubted")), ("doubted__gte", 0)),
                                name="level_doubted",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "on_hand__gte",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("allocated"), "+", models.F("reserved")
                                            ),
                                            "+",
                                            models.F("blocked"),
                                        ),
                                    )
                                ),
                                name="level_not_oversold",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BinStock",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("quantity", models.IntegerField(default=0)),
                        ("planned", models.IntegerField(default=0)),
                        ("bin", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.bin")),
                        (
                            "product",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="catalog.product"),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"),
                        ),
                        ("blocked", models.BooleanField(db_default=False)),
                        (
                            "lot",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, to="inventory.lot"
                            ),
                        ),
                        ("doubted_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["product", "warehouse"], name="bin_stock_where"),
                            models.Index(
                                condition=models.Q(("doubted_at__isnull", False)),
                                fields=["product"],
                                name="bin_stock_doubted",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("bin", "product", "lot"), name="bin_stock_once", nulls_distinct=False
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("planned__gte", 0), ("quantity__gte", models.F("planned"))),
                                name="bin_stock_planned",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("blocked", False), ("planned", 0), _connector="OR"),
                                name="bin_stock_blocked",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Serial",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=60)),
                        ("state", models.CharField(max_length=10)),
                        ("allocation_id", models.BigIntegerField(null=True)),
                        ("changed_at", models.DateTimeField()),
                        (
                            "bin",
                            models.ForeignKey(
                                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="network.bin"
                            ),
                        ),
                        (
                            "lot",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="inventory.lot",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="catalog.product"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "in_stock")),
                                fields=["bin", "product"],
                                name="serial_in_bin",
                            ),
                            models.Index(
                                condition=models.Q(("allocation_id__isnull", False)),
                                fields=["allocation_id"],
                                name="serial_of",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("product", "code"), name="serial_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("allocation_id", None), ("bin__isnull", False), ("state", "in_stock")),
                                    models.Q(
                                        ("allocation_id__isnull", False),
                                        ("bin", None),
                                        ("state__in", ["picked", "shipped"]),
                                    ),
                                    models.Q(
                                        ("allocation_id", None), ("bin", None), ("state__in", ["gone", "in_transit"])
                                    ),
                                    _connector="OR",
                                ),
                                name="serial_place",
                            ),
                        ],
                    },
                ),
            ],
        ),
        migrations.RunSQL(KEEP),
        migrations.RunSQL(LEAVE_ROOM),
    ]
