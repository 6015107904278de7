"""A carton with what lies in it, as a picture for pages without scripts."""

from collections.abc import Sequence
from html import escape

from packhorse.algorithms.packing.cubes import NOW, WALL, Cube, box_of, shades, signs
from packhorse.algorithms.packing.goods import Sides
from packhorse.algorithms.packing.picture import Face, View, painted

WIDTH, HEIGHT, MARGIN = 480, 360, 22
INK, EDGE = "#26303b", "#8a7a63"


def carton(room: Sides, cubes: Sequence[Cube], *, title: str) -> str:
    """Draw an open carton seen from the right front, the blocks in it, and a number on each that shows its top."""
    view = View(room, WIDTH, HEIGHT, margin=MARGIN)
    found = painted([box_of(cube.placement, nth) for nth, cube in enumerate(cubes)], view)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="system-ui, sans-serif" stroke-linejoin="round"><title>{escape(title)}</title>'
    ]
    for wall in found.walls:
        parts.append(f'<polygon points="{_points(wall)}" fill="{WALL}" stroke="{EDGE}"/>')
    for face in found.faces:
        parts += _face(face, cubes[face.name])
    for (x, y), (to_x, to_y) in found.front:
        parts.append(
            f'<path d="M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}" stroke="{EDGE}" stroke-width="1.5" '
            'stroke-dasharray="6 4"/>'
        )
    for x, y, text in signs(view):
        parts.append(f'<text x="{x:.1f}" y="{y:.1f}" font-size="13" fill="{EDGE}" text-anchor="middle">{text}</text>')
    return "".join([*parts, "</svg>"])


def _face(face: Face, cube: Cube) -> list[str]:
    fill = (NOW if cube.now else shades(cube.colour))[face.axis]
    parts = [f'<polygon points="{_points(face.corners)}" fill="{fill}" stroke="{fill}" stroke-width=".5"/>']
    for lines, width in ((face.seams, 0.6), (face.edges, 2.2 if cube.now else 1.2)):
        for (x, y), (to_x, to_y) in lines:
            parts.append(
                f'<path d="M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}" stroke="{INK}" stroke-width="{width}" '
                'stroke-linecap="round"/>'
            )
    if face.middle:
        x, y = face.middle
        parts.append(
            f'<text x="{x:.1f}" y="{y + 5:.1f}" font-size="15" font-weight="700" fill="{INK}" '
            f'text-anchor="middle">{escape(cube.number)}</text>'
        )
    return parts


def _points(corners: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
