"""Where names stand beside points of a picture without covering one another."""

LETTER, HIGH = 7.6, 12  # about, of text of 12 px in capitals
Box = tuple[float, float, float, float]


class Labels:
    """The room that is left in a picture for names; what is taken is left, top, right, bottom."""

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self.taken: list[Box] = []

    def take(self, left: float, top: float, right: float, bottom: float) -> None:
        """Keep names off what is drawn there."""
        self.taken.append((left, top, right, bottom))

    def beside(
        self, x: float, y: float, text: str, *, left: bool, must: bool, level: bool = False
    ) -> tuple[float, float, str] | None:
        """Return x, y (of the base line) and anchor for a name, on the `left` rather than the right.

        None where no room is left, unless it `must` be. `level`: neither above nor below the point, where it would be
        taken for another one's.
        """
        wide = LETTER * len(text)
        sides = [(x + 8, y + 4, "start", x + 8), (x - 8, y + 4, "end", x - 8 - wide)]
        tries = [
            *(reversed(sides) if left else sides),
            (x, y - 9, "middle", x - wide / 2),
            (x, y + 18, "middle", x - wide / 2),
            (x + 6, y - 8, "start", x + 6),
            (x + 6, y + 16, "start", x + 6),
            (x - 6, y - 8, "end", x - 6 - wide),
            (x - 6, y + 16, "end", x - 6 - wide),
            (x + 6, y + 29, "start", x + 6),
            (x + 6, y - 21, "start", x + 6),
        ][: 2 if level else None]
        boxes = [(start, base - HIGH + 2, start + wide, base + 2) for _, base, _, start in tries]
        inside = [nth for nth, box in enumerate(boxes) if self._inside(box)]
        if not inside:
            return None
        best = min(inside, key=lambda nth: self._covered(boxes[nth]))
        if self._covered(boxes[best]) and not must:
            return None
        self.taken.append(boxes[best])
        return tries[best][:3]

    def _inside(self, box: Box) -> bool:
        return box[0] >= 0 and box[1] >= 0 and box[2] <= self.width and box[3] <= self.height

    def _covered(self, box: Box) -> float:
        left, top, right, bottom = box
        return sum(
            max(0.0, min(right, other[2]) - max(left, other[0])) * max(0.0, min(bottom, other[3]) - max(top, other[1]))
            for other in self.taken
        )
