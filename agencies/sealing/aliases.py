"""Another id for each who reads: of what several offices may know one part of each.

Two of them cannot tell by it that they know the same row, nor when that was first
recorded, and it leads back to the row for its reader alone.
"""

from uuid import UUID

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import ECB

from agencies.sealing import keyring


def alias_of(public_id: UUID, reader: int) -> UUID:
    """What the account `reader` (its key) is told instead of the id."""
    return UUID(bytes=_cipher(reader).encryptor().update(public_id.bytes))


def meant_by(alias: UUID, reader: int) -> UUID:
    """The id of which that account was told the alias."""
    return UUID(bytes=_cipher(reader).decryptor().update(alias.bytes))


def _cipher(reader: int) -> Cipher:
    """Of one block, which is all that an id takes: nothing follows it or repeats."""
    key = keyring.digest("alias of an id", str(reader))
    return Cipher(AES256(key), ECB())  # noqa: S305 - one block under a key of its own: no second one to compare
