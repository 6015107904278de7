"""How pages write moments."""

from datetime import UTC, datetime

from packhorse.web.templatetags.packhorse import instant, local

AT = datetime(2024, 7, 1, 15, 30, tzinfo=UTC)


def test_the_floor_reads_its_own_time_and_the_office_that_of_all():
    assert (local(AT, "Europe/Paris"), instant(AT)) == ("Mon 1 Jul, 17:30", "1 Jul 2024, 15:30 UTC")
    assert local(None, "Europe/Paris") == "–"
