"""Code lists, read once a minute and not once a row.

Labels and bits are asked for every row of every list; the table is small and changes
seldom, so each process keeps it and looks again after a minute.
"""

import hashlib
import time
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agencies.models import Code

KEPT_SECONDS = 60
UNKNOWN = _("Pilihan tidak dikenal: %(codes)s.")


@dataclass(frozen=True, slots=True)
class Entry:
    code: str
    label_id: str
    label_en: str
    bit: int
    retired: bool

    @property
    def label(self) -> str:
        return self.label_en if get_language() == "en" else self.label_id


@cache
def _all(_minute: int) -> dict[str, dict[str, Entry]]:
    _all.cache_clear()
    lists: dict[str, dict[str, Entry]] = {}
    for row in Code.objects.all():
        entry = Entry(
            row.code, row.label_id, row.label_en, row.bit, row.retired_on is not None
        )
        lists.setdefault(row.list, {})[row.code] = entry
    return lists


def entries(code_list: str) -> dict[str, Entry]:
    """Every entry of a list by its code, in order, retired ones included."""
    return _all(int(time.monotonic() / KEPT_SECONDS)).get(code_list, {})


def all_codes() -> frozenset[tuple[str, str]]:
    """Every (list, code): what has changed if a code was added."""
    lists = _all(int(time.monotonic() / KEPT_SECONDS))
    return frozenset((name, code) for name, found in lists.items() for code in found)


def edition() -> str:
    """Names the lists as they stand: changes with any code, label or retirement."""
    lists = _all(int(time.monotonic() / KEPT_SECONDS))
    told = sorted(
        (name, repr(entry)) for name in lists for entry in lists[name].values()
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:12]


def forget() -> None:
    """Read the table again at the next question (after loading or editing codes)."""
    _all.cache_clear()


def choices(code_list: str) -> list[tuple[str, str]]:
    """What a form offers: (code, label) of entries in use."""
    return [(e.code, e.label) for e in entries(code_list).values() if not e.retired]


def label(code_list: str, code: str) -> str:
    """The label in the language of the request; the code itself if unknown."""
    entry = entries(code_list).get(code)
    return entry.label if entry else code


def labels(code_list: str, codes: list[str]) -> list[str]:
    return [label(code_list, code) for code in codes]


def check(code_list: str, *codes: str, held: Collection[str] = ()) -> None:
    """Raise ValidationError naming every code that the list does not have, or has
    retired; what a row has `held` since before may stay."""
    known = entries(code_list)
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise ValidationError(
            UNKNOWN, code="unknown_code", params={"codes": ", ".join(unknown)}
        )
    retired = [code for code in codes if known[code].retired and code not in held]
    if retired:
        raise ValidationError(
            _("Pilihan sudah tidak dipakai: %(codes)s."),
            code="retired_code",
            params={"codes": ", ".join(label(code_list, code) for code in retired)},
        )
