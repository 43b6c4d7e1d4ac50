"""The one thing about a name that the database may hold besides its sealed text.

A keyed digest of its sounds, the year of birth and the regency together: equal for the
same person in another spelling, and rare enough to be of no use to a thief who has a
list of other people (measured: `tests/cases/names/test_names_at_rest.py`). A digest of
a name alone, or of its parts, would give names away by their frequency.
"""

from agencies.sealing.keyring import digest
from cases.names.spelling import NOBODY, read, sounds

PURPOSE = "cases.names.exact"


def of(name: str, year: int, region: str) -> bytes | None:
    """32 bytes; None unless a name, the exact year and the regency are all known.

    `region` is the code of a district or regency ("64.71.03"), or of less.
    """
    heard, regency = sounds(read(name)), region[:5] if region[2:3] == "." else ""
    if heard in ("", NOBODY) or not year or not regency:
        return None
    return digest(PURPOSE, f"{heard}|{year}|{regency}")
