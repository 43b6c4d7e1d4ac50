"""Seeded faults stay usable: whoever moves a line or a test moves its patch along."""

import ast
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from tests.ground import CHECKOUT
from tests.sabotage.__main__ import Patch, apply, patches

PATCHES = patches()
IN_DATABASE = re.compile(r"\bFUNCTION (\w+)\(")


@cache
def functions_of(file: Path) -> set[str]:
    found = ast.walk(ast.parse(file.read_text()))
    return {node.name for node in found if isinstance(node, ast.FunctionDef)}


def is_there(test: str) -> bool:
    path, _, name = test.partition("::")
    file = CHECKOUT / path
    return file.is_file() and (not name or name.split("[")[0] in functions_of(file))


def fits(patch: Patch) -> bool:
    command = ["git", "apply", "--check", "--recount", str(patch.file)]
    return subprocess.run(command, cwd=CHECKOUT, check=False).returncode == 0


def test_every_patch_names_tests_that_are_there():
    named = [(patch.name, test) for patch in PATCHES for test in patch.tests]
    assert [(name, test) for name, test in named if not is_there(test)] == []


def test_every_patch_fits_the_sources():
    assert [patch.name for patch in PATCHES if not fits(patch)] == []


def test_every_patch_of_a_database_function_meets_its_newest_text(tmp_path):
    """A fault in a text that a later migration replaces breaks nothing."""
    for folder in CHECKOUT.glob("*/migrations"):
        shutil.copytree(folder, tmp_path / folder.relative_to(CHECKOUT))
    fitting = [patch for patch in PATCHES if "/migrations/" in patch.file.read_text()]
    assert {patch.name: outdated(tmp_path, patch) for patch in fitting} == {
        patch.name: [] for patch in fitting
    }


def outdated(copy: Path, patch: Patch) -> list[str]:
    """Database functions that it changes where they are not made last."""
    before = made_in(copy)
    assert apply(copy, patch, "--include=*/migrations/*")
    changed = {place for place, text in made_in(copy).items() if text != before[place]}
    assert apply(copy, patch, "--include=*/migrations/*", "-R")
    last = {function: file for file, function in sorted(before)}
    return [function for file, function in changed if last[function] != file]


def made_in(copy: Path) -> dict[tuple[str, str], str]:
    """The texts of database functions, by the migration's file and their names."""
    found = {}
    for file in copy.glob("*/migrations/*.py"):
        _head, *parts = IN_DATABASE.split(file.read_text())
        for function, text in zip(parts[::2], parts[1::2], strict=True):
            found[str(file), function] = text
    return found
