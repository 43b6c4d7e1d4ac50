"""The form of a scoreboard row: one command prints it, one line tells it.

A row is a module `tests/rows/s20.py` with `measure(size) -> Measured`; `size` is
"ci" (a sample) or "full". A row without a module is NOT YET and does not fail.
"""

import importlib
import os
import subprocess
import sys
import time
import traceback
from dataclasses import dataclass
from importlib.util import find_spec
from xml.etree import ElementTree

from agencies import eyes
from tests.ground import CHECKOUT
from tppo_tracker import services


@dataclass(frozen=True)
class Measured:
    """What a row found: does its target hold, and the counts that say so."""

    holds: bool
    counts: dict[str, object]

    def line(self, row: str) -> str:
        state = "ok" if self.holds else "FALLS SHORT"
        counts = " ".join(f"{name}={value}" for name, value in self.counts.items())
        return f"{row} {state} {counts}".rstrip()


def measured(row: str, size: str) -> Measured | None:
    """The row's figure, None when it does not exist yet; a crash falls short."""
    name = f"tests.rows.{row.lower()}"
    if find_spec(name) is None:
        return None
    try:
        with eyes.looking_at_everything():  # what is measured opens its own
            return importlib.import_module(name).measure(size)
    except Exception as error:  # noqa: BLE001 - one row must not hide the others
        traceback.print_exc()
        return Measured(holds=False, counts={"error": type(error).__name__})


def run(rows: tuple[str, ...]) -> int:
    """Print the rows that ONLY chooses (all if empty); 0 when none falls short."""
    chosen = [row for row in os.environ.get("ONLY", "").split(",") if row]
    if unknown := set(chosen) - set(rows):
        sys.stderr.write(f"ONLY names no row of this command: {sorted(unknown)}\n")
        return 2
    size = os.environ.get("SIZE") or "full"
    if size not in {"ci", "full"}:
        sys.stderr.write("SIZE is ci or full\n")
        return 2
    short = 0
    for row in chosen or rows:
        start = time.monotonic()
        figure = measured(row, size)
        line = figure.line(row) if figure else f"{row} NOT YET"
        took = f" seconds={time.monotonic() - start:.0f}" if figure else ""
        sys.stdout.write(f"{line}{took}\n")
        sys.stdout.flush()
        short += bool(figure and not figure.holds)
    return 1 if short else 0


def tests(*words: str) -> dict[str, int]:
    """Run tests by their paths in a process of their own: passed, failed, skipped."""
    return recorded(*words)[0]


def recorded(*words: str, **variables: str) -> tuple[dict[str, int], dict[str, str]]:
    """Run tests: passed, failed, skipped; and what they told `record_property`."""
    report = services.local().folder / f"row-{os.getpid()}.xml"
    command = [sys.executable, "-m", "pytest", "-q", f"--junit-xml={report}", *words]
    done = subprocess.run(
        command,
        cwd=CHECKOUT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        [suite] = ElementTree.parse(report).getroot().iter("testsuite")  # noqa: S314 - pytest wrote it just now
    except OSError:
        sys.stderr.write(done.stdout + done.stderr)
        return {"passed": 0, "failed": 1, "skipped": 0}, {}
    finally:
        report.unlink(missing_ok=True)
    total, skipped = int(suite.attrib["tests"]), int(suite.attrib["skipped"])
    failed = int(suite.attrib["failures"]) + int(suite.attrib["errors"])
    if failed:
        sys.stderr.write(done.stdout)
    counts = {"passed": total - skipped - failed, "failed": failed, "skipped": skipped}
    told = {p.attrib["name"]: p.attrib["value"] for p in suite.iter("property")}
    return counts, told
