"""The file outside the database that knows how far the trail has come.

One line of JSON for each seal: {"batch", "era", "rows", "at", "mac"}. Where an era
begins, a line {"begins", "batch", "mac", "signed"} says after which seal: what the file
knew beyond it was lost with the database. A line that a crash has torn is passed over:
its seal comes again on the next line.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings

from agencies.models import AuditSeal

TAIL = 8192  # bytes: many lines


class Alarm(Exception):
    """The trail and what is known of it outside do not agree: somebody must look."""


@dataclass(frozen=True, slots=True)
class Head:
    """A seal as the file knows it; `begins` is the era that begins after it, or 0."""

    batch: int
    mac: str
    begins: int = 0
    signed: str = ""


def read(line: bytes) -> Head | None:
    """None for a line that is torn."""
    try:
        told = orjson.loads(line)
        return Head(
            int(told["batch"]),
            str(told["mac"]),
            int(told.get("begins", 0)),
            str(told.get("signed", "")),
        )
    except (ValueError, KeyError, TypeError):
        return None


def last() -> Head | None:
    """The newest whole line; None when there is none."""
    try:
        with _file().open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - TAIL))
            lines = file.read().splitlines()
    except FileNotFoundError:
        return None
    for line in reversed(lines):
        if head := read(line):
            return head
    return None


def every(upto: int) -> Iterator[Head]:
    """All lines within the first `upto` bytes, as they came."""
    try:
        with _file().open("rb") as file:
            while file.tell() < upto and (line := file.readline()):
                if head := read(line):
                    yield head
    except FileNotFoundError:
        return


def size() -> int:
    """Bytes of the file by now; 0 if it is not there."""
    return _file().stat().st_size if _file().exists() else 0


def catch_up() -> None:
    """Tell the file the seals that it does not know; Alarm if it knows better."""
    known = last()
    agree(known)
    told = known.batch if known else 0
    for seal in AuditSeal.objects.filter(batch__gt=told).order_by("batch").iterator():
        append(
            batch=seal.batch,
            era=seal.era,
            rows=seal.rows,
            at=seal.at.isoformat(),
            mac=bytes(seal.mac).hex(),
        )


def agree(known: Head | None) -> None:
    """Alarm unless the database holds the seal that the file knows of last."""
    if known is None or not known.batch:
        return
    seal = AuditSeal.objects.filter(batch=known.batch).first()
    if seal is None or bytes(seal.mac).hex() != known.mac:
        raise Alarm(f"the outside file knows another seal {known.batch}, or one more")


def append(**told: Any) -> None:
    """One line more, on the disk before this returns."""
    line = orjson.dumps(told) + b"\n"
    file = os.open(_file(), os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        end = os.lseek(file, 0, os.SEEK_END)
        if end and os.pread(file, 1, end - 1) != b"\n":
            line = b"\n" + line
        os.write(file, line)
        os.fsync(file)
    finally:
        os.close(file)


def _file() -> Path:
    return Path(settings.AUDIT_HEADS_FILE)
