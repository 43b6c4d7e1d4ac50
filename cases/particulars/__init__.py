"""What identifies somebody: values, their rules, and what is told of them unopened."""

from cases.particulars.cleaning import having, require_asked
from cases.particulars.fields import (
    FIELDS,
    OF_REPORTER,
    REACHES,
    in_words,
    mask,
    masked,
    of_kind,
    opened_along,
    opened_in,
)
from cases.particulars.values import (
    NOTHING,
    Account,
    Birth,
    Particulars,
    Residence,
    SafeContact,
)

__all__ = [
    "FIELDS",
    "NOTHING",
    "OF_REPORTER",
    "REACHES",
    "Account",
    "Birth",
    "Particulars",
    "Residence",
    "SafeContact",
    "having",
    "in_words",
    "mask",
    "masked",
    "of_kind",
    "opened_along",
    "opened_in",
    "require_asked",
]
