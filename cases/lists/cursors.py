"""Where a page of a list ends, as a word for the address that nobody can read.

A cursor holds a date and an inner key, which a secretariat must not learn of a case
that she sees only as a summary: so it is encrypted (AES-SIV, RFC 5297: the same place
gives the same word, and a changed word opens nothing).
"""

import base64
import struct
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from agencies.sealing import keyring

Place = tuple[int, ...]


class BadCursor(Exception):
    """Not a cursor of this list."""


def seal(of_list: str, place: Place) -> str:
    """`place` (whole numbers) of the list named `of_list`, for an address."""
    packed = struct.pack(f">{len(place)}q", *place)
    sealed = _cipher().encrypt(packed, [of_list.encode()])
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def unseal(of_list: str, cursor: str, length: int) -> Place:
    """The `length` numbers that were sealed; BadCursor for anything else."""
    try:
        sealed = base64.b64decode(
            cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True
        )
        packed = _cipher().decrypt(sealed, [of_list.encode()])
        return struct.unpack(f">{length}q", packed)
    except (ValueError, InvalidTag, struct.error) as error:
        raise BadCursor from error


@cache
def _cipher() -> AESSIV:
    return AESSIV(keyring.digest("list cursor", ""))
