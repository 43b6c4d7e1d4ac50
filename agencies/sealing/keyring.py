"""The secrets that live outside every database: one JSON file, read once.

Shape: {"kek": {"1": base64 of 32 bytes}, "kek_current": 1,
        "audit": {"1": …}, "audit_current": 1, "index": {"1": …}}
`kek` wraps data keys, `audit` signs audit rows, `index` makes keyed digests.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32


@dataclass(frozen=True)
class Keyring:
    kek: dict[int, bytes]
    kek_current: int
    audit: dict[int, bytes]
    audit_current: int
    index: bytes


def _keys(group: dict[str, str], name: str) -> dict[int, bytes]:
    keys = {int(number): base64.b64decode(text) for number, text in group.items()}
    if not keys or any(len(key) != KEY_BYTES for key in keys.values()):
        raise ImproperlyConfigured(
            f"KEYRING_FILE: every key in '{name}' must be base64 of {KEY_BYTES} bytes."
        )
    return keys


def parse(text: str) -> Keyring:
    """Read a keyring; raises ImproperlyConfigured naming what is wrong with it."""
    try:
        data = json.loads(text)
        ring = Keyring(
            kek=_keys(data["kek"], "kek"),
            kek_current=int(data["kek_current"]),
            audit=_keys(data["audit"], "audit"),
            audit_current=int(data["audit_current"]),
            index=_keys(data["index"], "index")[1],
        )
    except (KeyError, ValueError, TypeError) as error:
        raise ImproperlyConfigured(f"KEYRING_FILE is damaged: {error}") from error
    if ring.kek_current not in ring.kek or ring.audit_current not in ring.audit:
        raise ImproperlyConfigured("KEYRING_FILE: a current key is missing.")
    return ring


@cache
def current() -> Keyring:
    return parse(Path(settings.KEYRING_FILE).read_text())


def digest(purpose: str, text: str) -> bytes:
    """A keyed SHA-256 of `text` (32 bytes): compares without being readable."""
    message = f"{purpose}\0{text}".encode()
    return hmac.new(current().index, message, hashlib.sha256).digest()
