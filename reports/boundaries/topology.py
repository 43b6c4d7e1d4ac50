"""TopoJSON: borders that two regions share are stored, simplified and rounded once.

So neighbours never gap or overlap, however few points are left.
"""

import heapq
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True)
class Topology:
    """`arcs`: lines of (longitude, latitude) in degrees. `regions`: code → its rings,
    each a list of arc numbers, `~n` being arc n walked backwards."""

    arcs: list[Ring]
    regions: dict[str, list[list[int]]]


def load(path: Path) -> Topology:
    """The first object of a quantised TopoJSON file, its ids being region codes."""
    raw = json.loads(path.read_text())
    scale, shift = raw["transform"]["scale"], raw["transform"]["translate"]
    regions = {}
    for geometry in next(iter(raw["objects"].values()))["geometries"]:
        polygons = geometry["arcs"]
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        regions[geometry["id"]] = [ring for polygon in polygons for ring in polygon]
    return Topology([_degrees(arc, scale, shift) for arc in raw["arcs"]], regions)


def _degrees(arc: list[list[int]], scale: list[float], shift: list[float]) -> Ring:
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
    return points


def inside(topology: Topology, prefix: str) -> Topology:
    """Only the regions whose code begins with `prefix`."""
    kept = {c: r for c, r in topology.regions.items() if c.startswith(prefix)}
    return Topology(topology.arcs, kept)


def dissolved(topology: Topology) -> Topology:
    """Provinces out of regencies: what two of the same province share is no border."""
    provinces: dict[str, list[int]] = {}
    for code, rings in topology.regions.items():
        arcs = provinces.setdefault(code[:2], [])
        arcs += [arc for ring in rings for arc in ring]
    return Topology(
        topology.arcs,
        {code: _stitched(arcs, topology.arcs) for code, arcs in provinces.items()},
    )


def _stitched(used: list[int], arcs: list[Ring]) -> list[list[int]]:
    """The border arcs of a province, joined end to start into closed rings."""
    times = Counter(_plain(arc) for arc in used)
    border = [arc for arc in used if times[_plain(arc)] == 1]
    starting: dict[Point, list[int]] = {}
    for arc in border:
        starting.setdefault(_ends(arc, arcs)[0], []).append(arc)
    rings = []
    while starting:
        ring = [_take(starting, next(iter(starting)))]
        start = _ends(ring[0], arcs)[0]
        while (end := _ends(ring[-1], arcs)[1]) != start:
            ring.append(_take(starting, end))
        rings.append(ring)
    return rings


def _take(starting: dict[Point, list[int]], point: Point) -> int:
    arc = starting[point].pop()
    if not starting[point]:
        del starting[point]
    return arc


def _plain(arc: int) -> int:
    return arc if arc >= 0 else ~arc


def _ends(arc: int, arcs: list[Ring]) -> tuple[Point, Point]:
    line = arcs[_plain(arc)]
    return (line[0], line[-1]) if arc >= 0 else (line[-1], line[0])


def simplified(arc: Ring, least: float) -> Ring:
    """Visvalingam and Whyatt: points go while their triangle is below `least`.

    Ends stay; a closed arc keeps four points, so an island stays an island.
    """
    closed = arc[0] == arc[-1]
    count, last = len(arc), len(arc) - 1
    before, after = list(range(-1, count - 1)), list(range(1, count + 1))
    weight = [0.0, *(_area(arc[i - 1 : i + 2]) for i in range(1, last)), 0.0]
    heap = [(weight[i], i) for i in range(1, last)]
    heapq.heapify(heap)
    gone = [False] * count
    while heap and count > (4 if closed else 2):
        area, i = heapq.heappop(heap)
        if gone[i] or area != weight[i]:
            continue
        if area >= least:
            break
        gone[i] = True
        count -= 1
        a, b = before[i], after[i]
        after[a], before[b] = b, a
        for j in (a, b):
            if 0 < j < last:
                triangle = [arc[before[j]], arc[j], arc[after[j]]]
                weight[j] = max(area, _area(triangle))
                heapq.heappush(heap, (weight[j], j))
    return [point for point, is_gone in zip(arc, gone, strict=True) if not is_gone]


def _area(ring: Ring) -> float:
    return abs(signed_area(ring))


def signed_area(ring: Ring) -> float:
    """Of a ring that need not repeat its first point; below 0 if clockwise."""
    ends = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in ends) / 2


def ring_of(numbers: list[int], arcs: list[Ring]) -> Ring:
    """The points of a ring, the first not repeated at the end."""
    points: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[:-1]
    return points
