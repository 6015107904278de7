"""Whatever a label says: nothing leaves it or lies on anything else, and no letter is lost without being told."""

from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from papers import LABEL, LONGEST, bare, texts
from test_label_media import CANADA, URL, US
from zpl_printer import printed

from packhorse.documents import fonts, label_zpl
from packhorse.documents.bars import QUIET, code128, gs1_sscc
from packhorse.documents.label import Address
from packhorse.documents.label_check import LEGIBLE, problems
from packhorse.documents.label_layout import HEIGHT, HEIGHT_A6, WIDTH, Code, Comb, Frame, Picture, Text, lay_out
from packhorse.documents.letters import printable, write

SCRIPTS = (
    "abc xyzÄß ", "WM ", "Łódź ěščř ", "Đường Nguyễn ", "ΑΒΓαάῳ ", "Щжюя ", "محمدلا ", "שלוםבע\"מ ", "東京市 ",
    "さくらガ", "김철수 ", "👍🏽❤\ufe0f👩\u200d👧", "ก็ ", "e\u0301\u0323\u0302o\u0331", "0123-/.() ",
    "^~_\\&", "\u202e\u200f\n\t\x00\ud800",
)  # fmt: skip
LETTERS = st.one_of(st.sampled_from("".join(SCRIPTS)), st.characters())


def words(longest):
    return st.text(LETTERS, max_size=longest)


# As long as the system's own fields let through, and sometimes longer.
ADDRESSES = st.builds(
    Address, *map(words, (200, 120, 200, 200, 120, 120, 20)), st.sampled_from(["DE", "GB", "JP"]), words(40)
)
LABELS = st.builds(
    replace,
    st.just(LABEL),
    sender=ADDRESSES,
    recipient=ADDRESSES,
    carrier_name=words(120),
    service_name=words(120),
    order_number=words(20),
    lane=words(20),
    routing_zone=words(20),
    delivery_instructions=words(300),
    marks=st.lists(words(30), max_size=3).map(tuple),
    tracking_number=st.text("ABCW0123456789 -./+", min_size=1, max_size=40),
    tracking_url=st.sampled_from(["", URL]),
    maxicode=st.sampled_from([None, US, CANADA]),
    hazmat=st.sampled_from([(), ("3",), ("LQ", "9")]),
)
HAIR = 0.01


def boxes(item):
    """What an item takes of the label, as (left, top, right, bottom); quiet zones are part of a code."""
    match item:
        case Text():
            right = item.x + fonts.width(item.text, bold=item.bold) * item.size
            return [(item.x, item.y, right, item.y + 1.17 * item.size)]
        case Frame(x, y, w, h, thick) if thick in (w, h):
            return [(x, y, x + w, y + h)]
        case Frame(x, y, w, h, t):
            return [
                (x, y, x + w, y + t),
                (x, y + h - t, x + w, y + h),
                (x, y, x + t, y + h),
                (x + w - t, y, x + w, y + h),
            ]
        case Code():
            wide = (gs1_sscc if item.kind == "sscc" else code128)(item.data).width
            quiet = QUIET * item.module
            return [(item.x - quiet, item.y, item.x + wide * item.module + quiet, item.y + item.height)]
        case Picture():
            quiet = item.symbol.quiet * item.module
            wide, tall = item.symbol.width * item.module, len(item.symbol.rows) * item.row
            return [(item.x - quiet, item.y - quiet, item.x + wide + quiet, item.y + tall + quiet)]
        case Comb(x, y, w, h):
            return [(x - 4, y - 4, x + w + 4, y + h + 4)]


def check_places(items, tall):
    for item in items:
        for left, top, right, bottom in boxes(item):
            assert left >= -HAIR and top >= -HAIR and right <= WIDTH + HAIR and bottom <= tall + HAIR, item
    for one, other in combinations(items, 2):
        for a in boxes(one):
            for b in boxes(other):
                apart = a[2] <= b[0] + HAIR or b[2] <= a[0] + HAIR or a[3] <= b[1] + HAIR or b[3] <= a[1] + HAIR
                assert apart, (one, other)


def check_text(label, items):
    shown = bare("".join(item.text for item in items if isinstance(item, Text)))
    parts = (
        *label.sender.lines(),
        *label.recipient.lines(),
        label.carrier_name,
        label.service_name,
        label.order_number,
    )
    parts += (label.lane, label.routing_zone, label.delivery_instructions, *(mark.upper() for mark in label.marks))
    for part in parts:
        assert bare(printable(part)) in shown, part


@settings(max_examples=100, deadline=None)
@given(LABELS)
def test_nothing_sticks_out_or_overlaps_or_is_lost(label):
    told = problems(label)
    lost = [write(part) for part in (*label.recipient.lines(), *label.sender.lines(), label.delivery_instructions)]
    assert bool(told) or not any(each.missing or each.replaced or each.dropped for each in lost)
    for tall in (HEIGHT, HEIGHT_A6):
        try:
            papers = lay_out(label, tall)
        except ValueError:
            assert told[-1].startswith("No label can be printed: ")
            return
        for items in papers:
            check_places(items, tall)
        check_text(label, papers[0])
        small = [item for item in papers[0] if isinstance(item, Text) and item.size < LEGIBLE]
        assert all(any(item.text[:60] in each for each in told) for item in small)


@settings(max_examples=25, deadline=None)
@given(LABELS, st.sampled_from([203, 300]))
def test_what_a_label_printer_gets_stays_on_the_label_and_says_all(label, dpi):
    try:
        papers = lay_out(label)
    except ValueError:
        return
    zpl = label_zpl.render(label, dpi=dpi)
    assert len(printed(zpl)) == len(papers)  # fields that stick out are refused
    wanted = "".join(item.text for items in papers for item in items if isinstance(item, Text))
    assert bare("".join(text for _, text in texts(zpl))) == bare(wanted)


def test_the_longest_addresses_stay_whole_beside_all_the_codes():
    label = replace(LONGEST, tracking_url=URL, maxicode=US, hazmat=("LQ", "3"), marks=("Fragile", "This side up"))
    for tall in (HEIGHT, HEIGHT_A6):
        for items in lay_out(label, tall):
            check_places(items, tall)
    said = problems(label)
    assert said and not any("No label" in each for each in said)
    assert any("its bars are 0.13 mm" in each for each in said)


def test_an_ordinary_label_has_no_problems():
    assert problems(LABEL) == problems(replace(LABEL, tracking_url=URL, maxicode=US, hazmat=("LQ",))) == []
