"""A copy of the sources in a folder of its own, with its own services."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ground import CHECKOUT, OUTSIDE


@contextmanager
def copied() -> Iterator[Path]:
    """The committed and new files, with our packages; all is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="tppo-copy-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # the database server's account passes through
        for line in sources():
            if (CHECKOUT / line).is_file():
                (folder / line).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(CHECKOUT / line, folder / line)
        (folder / ".venv").symlink_to(Path(sys.prefix))
        try:
            yield folder
        finally:
            python(folder, "-m", "tppo_tracker.services", "reset")


def sources() -> list[str]:
    """Names of the committed and new files, relative to the checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    return listed.stdout.splitlines()


def variables(**changes: str) -> dict[str, str]:
    """Our environment without what points at this suite's services."""
    ours = {*OUTSIDE, "TPPO_ENV", "CELERY_QUEUE", "PYTEST_XDIST_WORKER"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return kept | {"PYTHONDONTWRITEBYTECODE": "1"} | changes


def run(folder: Path, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run a program in the copy; `python` means ours."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        words,
        cwd=folder,
        env=variables(PATH=path, **changes),
        capture_output=True,
        text=True,
        check=False,
    )


def python(
    folder: Path, *words: str, **changes: str
) -> subprocess.CompletedProcess[str]:
    """Run our Python in the copy, so that it imports the copy's sources."""
    return run(folder, sys.executable, *words, **changes)
