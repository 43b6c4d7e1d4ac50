"""Seeded faults stay usable: whoever moves a line or a test moves its patch along."""

import ast
import subprocess
from functools import cache
from pathlib import Path

from tests.ground import CHECKOUT
from tests.sabotage.__main__ import Patch, patches

PATCHES = patches()


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
