"""Whether the day's work fits the people, told in numbers and words."""

from datetime import UTC, datetime, timedelta

from packhorse.charts.load import Bar, load
from packhorse.charts.people import Person, people
from packhorse.charts.plan import Strip
from packhorse.picking.rules import Setup, Work, capacity, words_of

NOW = datetime(2024, 5, 17, 10, 0, tzinfo=UTC)
SETUP = Setup(pickers=4, after_minutes=60)


def at(hours):
    return NOW + timedelta(hours=hours)


def told(*work, pickers=4):
    return [(row, words_of(row)) for row in capacity(work, setup=SETUP, pickers=pickers, now=NOW)]


def test_work_up_to_a_cutoff_stands_against_the_hands_until_then():
    first, second = told(
        Work(at(4), "waiting", 1, 1800), Work(at(2), "floor", 0, 3600), Work(at(2), "planned", 1, 1800)
    )
    row, words = first  # an hour for four until the last pick, an hour and a half of work
    assert (row.due, row.seconds, row.orders) == (at(2), (3600, 1800, 0), (0, 1, 0))
    assert (row.until_s, row.left_s, row.room_s, row.short_s, row.more) == (5400, 3600, 14_400, 0, 0)
    assert words == "38 min to spare"
    assert (second[0].until_s, second[0].room_s) == (7200, 43_200)  # what is due before counts, too


def test_what_does_not_fit_is_said_with_the_pickers_that_would_do():
    ((row, words),) = told(Work(at(2), "waiting", 9, 5 * 3600))
    assert (row.short_s, row.short_minutes, row.more) == (3600, 15, 1)
    assert words == "15 min short: one picker more would do"
    ((row, words),) = told(Work(at(2), "waiting", 9, 5 * 3600), pickers=1)
    assert words == "4 h short: 4 pickers more would do"
    ((row, words),) = told(Work(at(2), "waiting", 9, 5 * 3600), pickers=5)  # just enough
    assert (row.short_s, row.more, words) == (0, 0, "0 min to spare")


def test_after_the_last_pick_no_number_of_pickers_helps():
    ((row, words),) = told(Work(at(0.5), "planned", 2, 600))
    assert (row.left_s, row.more) == (0, None)
    assert words == "10 min of picking comes too late, however many pick"
    ((row, words),) = told(Work(at(-3), "floor", 0, 0))
    assert (row.more, words) == (0, "all is picked")


def test_the_pictures_escape_names_and_say_all_in_words():
    picture = load(title="<b>", description="14:00 & more", kinds=("floor",), bars=[Bar("<i>", (60,), 9 * 3600, "ok")])
    assert "&lt;b&gt;" in picture and "14:00 &amp; more" in picture and "<i>" not in picture
    persons = [Person(0, 5000, "ann<", "busy", "ann: A1"), Person(0, 5000, "ben", "still", "ben: A1")]
    picture = people(
        title="t",
        description="d",
        aisles=[Strip(0, 0, 9000, "1")],
        cross_mm=[0, 9000],
        depot=(0, 0),
        persons=persons,
    )
    assert "ann&lt;" in picture and "ann<" not in picture
    ys = {line.split('"')[0] for line in picture.split('cy="')[1:]}
    assert len(ys) == 2  # they stand beside one another, not one on the other
