"""`packhorse import stock`, `import warehouses` and `import cartons` as a person meets them, with exit codes."""

from company import level, open_company
from db.test_cartons_doors import GOOD, HEADER

from cli.test_commands import packhorse
from packhorse.packing import cartons

ROWS = "warehouse,bin,sku,quantity,reason\nLDS,A1,MUG,{},counted again\nLDS,A9,MUG,1,x\n"
SITES = "code,name,line1,city,postal_code,country,timezone\nYRK,York,1 Road,York,YO1,GB,Europe/London\n"
BINS = "warehouse,code,barcode,x_mm,y_mm\nYRK,A1,YRK-A1,0,1200\nYRK,A2,LDS-A1,0,2400\n"


def test_stock_is_checked_booked_once_and_what_is_refused_is_written(own_db, tmp_path):
    open_company()
    path, errors = tmp_path / "count.csv", tmp_path / "refused.csv"
    path.write_text(ROWS.format(4))
    dry = packhorse("import", "stock", path, "--as", "count", "--dry-run", DATABASE_URL=own_db)
    assert dry.returncode == 1 and f"{path}:2: LDS A1 MUG: 10 -> 4" in dry.stdout
    assert "2 rows: 1 would change, 0 as the books say, 1 wrong. Dry run" in dry.stdout and level("MUG", "LDS") == (
        10,
        0,
    )
    done = packhorse("import", "stock", path, "--as", "count", "--errors", errors, DATABASE_URL=own_db)
    assert done.returncode == 1 and "1 booked" in done.stdout and f"1 refused rows: {errors}" in done.stdout
    assert done.stderr.strip() == f"{path}:3, column bin: there is no bin 'A9' in warehouse LDS"
    assert level("MUG", "LDS") == (4, 0)
    again = packhorse("import", "stock", path, "--as", "count", DATABASE_URL=own_db)
    assert "Booked already" in again.stdout
    errors.write_text(errors.read_text().replace("A9", "A2"))
    assert packhorse("import", "stock", errors, "--as", "count", DATABASE_URL=own_db).returncode == 0
    wrong = packhorse("import", "stock", path, "--as", "guess", DATABASE_URL=own_db)
    assert wrong.returncode == 2 and "no kind of stock file" in wrong.stderr and "Traceback" not in wrong.stderr


def test_a_warehouse_is_opened_and_bins_are_added(own_db, tmp_path):
    open_company()
    sites, bins = tmp_path / "sites.csv", tmp_path / "bins.csv"
    sites.write_text(SITES)
    bins.write_text(BINS)
    done = packhorse("import", "warehouses", sites, DATABASE_URL=own_db)
    assert (done.returncode, done.stdout.strip()) == (0, "1 rows of warehouses: 1 new, 0 brought up to date, 0 wrong.")
    added = packhorse("import", "warehouses", bins, DATABASE_URL=own_db)
    assert added.returncode == 1 and "1 new" in added.stdout and f"{bins}:3: Barcode LDS-A1" in added.stderr


def test_cartons_are_kept_and_wrong_ones_named(own_db, tmp_path):
    open_company()
    path = tmp_path / "cartons.csv"
    path.write_text(f"{HEADER}\n{GOOD}\n{GOOD.replace('F,', 'X,', 1).replace('300', '0', 1)}\n")
    done = packhorse("import", "cartons", path, DATABASE_URL=own_db)
    assert (done.returncode, done.stdout.strip()) == (1, "2 rows: 1 kept, 1 wrong.")
    assert done.stderr.strip() == f"{path}:3, column inner_length_mm: 0 is not between 1 and 10,000 mm"
    assert cartons.carton("F").carton.kind == "mailer" and cartons.carton("X") is None
