"""Runs several programs side by side as one: they start, end and fail together.

Pure standard library.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

GRACE = 15.0  # seconds between SIGTERM and SIGKILL
REST = 3.0  # seconds before what ended by itself is started again
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass
class Together:
    """Named child processes, each the head of its own process group.

    `revived` are those whose end ends no other: each is started again, and it is said.
    """

    children: dict[str, subprocess.Popen] = field(default_factory=dict)
    asked_to_stop: bool = False
    revived: dict[str, list[str]] = field(default_factory=dict)
    _ended: dict[str, float] = field(default_factory=dict)

    def start_revived(self, name: str, command: list[str]) -> None:
        """Start one without which the others go on."""
        self.revived[name] = command
        self.start(name, command)

    def start(
        self, name: str, command: list[str], log: Path | None = None, **variables: str
    ) -> None:
        """Start one program; its output goes to `log`, else where ours goes."""
        with contextlib.ExitStack() as stack:
            out = stack.enter_context(log.open("wb")) if log else None
            self.children[name] = subprocess.Popen(
                command,
                env=os.environ | variables,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,  # Ctrl-C reaches us alone; we end them in order
                preexec_fn=die_with_parent,  # noqa: PLW1509 - runs no Python of threads
            )

    def listen(self) -> None:
        """Take SIGINT, SIGTERM and SIGHUP as the wish to stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_stop = True

    def dead(self) -> str | None:
        """The name of a program that has ended by itself and takes all with it."""
        for name, child in self.children.items():
            if name not in self.revived and child.poll() is not None:
                return name
        return None

    def revive(self) -> None:
        """Start again what ended REST seconds ago and may."""
        for name, command in self.revived.items():
            if self.children[name].poll() is None:
                continue
            if name not in self._ended:
                self._ended[name] = time.monotonic()
                sys.stderr.write(f"{name} ended by itself; it is started again.\n")
            elif time.monotonic() - self._ended[name] > REST:
                del self._ended[name]
                self.start(name, command)

    def wait(self) -> str | None:
        """Until asked to stop (None) or a program ends by itself (its name)."""
        while not self.asked_to_stop:
            if name := self.dead():
                return name
            self.revive()
            time.sleep(0.2)
        return None

    def end(self) -> None:
        """End every program and all that they started."""
        for child in self.children.values():
            signal_group(child, signal.SIGTERM)
        limit = time.monotonic() + GRACE
        for child in self.children.values():
            try:
                child.wait(max(0.1, limit - time.monotonic()))
            except subprocess.TimeoutExpired:
                signal_group(child, signal.SIGKILL)
                child.wait()
        for child in self.children.values():
            signal_group(child, signal.SIGKILL)  # a group may outlive its head


def signal_group(child: subprocess.Popen, number: int) -> None:
    """Signal a program's whole process group; quiet when it is gone."""
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return


def die_with_parent() -> None:
    """On Linux the kernel ends the child when its parent is killed outright."""
    if LIBC:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
