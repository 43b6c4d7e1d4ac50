"""The house drawn in docs/architecture.md is the house that stands.

A room is a module or package right under an app. The page lists each room once, with
the floor that it stands on; an import may only go down.
"""

import re

import grimp
import pytest

from tests.ground import CHECKOUT

APPS = ("agencies", "cases", "reports", "tppo_tracker")
PAGE = (CHECKOUT / "docs" / "architecture.md").read_text()
GRAPH = grimp.build_graph(*APPS, cache_dir=None)


def floors_of(app: str) -> dict[str, int]:
    """{room: floor} as the page draws it, the ground floor being 1."""
    section = PAGE.split(f"\n## {app}\n")[1].split("\n## ")[0]
    floors: dict[str, int] = {}
    for floor, rooms in re.findall(r"^\| (\d+) \| ([^|]+)\|", section, re.M):
        for room in re.findall(r"`(\w+)`", rooms):
            assert room not in floors, f"{app}.{room} is drawn twice"
            floors[room] = int(floor)
    return floors


def rooms_of(app: str) -> set[str]:
    found = {name.split(".")[1] for name in GRAPH.modules if name.startswith(f"{app}.")}
    return found - {"migrations"}


@pytest.mark.parametrize("app", APPS)
def test_every_room_is_drawn_and_every_drawn_room_stands(app):
    assert set(floors_of(app)) == rooms_of(app)


@pytest.mark.parametrize("app", APPS)
def test_imports_only_go_down_the_floors(app):
    floors = floors_of(app)
    uphill = []
    for importer in GRAPH.modules:
        for imported in GRAPH.find_modules_directly_imported_by(importer):
            ends = [name.split(".") for name in (importer, imported)]
            if any(end[0] != app or len(end) < 2 for end in ends):
                continue
            upper, lower = ends[0][1], ends[1][1]
            inside = upper == lower or "migrations" in (upper, lower)
            if not inside and floors[upper] <= floors[lower]:
                uphill.append(f"{importer} -> {imported}")
    assert uphill == []


def test_apps_import_one_way():
    order = {"agencies": 1, "cases": 2, "reports": 3, "tppo_tracker": 4}
    back = [
        f"{importer} -> {imported}"
        for importer in GRAPH.modules
        for imported in GRAPH.find_modules_directly_imported_by(importer)
        if order[importer.split(".")[0]] < order[imported.split(".")[0]]
    ]
    assert back == []
