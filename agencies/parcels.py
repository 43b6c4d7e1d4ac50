"""Files in a ZIP under AES-256, with a password that is drawn and not chosen.

The format's key derivation is weak (1,000 rounds of PBKDF2), so the password itself has
to be strong: 25 signs out of 31, 123 bits.
"""

import io
import secrets
from collections.abc import Mapping

import pyzipper

# None that are read as another: no 0 O, no 1 I L.
SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
GROUPS, IN_GROUP = 5, 5


def draw_password() -> str:
    """ "K7PQM-…": five groups of five, to be read out and typed."""
    groups = [
        "".join(secrets.choice(SIGNS) for _sign in range(IN_GROUP))
        for _group in range(GROUPS)
    ]
    return "-".join(groups)


def pack(files: Mapping[str, bytes], password: str) -> bytes:
    """A ZIP of `files` by their names. Names stay readable: they must say nothing."""
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", compression=pyzipper.ZIP_DEFLATED) as parcel:
        parcel.setpassword(password.encode())
        parcel.setencryption(pyzipper.WZ_AES, nbits=256)
        for name, content in files.items():
            parcel.writestr(name, content)
    return out.getvalue()
