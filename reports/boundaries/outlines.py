"""Outlines of regions as SVG paths on a whole-number grid."""

import itertools
import math
from dataclasses import dataclass

from reports.boundaries import topology
from reports.boundaries.topology import Ring, Topology

GRID = 1000  # units across a map
# Square units. A point whose triangle is smaller goes; an islet that is smaller goes
# unless it is all of its region.
LEAST_TRIANGLE, LEAST_ISLET = 4.0, 8.0
TALLEST = 0.92  # height over width; a taller region gets sea on both sides


@dataclass(frozen=True)
class Outlines:
    """`rings`: code → its rings in units, the largest first; y grows downwards."""

    width: int
    height: int
    rings: dict[str, list[Ring]]


def drawn(regions: Topology, least: float = LEAST_TRIANGLE) -> Outlines:
    """`regions` on the grid, filling it, with few points and shared borders."""
    used = {n if n >= 0 else ~n for r in regions.regions.values() for x in r for n in x}
    points = [point for number in used for point in regions.arcs[number]]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    margin = max(0.0, ((north - south) / TALLEST - (east - west)) / 2)
    west, east = west - margin, east + margin
    scale = GRID / (east - west)

    def on_grid(arc: Ring) -> Ring:
        flat = [((x - west) * scale, (north - y) * scale) for x, y in arc]
        kept = topology.simplified(flat, least)
        return [(round(x), round(y)) for x, y in kept]

    arcs = [on_grid(arc) if i in used else [] for i, arc in enumerate(regions.arcs)]
    return Outlines(
        GRID,
        round((north - south) * scale),
        {code: _rings(r, arcs) for code, r in regions.regions.items()},
    )


def _rings(numbers: list[list[int]], arcs: list[Ring]) -> list[Ring]:
    rings = [_without_repeats(topology.ring_of(ring, arcs)) for ring in numbers]
    rings.sort(key=size_of, reverse=True)
    seen = [ring for ring in rings if len(ring) > 2 and size_of(ring) >= LEAST_ISLET]
    return seen or rings[:1]


def _without_repeats(ring: Ring) -> Ring:
    ends = zip(ring, ring[-1:] + ring[:-1], strict=True)
    return [point for point, before in ends if point != before] or ring[:1]


def size_of(ring: Ring) -> float:
    return abs(topology.signed_area(ring))


def path_of(rings: list[Ring]) -> str:
    """The `d` of a path: each ring from its first point by relative steps."""
    return "".join(_steps(ring) for ring in rings)


def _steps(ring: Ring) -> str:
    words = [f"M{int(ring[0][0])} {int(ring[0][1])}l"]
    for (x0, y0), (x1, y1) in itertools.pairwise(ring):
        for step in (int(x1 - x0), int(y1 - y0)):
            blank = "" if step < 0 or words[-1].endswith("l") else " "
            words.append(f"{blank}{step}")
    return "".join(words) + "z"


def dot_of(rings: list[Ring], radius: int) -> list[int] | None:
    """[x, y, radius] where a region smaller than half its dot gets one."""
    if sum(size_of(ring) for ring in rings) > math.pi * radius**2 / 2:
        return None
    xs, ys = zip(*rings[0], strict=True)
    return [round(sum(xs) / len(xs)), round(sum(ys) / len(ys)), radius]
