"""Whatever bytes a file holds, reading it never raises, and never yields half an order."""

from hypothesis import example, given, settings
from hypothesis import strategies as st
from orderfiles import order_file, row

from packhorse.placing.orderfile import read

ROWS = [row(1, "MUG", 2), row(1, "BOOK", 1), row(2, "MUG", 1), row(3, "LAMP", 1), row(3, "MUG", 4), row(3, "BOOK", 2)]
LINES_OF = {"1": 2, "2": 1, "3": 3}
VALID = order_file(*ROWS)
FIRST = VALID.index(b"\n") + 1  # the header stays as it is: without it nothing is read at all

PIECES = st.sampled_from([b",", b"\r", b"\x00", b"\xff", b"-", b"0", b"9", b" ", b"e", b"\xc3\xa9"])


def change(pieces):
    """Where in a row behind its order number, how many bytes go, and what comes instead."""
    return st.tuples(st.integers(0, len(ROWS) - 1), st.integers(0, 200), st.integers(0, 3), pieces)


# At most one quote: two of them may make a cell of several lines, which is right CSV.
CHANGES = st.tuples(
    st.lists(change(PIECES), max_size=3), st.lists(change(st.sampled_from([b'"', b'""'])), max_size=1)
).map(lambda both: both[0] + both[1])


def changed(changes):
    """The valid file with bytes of its rows exchanged; order numbers and row ends stay as they are."""
    rows = VALID[FIRST:].splitlines()
    for nth, at, goes, comes in changes:
        first, _, rest = rows[nth].partition(b",")
        at %= len(rest) + 1
        rows[nth] = first + b"," + rest[:at] + comes + rest[at + goes :]
    return VALID[:FIRST] + b"\n".join(rows) + b"\n"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_an_exception(content):
    found = read(content, channel="web")
    assert found.errors or found.rows == 0 or found.orders or found.cancels


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(VALID)), st.integers(0, 40), st.binary(max_size=12))
def test_any_wound_of_a_valid_file_is_read_without_an_exception(at, goes, comes):
    found = read(VALID[:at] + comes + VALID[at + goes :], channel="web")
    assert all(order.order.lines or order.order.charges for order in found.orders)
    assert all(error.line >= 1 and error.reason for error in found.errors)


@settings(max_examples=200, deadline=None)
@given(CHANGES)
@example([(1, 30, 0, b'"')])
@example([(4, 30, 0, b"\r")])
def test_an_order_is_read_whole_or_not_at_all(changes):
    content = changed(changes)
    found = read(content, channel="web")
    for order in found.orders:
        cancels = sum(cancel.order_number == order.order.external_id for cancel in found.cancels)
        taken = len(order.order.lines) + len(order.order.charges) + cancels
        assert taken == LINES_OF.get(order.order.external_id, taken), content


def test_the_valid_file_is_read_whole():
    found = read(VALID, channel="web")
    assert {order.order.external_id: len(order.order.lines) for order in found.orders} == LINES_OF
    assert (found.errors, found.rows) == ([], 6)
