"""Lists of whole numbers reach the server as they are, and others as the driver sends them."""

import psycopg
import pytest
from company import run_sql
from hypothesis import given
from hypothesis import strategies as st

from packhorse.sql import WholeNumbersDumper

numbers = st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=50)


@given(numbers)
def test_numbers_are_written_as_the_driver_writes_them(found):
    binary = psycopg.types.array.ListBinaryDumper(list, psycopg.adapt.Transformer())
    binary = binary.upgrade([psycopg.types.numeric.Int8(each) for each in found], psycopg.adapt.PyFormat.BINARY)
    theirs = binary.dump([psycopg.types.numeric.Int8(each) for each in found])
    ours = WholeNumbersDumper(list, psycopg.adapt.Transformer()).dump(found)
    assert bytes(ours) == bytes(theirs)


@pytest.mark.parametrize(
    "found", [[1], [0, -1, 2**63 - 1, -(2**63)], [], [None], [3, None, 5], list(range(2000)), [7, 7, 7]]
)
def test_what_is_sent_comes_back(db, found):
    assert run_sql("SELECT %s::bigint[]", found) == [(found,)]


def test_smaller_kinds_and_other_lists_are_as_before(db):
    assert run_sql("SELECT %s::smallint[], %s::int[]", [1, 2], [-3]) == [([1, 2], [-3])]
    assert run_sql("SELECT 5 = ANY (%s), %s::text[], %s::boolean[]", [4, 5], ["a,b", ""], [True, False]) == [
        (True, ["a,b", ""], [True, False])
    ]


def test_a_number_too_large_for_the_server_is_refused(db):
    with pytest.raises(Exception, match="too large"):
        run_sql("SELECT %s::bigint[]", [2**63])


def test_in_the_text_of_a_statement_they_are_text():
    assert psycopg.sql.Literal([1, -2]).as_string(None).startswith("'{1,-2}'")
