"""`make sabotage`: apply each patch to a copy of the sources, see its tests fail.

`ONLY=S20` chooses the patches of a row. Exit status 0 when every patch is caught
and every row that exists has one.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests import copies

PASSED, FAILED = 0, 1  # pytest's exit statuses; a test that cannot run is neither


@dataclass(frozen=True)
class Patch:
    file: Path
    row: str
    tests: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.file.stem


def patches() -> list[Patch]:
    """The committed patches, those of the rows in ONLY."""
    only = {row for row in os.environ.get("ONLY", "").split(",") if row}
    found = []
    for file in sorted(Path(__file__).parent.glob("*.patch")):
        head = file.read_text().split("\ndiff --git", 1)[0]
        row = re.search(r"^Row: (\w+)$", head, re.MULTILINE)
        tests = re.findall(r"^Test: (\S+)$", head, re.MULTILINE)
        if not row or not tests:
            sys.exit(f"{file.name} does not name its Row and Test")
        if not only or row[1] in only:
            found.append(Patch(file, row[1], tuple(tests)))
    return found


def run_tests(folder: Path, tests: tuple[str, ...], *, aloud: bool = False) -> int:
    """pytest's exit status for the named tests; `aloud` says why they failed."""
    words = ("-m", "pytest", "-q", "--show-capture=no", *tests)
    done = copies.python(folder, *words)
    if aloud and done.returncode != PASSED:
        sys.stderr.write(f"{done.stdout[-5000:]}\n{done.stderr[-2000:]}\n")
    return done.returncode


def apply(folder: Path, patch: Patch, *options: str) -> bool:
    """Apply (or with -R take back) the patch; False when it does not fit."""
    command = ["git", "apply", "--recount", *options, str(patch.file)]
    return subprocess.run(command, cwd=folder, check=False).returncode == 0


def outcome(folder: Path, patch: Patch) -> str:
    """What came of one patch, in a word or two."""
    if not apply(folder, patch):
        return "DOES NOT APPLY"
    status = run_tests(folder, patch.tests)
    apply(folder, patch, "-R")
    return {FAILED: "caught", PASSED: "NOT CAUGHT"}.get(status, "TESTS CANNOT RUN")


def rows_without(found: list[Patch]) -> list[str]:
    """Rows that can be measured but that no patch attacks."""
    folder = Path(__file__).parent.parent / "rows"
    rows = {file.stem.upper() for file in folder.glob("[a-z][0-9]*.py")}
    return sorted(rows - {patch.row for patch in found})


def main() -> int:
    found = patches()
    caught = 0
    with copies.copied() as folder:
        every = tuple(sorted({test for patch in found for test in patch.tests}))
        if every and run_tests(folder, every, aloud=True) != PASSED:
            sys.stdout.write("sabotage FALLS SHORT: the tests fail without a patch\n")
            return 1
        for patch in found:
            word = outcome(folder, patch)
            caught += word == "caught"
            sys.stdout.write(f"{patch.row} {patch.name}: {word}\n")
            sys.stdout.flush()
        # A test that failed for want of a server would have caught nothing.
        if every and run_tests(folder, every, aloud=True) != PASSED:
            sys.stdout.write("sabotage FALLS SHORT: the tests fail afterwards\n")
            return 1
    bare = [] if os.environ.get("ONLY") else rows_without(found)
    holds = caught == len(found) and not bare
    state = "ok" if holds else "FALLS SHORT"
    counts = f"patches={len(found)} caught={caught}"
    unguarded = ",".join(bare) or "none"
    sys.stdout.write(f"sabotage {state} {counts} rows_without={unguarded}\n")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
