"""What a seal is over: its events by `Root`, itself and the one before by `mac_of`."""

import hashlib
import hmac
from collections.abc import Sequence
from typing import Any

import orjson

from agencies import audit
from agencies.models import AuditSeal
from agencies.sealing import keyring

# Columns of an event as `Root.add` wants them.
COLUMNS = ("era", "xid", "mac", *audit.SIGNED)


class Root:
    """Counts events, in the order of their transactions and ids, and sums them up."""

    def __init__(self) -> None:
        self.rows = self.forged = 0
        self._sum = hashlib.sha256()

    def add(self, row: Sequence[Any]) -> bool:
        """Take in the next event (COLUMNS); False if it is not genuine."""
        _era, xid, mac, *content = row
        self.rows += 1
        self._sum.update(content[0].bytes + xid.to_bytes(8))
        self._sum.update(hashlib.sha256(mac).digest())
        genuine = audit.is_signed(content, mac)
        self.forged += not genuine
        return genuine

    def digest(self) -> bytes:
        return self._sum.digest()


def mac_of(seal: AuditSeal, before: bytes, key: bytes) -> bytes:
    """HMAC over the seal and the digest of the one before (b"" for the first)."""
    said = [
        "seal",
        before.hex(),
        seal.batch,
        seal.era,
        seal.lo,
        seal.hi,
        seal.rows,
        seal.forged,
        bytes(seal.root).hex(),
        seal.key_id,
        seal.at.isoformat(timespec="microseconds"),
    ]
    return hmac.new(key, orjson.dumps(said), hashlib.sha256).digest()


def sign(seal: AuditSeal, before: bytes) -> None:
    ring = keyring.current()
    seal.key_id = ring.audit_current
    seal.mac = mac_of(seal, before, ring.audit[seal.key_id])


def is_genuine(seal: AuditSeal, before: bytes) -> bool:
    """Does the seal say what it was signed with, after that one before it?"""
    key = keyring.current().audit.get(seal.key_id)
    return key is not None and hmac.compare_digest(
        bytes(seal.mac), mac_of(seal, before, key)
    )


def sign_beginning(era: int, batch: int, head: str) -> str:
    """What the outside file says where an era begins after a seal, signed (hex)."""
    ring = keyring.current()
    return _of_beginning(era, batch, head, ring.audit[ring.audit_current])


def is_beginning(era: int, batch: int, head: str, signed: str) -> bool:
    keys = keyring.current().audit.values()
    return any(
        hmac.compare_digest(signed, _of_beginning(era, batch, head, key))
        for key in keys
    )


def _of_beginning(era: int, batch: int, head: str, key: bytes) -> str:
    said = orjson.dumps(["era", era, batch, head])
    return hmac.new(key, said, hashlib.sha256).hexdigest()
