"""How goods are laid into a carton, step by step, for a packer without a screen: pictures with words below them."""

from collections.abc import Sequence
from dataclasses import dataclass

from packhorse.algorithms.packing.cubes import NOW, WALL, Cube, box_of, shades, signs
from packhorse.algorithms.packing.goods import Sides
from packhorse.algorithms.packing.picture import View, painted
from packhorse.documents.fitting import LEADING, wrap
from packhorse.documents.sheet import BOTTOM, INNER, MARGIN, Sheet

_COLUMNS, _GAP = 3, 14.0
_WIDE = (INNER - (_COLUMNS - 1) * _GAP) / _COLUMNS
_PICTURE, _SIZE, _BELOW = 112.0, 8, 18.0
_TOP, _FIRST, _LATER = 40.0, 118.0, 76.0


@dataclass(frozen=True)
class StepPicture:
    """A step: what lies by then, what is laid (see `Cube.now`), and in words."""

    cubes: tuple[Cube, ...]
    words: str


@dataclass(frozen=True)
class PackingSteps:
    """The steps of one parcel; `carton`: what the packer takes, `room`: its inner size, millimetres."""

    order_number: str
    parcel_index: int
    parcel_count: int
    sscc: str
    carton: str
    room: Sides
    steps: tuple[StepPicture, ...]


def render(plan: PackingSteps) -> bytes:
    """Return the steps as PDF, as many A4 pages as they need."""
    title = f"How to pack {plan.order_number}, parcel {plan.parcel_index} of {plan.parcel_count}"
    sheet = Sheet(title)
    pages = _paged(plan.steps)
    nth = 0
    for page, rows in enumerate(pages, start=1):
        y = _head(sheet, plan, title, page)
        for row in rows:
            for column, step in enumerate(row):
                nth += 1
                _draw(sheet, plan, step, nth, MARGIN + column * (_WIDE + _GAP), y)
            y += _height(row)
        sheet.foot(title, page, len(pages))
        sheet.next_page()
    return sheet.pdf()


def _paged(steps: Sequence[StepPicture]) -> list[list[Sequence[StepPicture]]]:
    """Return rows of steps, page by page."""
    pages: list[list[Sequence[StepPicture]]] = [[]]
    left = BOTTOM - _FIRST
    for at in range(0, len(steps), _COLUMNS):
        row = steps[at : at + _COLUMNS]
        if pages[-1] and _height(row) > left:
            pages.append([])
            left = BOTTOM - _LATER
        pages[-1].append(row)
        left -= _height(row)
    return pages


def _height(row: Sequence[StepPicture]) -> float:
    return _PICTURE + max(len(_lines(step.words, 24)) for step in row) * _SIZE * LEADING + _BELOW


def _lines(words: str, nth: int) -> tuple[str, ...]:
    return wrap([f"{nth}. {words}"], width=_WIDE / _SIZE, bold=False)


def _head(sheet: Sheet, plan: PackingSteps, title: str, page: int) -> float:
    if page > 1:
        sheet.block(MARGIN, _TOP - 2, [f"{title}, continued"], width=INNER, height=18, size=11, bold=True)
        sheet.rule(_TOP + 20, thick=1.5)
        return _LATER
    left = sheet.code(_TOP, plan.sscc, height=34, width=210)
    sheet.line(left, _TOP + 38, plan.sscc, size=9)
    sheet.block(MARGIN, _TOP - 2, [title], width=INNER - 226, height=44, size=15, bold=True)
    length, width, height = plan.room
    size = f"Carton {plan.carton}, {length} × {width} × {height} mm inside. Seen from its right front."
    sheet.block(MARGIN, _TOP + 46, [size], width=INNER - 226, height=14, size=9)
    sheet.rule(_TOP + 64, thick=1.5)
    return _FIRST


def _draw(sheet: Sheet, plan: PackingSteps, step: StepPicture, nth: int, left: float, top: float) -> None:
    view = View(plan.room, _WIDE, _PICTURE, margin=12)

    def at(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(left + x, top + y) for x, y in points]

    found = painted([box_of(cube.placement, number) for number, cube in enumerate(step.cubes)], view)
    for wall in found.walls:
        sheet.shape(at(wall), fill=WALL, edge=0.4, grey=0.55)
    for face in found.faces:
        cube = step.cubes[face.name]
        sheet.shape(at(face.corners), fill=(NOW if cube.now else shades(cube.colour))[face.axis])
        for seam in face.seams:
            sheet.shape(at(seam), edge=0.3)
        for edge in face.edges:
            sheet.shape(at(edge), edge=1.4 if cube.now else 0.6)
        if face.middle:
            ((x, y),) = at([face.middle])
            sheet.line(x - 2.2 * len(cube.number), y - 4, cube.number, size=8, bold=True)
    for edge in found.front:
        sheet.shape(at(edge), edge=0.5, grey=0.55)
    for x, y, text in signs(view, 9):
        sheet.line(left + x - 1.8 * len(text), top + y - 6, text, size=7, grey=True)
    for row, line in enumerate(_lines(step.words, nth)):
        sheet.line(left, top + _PICTURE + 2 + row * _SIZE * LEADING, line, size=_SIZE)
