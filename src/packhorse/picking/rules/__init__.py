"""Which orders go out together, on which cart, and how waves, lists and tasks live."""

from packhorse.picking.rules.capacity import WHERE, Ahead, Work, capacity, span, words_of
from packhorse.picking.rules.carts import Cart, Load, fill_carts, stops_at
from packhorse.picking.rules.fills import FACE_DAYS, FILL_STATES, MOST_FACE, FaceNow, units_to_fill
from packhorse.picking.rules.kinds import Part, Visit, parts_of
from packhorse.picking.rules.loads import groups, problem_of, totes
from packhorse.picking.rules.setup import BOUNDS, Setup, faults
from packhorse.picking.rules.shorts import DAMAGED, DOUBTED, SHORT_REASONS, turn_of
from packhorse.picking.rules.states import (
    LIST_KINDS,
    LIST_STATES,
    MOST_TOTES,
    PAST_THE_WALL,
    RUSH,
    SCANS,
    TASK_STATES,
    WAVE_STATES,
    WITHOUT_TOTES,
    list_id_of,
    list_number,
    tote_barcode,
    wave_number,
)
from packhorse.picking.rules.waves import PlannedWave, Waiting, plan, predict, seconds_each, seconds_of

__all__ = [
    "BOUNDS",
    "DAMAGED",
    "DOUBTED",
    "FACE_DAYS",
    "FILL_STATES",
    "LIST_KINDS",
    "LIST_STATES",
    "MOST_FACE",
    "MOST_TOTES",
    "PAST_THE_WALL",
    "RUSH",
    "SCANS",
    "SHORT_REASONS",
    "TASK_STATES",
    "WAVE_STATES",
    "WHERE",
    "WITHOUT_TOTES",
    "Ahead",
    "Cart",
    "FaceNow",
    "Load",
    "Part",
    "PlannedWave",
    "Setup",
    "Visit",
    "Waiting",
    "Work",
    "capacity",
    "faults",
    "fill_carts",
    "groups",
    "list_id_of",
    "list_number",
    "parts_of",
    "plan",
    "predict",
    "problem_of",
    "seconds_each",
    "seconds_of",
    "span",
    "stops_at",
    "tote_barcode",
    "totes",
    "turn_of",
    "units_to_fill",
    "wave_number",
    "words_of",
]
