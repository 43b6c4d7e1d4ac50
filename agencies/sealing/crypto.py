"""Text at rest: AES-256-GCM under a data key, the data key wrapped by the keyring's.

Sealed layout: 1 byte version | 12 bytes nonce | ciphertext and tag. The context (model,
field and public id) is authenticated, so that a sealed text moved to another row or
field does not open.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from agencies.sealing import keyring

VERSION = b"\x01"
NONCE_BYTES = 12


class CannotOpen(Exception):
    """The sealed bytes were changed, moved, or made under another key."""


def seal(key: bytes, text: str, context: str) -> bytes:
    """Encrypt `text` for one place, e.g. context `cases.Case.narrative:<uuid>`."""
    return seal_bytes(key, text.encode(), context)


def seal_bytes(key: bytes, data: bytes, context: str) -> bytes:
    """Encrypt what is no text, below 2 GiB."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, data, context.encode())


def open_sealed(key: bytes, sealed: bytes, context: str) -> str:
    """Decrypt what `seal` made for the same context; CannotOpen otherwise."""
    return open_bytes(key, bytes(sealed), context).decode()


def open_bytes(key: bytes, sealed: bytes, context: str) -> bytes:
    """Decrypt what `seal_bytes` made for the same context; CannotOpen otherwise."""
    if sealed[:1] != VERSION:
        raise CannotOpen("Unknown version of sealed text.")
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, context.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("Sealed text does not open here.") from error


def wrap(data_key: bytes, context: str) -> tuple[int, bytes]:
    """Encrypt a data key under the current key of the keyring: (key number, bytes)."""
    ring = keyring.current()
    nonce = os.urandom(NONCE_BYTES)
    wrapped = AESGCM(ring.kek[ring.kek_current]).encrypt(
        nonce, data_key, context.encode()
    )
    return ring.kek_current, nonce + wrapped


def unwrap(number: int, wrapped: bytes, context: str) -> bytes:
    """The data key again; CannotOpen if it was changed or the keyring lost its key."""
    wrapped = bytes(wrapped)
    key = keyring.current().kek.get(number)
    if key is None:
        raise CannotOpen(f"The keyring has no key {number}.")
    try:
        return AESGCM(key).decrypt(
            wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], context.encode()
        )
    except InvalidTag as error:
        raise CannotOpen("A wrapped data key does not open.") from error
