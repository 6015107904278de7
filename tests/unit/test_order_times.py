"""Times as shops write them."""

import pytest

from packhorse.placing.formats.times import instant, zone


@pytest.mark.parametrize(
    "text, utc",
    [
        ("2026-01-05 10:12:33 +0100", "2026-01-05T09:12:33+00:00"),
        ("2026-01-05T10:12:33Z", "2026-01-05T10:12:33+00:00"),
        ("2026-07-05 10:12:33 UTC", "2026-07-05T10:12:33+00:00"),
        ("2026-07-05 10:12", "2026-07-05T08:12:00+00:00"),
        ("2026-01-05", "2026-01-04T23:00:00+00:00"),
        ("5.7.2026 9:05", "2026-07-05T07:05:00+00:00"),
        ("05.01.2026, 10:12:33", "2026-01-05T09:12:33+00:00"),
        ("01/05/2026 10:12", "01/05/2026 10:12"),
        ("0001-01-01", "0001-01-01"),
        ("yesterday", "yesterday"),
        ("", ""),
    ],
)
def test_times_are_read_as_shops_write_them(text, utc):
    assert instant(text, zone("Europe/Berlin")) == utc
