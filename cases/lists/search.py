"""What the search box takes: a register number or a police report number.

Of a register number of one's own series the last part is enough: 0005, or 5.

Names, NIK and telephone numbers are not searched here, and whatever looks like one is
refused before it can reach a query, a link or a log.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases import lp_numbers
from cases.narrative import giveaways_in

REFUSAL = _(
    "Pencarian menerima nomor register atau nomor LP. Nama, NIK, dan telepon tidak"
    " dicari di sini."
)
LONGEST = 100
REGISTER = re.compile(
    r"(?P<mark>KAS/)?(?P<agency>[A-Z0-9][A-Z0-9.-]*)"
    r"(?:/(?P<year>20\d{2})?)?(?:/(?P<n>\d{0,6}))?\Z"
)
# Numbers older than Kep/464/II/2021 vary: LP and two slashes are all they share.
SEQUENCE = re.compile(r"\d{1,6}\Z")
POLICE_REPORT = re.compile(r"LP[/ .-][A-Z0-9 .,()-]*(?:/[A-Z0-9 .,()-]*){2,}\Z")
LONG_RUN = re.compile(r"\d{9}")


class Kind(StrEnum):
    REGISTER = "register"
    REGISTER_PREFIX = "register_prefix"
    SEQUENCE = "sequence"
    POLICE_REPORT = "police_report"


@dataclass(frozen=True, slots=True)
class Sought:
    """`number` as the register writes it, or as `lp_numbers.normalise` does; of a
    sequence in one's own series, its digits."""

    kind: Kind
    number: str


def read(text: str) -> Sought:
    """What `text` asks for; ValidationError if it is neither kind of number."""
    if len(text) > LONGEST or LONG_RUN.search(text) or giveaways_in(text):
        raise ValidationError(REFUSAL, code="not_a_number")
    sought = _sequence(text) or _register(text) or _police_report(text)
    if sought is None:
        raise ValidationError(REFUSAL, code="not_a_number")
    return sought


def _sequence(text: str) -> Sought | None:
    digits = text.strip()
    return Sought(Kind.SEQUENCE, digits) if SEQUENCE.match(digits) else None


def _register(text: str) -> Sought | None:
    found = REGISTER.match("".join(text.upper().split()))
    if not found or not (found["mark"] or found["year"]):
        return None
    start = f"KAS/{found['agency']}/"
    if not found["year"]:
        return None if found["n"] else Sought(Kind.REGISTER_PREFIX, start)
    start += f"{found['year']}/"
    if not found["n"]:
        return Sought(Kind.REGISTER_PREFIX, start)
    return Sought(Kind.REGISTER, f"{start}{int(found['n']):04d}")


def _police_report(text: str) -> Sought | None:
    number = lp_numbers.normalise(text)
    if POLICE_REPORT.match(number) and re.search(r"\d", number):
        return Sought(Kind.POLICE_REPORT, number)
    return None
