"""Events: each comes back from JSON as it was, and none has room for a person."""

import dataclasses
import json
import re
import typing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packhorse import events
from packhorse.events import KINDS, from_payload, to_payload
from packhorse.events.lines import Lines
from packhorse.shipping.rules import TRACKING_STATES

PERSONAL = re.compile(
    r"name|e?mail|phone|address|line1|line2|city|region|street|post|zip|country|lat|lon|customer|recipient|birth|gift|text"
)
PLAIN = {int, int | None, bool, tuple[int, ...], Lines}


def fields(kind: type) -> dict[str, object]:
    return typing.get_type_hints(kind)


def test_every_kind_is_listed_under_its_own_name():
    written = {
        each.__name__ for each in vars(events).values() if isinstance(each, type) and dataclasses.is_dataclass(each)
    }
    assert set(KINDS) == written
    assert all(name == kind.__name__ for name, kind in KINDS.items())


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25)
@given(data=st.data())
def test_an_event_comes_back_from_json_as_it_was(kind, data):
    event = data.draw(st.from_type(KINDS[kind]))
    text = json.dumps(to_payload(event))
    again = from_payload(kind, json.loads(text))
    assert again == event and type(again) is type(event)
    assert hash(again) == hash(event)  # lists have become tuples all the way down


@pytest.mark.parametrize("kind", KINDS)
def test_an_event_cannot_be_changed(kind):
    event = KINDS[kind](*(0 for _ in fields(KINDS[kind])))
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(event, next(iter(fields(KINDS[kind])), "anything"), 1)


# Words of a fixed list: a tracking state, a kind of hold, what was changed.
# The zone is the merchant's own word for how far a carrier goes.
CODES = {
    ("ParcelTracked", "state"),
    ("OrderHeld", "kind"),
    ("HoldReleased", "kind"),
    ("OrderEdited", "what"),
    ("OrderUnreached", "code"),
    ("QueueTried", "codes"),
    ("TransitMeasured", "zone"),
}
CODES |= {("OrderSteered", "what"), ("ReturnRequested", "wish"), ("ReturnClosed", "resolution")}


@pytest.mark.parametrize("kind", KINDS)
def test_no_field_of_an_event_could_hold_a_person(kind):
    for name, kept in fields(KINDS[kind]).items():
        assert not PERSONAL.search(name)
        assert kept in PLAIN or (kind, name) in CODES


def test_the_words_for_persons_are_found():
    assert all(
        PERSONAL.search(word) for word in ("recipient_name", "email", "phone", "ship_address", "city", "latitude")
    )


@pytest.mark.parametrize("state", TRACKING_STATES)
def test_the_one_word_in_an_event_is_a_tracking_state(state):
    event = events.ParcelTracked(1, 2, state)
    assert from_payload("ParcelTracked", to_payload(event)) == event


def test_an_unknown_kind_or_field_is_refused():
    with pytest.raises(KeyError):
        from_payload("OrderEaten", {"order_id": 1})
    with pytest.raises(TypeError):
        from_payload("OrderPlaced", {"order_id": 1, "name": "Ada"})
    with pytest.raises(TypeError):
        from_payload("OrderPlaced", {})
