"""Where the names and numbers of a map stand, so that none hides another.

A name stands inside its region if it fits, else at sea with a line to it, else only
the number is written, else nothing: the table beside the map says all. Text does not
shrink with the map, so places are tried in pixels at two widths.
"""

import math
from dataclasses import dataclass

from reports.boundaries.outlines import Outlines

CELL = 4  # pixels: how finely land and sea are told apart
LETTER, DIGITS, LINE = 6.7, 26, 15  # pixels of a bold letter, of a number, of a line
FITS, AT_SEA = 0.72, 0.86  # of a name's cells must lie in its own region, at sea
PHONE = 288  # pixels across a map on a phone of 360
DIRECTIONS, RADII = 24, (22, 30, 40, 52, 66, 84, 104, 128)
ABROAD = 44  # pixels that a line may run over the land of others


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def hits(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True)
class Label:
    """In pixels at the width it was tried at. `kind`: name over number ("both"),
    "number" alone, or "line": both in a row, a line leading to (`to_x`, `to_y`)."""

    kind: str
    text: str
    x: float
    y: float
    anchor: str = "middle"
    to_x: float = 0
    to_y: float = 0

    def box(self, scale: float = 1.0) -> Box:
        """The pixels it covers where the map is `scale` times as wide."""
        x, y = self.x * scale, self.y * scale
        name = len(self.text) * LETTER
        if self.kind == "line":
            left = x if self.anchor == "start" else x - name - DIGITS
            return Box(left - 4, y - 9, left + name + DIGITS + 4, y + 9)
        half = max(name if self.kind == "both" else 0, DIGITS) / 2
        rise = LINE if self.kind == "both" else LINE / 2
        return Box(x - half, y - rise, x + half, y + rise)


class Raster:
    """Which region owns each cell, and how deep inside it the cell lies."""

    def __init__(self, outlines: Outlines, width: int):
        self.scale = width / outlines.width
        self.columns = width // CELL
        self.rows = math.ceil(outlines.height * self.scale / CELL)
        self.owner: list[list[str]] = [[""] * self.columns for _ in range(self.rows)]
        for code, rings in outlines.rings.items():
            for ring in rings:
                self._fill(code, [(x * self.scale, y * self.scale) for x, y in ring])

    def _fill(self, code: str, ring: list[tuple[float, float]]) -> None:
        edges = list(zip(ring, ring[1:] + ring[:1], strict=True))
        for row in range(self.rows):
            y = (row + 0.5) * CELL
            crossings = sorted(
                a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
                for a, b in edges
                if (a[1] <= y) != (b[1] <= y)
            )
            for start, end in zip(crossings[::2], crossings[1::2], strict=True):
                first = max(0, math.ceil(start / CELL - 0.5))
                for column in range(first, min(self.columns, round(end / CELL))):
                    self.owner[row][column] = code

    def depths(self) -> dict[str, tuple[float, float, float]]:
        """code → (depth, x, y) of its cell furthest from any border, in pixels."""
        depth = [[0] * self.columns for _ in range(self.rows)]
        forward = [(r, c) for r in range(self.rows) for c in range(self.columns)]
        for cells, way in ((forward, -1), (forward[::-1], 1)):
            for row, column in cells:
                near = self._near(depth, row, column, way)
                seen = depth[row][column] if way == 1 else near
                depth[row][column] = min(seen, near)
        deepest: dict[str, tuple[float, float, float]] = {}
        for row, column in forward:
            place = (column + 0.5) * CELL, (row + 0.5) * CELL
            code = self.owner[row][column]
            if code and depth[row][column] > deepest.get(code, (0,))[0]:
                deepest[code] = (depth[row][column], *place)
        return deepest

    def _near(self, depth: list[list[int]], row: int, column: int, way: int) -> int:
        """One more than the shallowest neighbour on one side; 1 at a border."""
        around = ((way, -1), (way, 0), (way, 1), (0, way))
        found = 99
        for dr, dc in around:
            r, c = row + dr, column + dc
            if not (0 <= r < self.rows and 0 <= c < self.columns):
                return 1
            if self.owner[r][c] != self.owner[row][column]:
                return 1
            found = min(found, depth[r][c] + 1)
        return found

    def share(self, box: Box, *codes: str) -> float:
        """The part of the box's cells that one of `codes` owns; "" is the sea."""
        cells = [
            self.owner[row][column]
            for row in range(int(box.top // CELL), int(box.bottom // CELL) + 1)
            for column in range(int(box.left // CELL), int(box.right // CELL) + 1)
            if 0 <= row < self.rows and 0 <= column < self.columns
        ]
        return sum(owner in codes for owner in cells) / len(cells) if cells else 0.0

    def short(self, label: Label) -> bool:
        """Whether its line soon leaves the land of others."""
        home, steps = self._at(label.to_x, label.to_y), 24
        owners = [
            self._at(
                label.to_x + (label.x - label.to_x) * step / steps,
                label.to_y + (label.y - label.to_y) * step / steps,
            )
            for step in range(steps)
        ]
        length = math.hypot(label.x - label.to_x, label.y - label.to_y)
        return sum(o not in ("", home) for o in owners) * length / steps <= ABROAD

    def _at(self, x: float, y: float) -> str:
        row, column = int(y // CELL), int(x // CELL)
        on = 0 <= row < self.rows and 0 <= column < self.columns
        return self.owner[row][column] if on else ""


def placed(
    outlines: Outlines, names: dict[str, str], width: int
) -> dict[str, tuple[Label, bool]]:
    """code → its label at `width` pixels, and whether it fits on a phone too.

    `names` are the words to write. Regions with room inside come first, the deepest
    first; the others look for a place at sea.
    """
    raster = Raster(outlines, width)
    deepest = raster.depths()
    order = sorted(deepest, key=lambda code: (-deepest[code][0], code))
    height = outlines.height * raster.scale
    labels: dict[str, Label] = {}
    for code in order:
        _, x, y = deepest[code]
        both = Label("both", names[code], x, y)
        if raster.share(both.box(), code) >= FITS and _free(both, labels):
            labels[code] = both
    edge = Box(0, 0, width, height)
    for code in sorted(
        set(order) - set(labels), key=lambda code: (deepest[code][2], code)
    ):
        label = _at_sea(raster, names[code], deepest[code][1:], labels, edge)
        if label:
            labels[code] = label
    for code in sorted(set(order) - set(labels)):
        alone = Label("number", "", *deepest[code][1:])
        if raster.share(alone.box(), code) >= FITS and _free(alone, labels):
            labels[code] = alone
    return _on_phones(labels, order, width)


def _free(label: Label, labels: dict[str, Label]) -> bool:
    box = label.box()
    return not any(box.hits(other.box()) for other in labels.values())


def _at_sea(
    raster: Raster,
    name: str,
    point: tuple[float, float],
    labels: dict[str, Label],
    edge: Box,
) -> Label | None:
    """The nearest free stretch of sea for "name number", if there is one."""
    for radius in RADII:
        for step in range(DIRECTIONS):
            angle = 2 * math.pi * step / DIRECTIONS
            x = point[0] + radius * math.cos(angle)
            y = point[1] + radius * math.sin(angle)
            anchor = "start" if math.cos(angle) >= 0 else "end"
            label = Label("line", name, x, y, anchor, *point)
            box = label.box()
            inside = box.left >= 0 and box.right <= edge.right
            if not inside or box.top < edge.top or box.bottom > edge.bottom:
                continue
            clear = _free(label, labels) and _clear(label, labels)
            if clear and raster.share(box, "") > AT_SEA and raster.short(label):
                return label
    return None


def _clear(label: Label, labels: dict[str, Label]) -> bool:
    """Its line crosses no other label, and no other line crosses its box or line."""
    for other in labels.values():
        if _crosses(label, other.box()):
            return False
        if other.kind == "line" and _crosses(other, label.box()):
            return False
        if other.kind == "line" and _meet(label, other):
            return False
    return True


def _crosses(label: Label, box: Box) -> bool:
    for step in range(1, 20):
        part = step / 20
        x = label.to_x + (label.x - label.to_x) * part
        y = label.to_y + (label.y - label.to_y) * part
        if box.left <= x <= box.right and box.top <= y <= box.bottom:
            return True
    return False


def _meet(one: Label, two: Label) -> bool:
    a, b = (one.x, one.y), (one.to_x, one.to_y)
    c, d = (two.x, two.y), (two.to_x, two.to_y)
    return _turn(a, b, c) != _turn(a, b, d) and _turn(c, d, a) != _turn(c, d, b)


def _turn(a: tuple, b: tuple, c: tuple) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])


def _on_phones(
    labels: dict[str, Label], order: list[str], width: int
) -> dict[str, tuple[Label, bool]]:
    scale = PHONE / width
    kept: list[Box] = []
    told = {}
    for code in (code for code in order if code in labels):
        box = labels[code].box(scale)
        fits = box.left >= -4 and box.right <= PHONE + 4
        fits = fits and not any(box.hits(other) for other in kept)
        if fits:
            kept.append(box)
        told[code] = (labels[code], fits)
    return told
