"""The index on disk, sealed: a start reads it and follows the changes since.

File: 2 bytes number of the keyring's key | 60 bytes wrapped data key | sealed NumPy
archive. The data key is made for this one file. The file holds everyone who could be
found at its tick: whoever is removed afterwards must have it written anew.
"""

import io
import json
import os
import zipfile
from pathlib import Path

import numpy as np

from agencies.sealing import crypto
from agencies.sealing.crypto import CannotOpen
from agencies.sealing.keyring import KEY_BYTES
from cases.names.columns import ROW, Aside, Columns

CONTEXT = "cases.names.snapshot"
NUMBER_BYTES = 2
WRAPPED_BYTES = crypto.NONCE_BYTES + KEY_BYTES + 16
MODE = 0o600


class Refused(Exception):
    """The snapshot cannot be used: read the register instead. The words name no one."""


def save(file: Path, columns: Columns, *, tick: int, origin: str) -> None:
    """Put a snapshot in the place of the one before, which is readable until then."""
    context = f"{CONTEXT}:{origin}"
    key = os.urandom(KEY_BYTES)
    number, wrapped = crypto.wrap(key, context)
    head = number.to_bytes(NUMBER_BYTES, "big") + wrapped
    draft = file.with_suffix(".new")
    draft.touch(MODE)
    draft.chmod(MODE)
    draft.write_bytes(head + crypto.seal_bytes(key, _packed(columns, tick), context))
    draft.replace(file)


def load(file: Path, *, span: tuple[int, int], origin: str) -> tuple[int, Columns]:
    """(tick, columns). Refused when there is none, when it is damaged, of another
    database, or not of a tick in `span`, from which on changes can be followed."""
    try:
        tick, columns = _unpacked(_opened(file.read_bytes(), f"{CONTEXT}:{origin}"))
    except FileNotFoundError as error:
        raise Refused("There is no snapshot yet.") from error
    except (CannotOpen, OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Refused("The snapshot is damaged or of another database.") from error
    earliest, newest = span
    if not earliest <= tick <= newest:
        raise Refused(f"The snapshot's tick {tick} is not in {earliest}–{newest}.")
    return tick, columns


def _opened(data: bytes, context: str) -> bytes:
    number = int.from_bytes(data[:NUMBER_BYTES], "big")
    head, body = (
        data[NUMBER_BYTES:][:WRAPPED_BYTES],
        data[NUMBER_BYTES:][WRAPPED_BYTES:],
    )
    return crypto.open_bytes(crypto.unwrap(number, head, context), body, context)


def _packed(columns: Columns, tick: int) -> bytes:
    words = {
        "tick": tick,
        "words": columns.words,
        "asides": list(columns.asides.items()),
        "scopes": columns.scopes,
    }
    file = io.BytesIO()
    np.savez(
        file,
        words=np.frombuffer(json.dumps(words).encode(), np.uint8),
        lengths=columns.lengths,
        tokens=columns.tokens,
        rows=columns.rows,
    )
    return file.getvalue()


def _aside(father: list[str], initials: list[str], also: list[str]) -> Aside:
    return tuple(father), tuple(initials), tuple(also)


def _unpacked(data: bytes) -> tuple[int, Columns]:
    arrays = np.load(io.BytesIO(data), allow_pickle=False)
    words = json.loads(arrays["words"].tobytes())
    return words["tick"], Columns(
        words=words["words"],
        lengths=arrays["lengths"],
        tokens=arrays["tokens"],
        asides={name: _aside(*parts) for name, parts in words["asides"]},
        scopes=[tuple(keys) for keys in words["scopes"]],
        rows=arrays["rows"].astype(ROW),
    )
