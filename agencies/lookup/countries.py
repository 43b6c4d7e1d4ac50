"""Countries: what a code is, what it is called, and in which order they are offered.

ISO 3166-1 says which there are, so all stand in a file that ships and no office adds
one. The code list `destination_country` says which are met most, in their order, and
which are not taken any longer for a place.
"""

import csv
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agencies.lookup import codes

FILE = Path(__file__).parent.parent / "data" / "countries.csv"
HOME = "ID"
# The code list of those that are met most; its other codes are no countries.
MET = "destination_country"
NOT_CHOSEN = ("", "—")


@dataclass(frozen=True, slots=True)
class Country:
    """By its ISO 3166-1 alpha-2 code."""

    code: str
    label_id: str
    label_en: str

    @property
    def label(self) -> str:
        return self.label_en if get_language() == "en" else self.label_id


@cache
def every() -> Mapping[str, Country]:
    """All of them by their codes."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: Country(**row) for row in csv.DictReader(file)}


def label(code: str) -> str:
    """The name in the language of the request; the code itself if it is none."""
    found = every().get(code)
    return found.label if found else code


def is_one(code: str) -> bool:
    return code in every()


def check_abroad(code: str, *, held: Collection[str] = ()) -> None:
    """ValidationError for what is no other country; a retired one may stay where it
    was."""
    if code not in abroad():
        params = {"codes": code}
        raise ValidationError(codes.UNKNOWN, code="unknown_code", params=params)
    if code in codes.entries(MET):
        codes.check(MET, code, held=held)


def abroad() -> list[str]:
    """The codes of all countries but Indonesia."""
    return [code for code in every() if code != HOME]


def met_most() -> list[str]:
    """The codes of those that are met most, retired ones too."""
    return [code for code in codes.entries(MET) if code in every()]


def places_abroad(kept: str = "") -> list[tuple[str, Any]]:
    """As a select offers them; a retired one to the row that has `kept` it."""
    met = codes.entries(MET)
    retired = {code for code in met_most() if met[code].retired and code != kept}
    return _offered(met_most(), {HOME, *retired})


def nationalities() -> list[tuple[str, Any]]:
    """As a select offers them, the register's own country first."""
    return _offered([HOME, *met_most()], set())


def _offered(first: list[str], without: set[str]) -> list[tuple[str, Any]]:
    rest = sorted(every().keys() - set(first), key=lambda code: _sorted_as(label(code)))
    groups = ((_("Sering dicatat"), first), (_("Negara lain"), rest))
    return [NOT_CHOSEN] + [
        (name, [(code, label(code)) for code in group if code not in without])
        for name, group in groups
    ]


def _sorted_as(name: str) -> str:
    """Å stands with A and é with e, as people look for them."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(each for each in letters if not unicodedata.combining(each))
