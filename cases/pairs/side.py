"""Two persons side by side, field by field: what agrees, what differs, and what is
known of one alone. Masked: of no field its value."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from cases import duplicates, words
from cases.actions.known import writes
from cases.duplicates import SAYS_LITTLE, SIGNS, Compared, Sign
from cases.models import Identifier, Involvement, Person
from cases.particulars import FIELDS, in_words
from cases.person_choices import IdentifierKind

# What the index compares, by the row that it stands in: the fields of a name, and what
# cases say beside them.
NAME, BIRTH, SEX, REGION = "name", "birth", "sex", "region"
SIGNS_OF: Mapping[str, tuple[str, ...]] = {
    "nik": ("same_nik",),
    "passport": ("same_passport",),
    "phones": ("same_phone",),
    BIRTH: (
        "same_year",
        "year_within",
        "one_year_apart",
        "few_years_apart",
        "other_year",
    ),
    SEX: ("same_sex", "other_sex"),
    REGION: ("same_regency", "same_province", "other_province"),
}
BESIDE = {SEX: _("jenis kelamin"), REGION: _("wilayah tinggal atau asal")}
# How many words were compared weighs too, and says nothing to who reads it.
UNSAID = ("words_paired",)
ROWS = (*(name for name in FIELDS if name != "registered_name"), SEX, REGION)
# Which identifiers each field is found by.
KINDS_OF: Mapping[str, tuple[str, ...]] = {
    "nik": (IdentifierKind.NIK,),
    "passport": (IdentifierKind.PASSPORT,),
    "phones": (IdentifierKind.PHONE,),
    "accounts": IdentifierKind.others(),
}


class Found(models.TextChoices):
    """What comparing a field says."""

    SAME = "same", _("Sama")
    ALIKE = "alike", _("Mirip")
    DIFFERENT = "different", _("Berbeda")
    ONE_ONLY = "one_only", _("Hanya pada satu catatan")
    BOTH = "both", _("Ada pada keduanya")


class Line(NamedTuple):
    """A field of both, masked; `says` what the index found, in words."""

    label: str
    one: str
    other: str
    found: Found
    says: list[Sign]


Parts = Iterable[Involvement]


def lines(
    one: Person,
    other: Person,
    parts: Mapping[int, Parts],
    by: User,
    compared: Compared | None = None,
    *,
    is_paid: bool = False,
) -> list[Line]:
    """The fields that are recorded of either, by the parts that open to `by`.

    `compared` is what the index says; identifiers are compared where a try `is_paid`
    and `by` writes of both, so that whoever is told of them might open them too."""
    known = [duplicates.recorded(each, parts[each.pk]) for each in (one, other)]
    may_tell = is_paid and all(
        any(writes(by, part) for part in parts[each.pk]) for each in (one, other)
    )
    same = _same_identifiers(one, other) if may_tell else None
    found = (
        _line(name, known, _signs(name, compared), same)
        for name in ROWS
        if name in BESIDE or any(name in each for each in known)
    )
    return [line for line in found if line is not None]


def summary(found: Iterable[Line]) -> list[tuple[str, str]]:
    """What agrees, differs, or stands in one record: labels in one line each."""
    told: dict[Found, list[str]] = {}
    for line in found:
        told.setdefault(line.found, []).append(line.label)
    return [(str(each.label), ", ".join(told[each])) for each in Found if each in told]


def _line(
    name: str,
    known: list[dict[str, int]],
    signs: dict[str, float],
    same: dict[str, bool] | None,
) -> Line | None:
    has = [name in each for each in known]
    if name in BESIDE:
        if not signs:
            return None
        has = [True, True]
    cells = [_cell(name, each) for each in known]
    return Line(
        str(BESIDE.get(name) or FIELDS[name].label),
        *cells,
        _found(name, has, signs, same),
        [
            Sign(str(SIGNS.get(sign, sign)), part > 0)
            for sign, part in signs.items()
            if sign not in UNSAID
        ],
    )


def _cell(name: str, known: dict[str, int]) -> str:
    if name in BESIDE:
        return str(_("Tercatat"))
    told = in_words({name: known[name]}) if name in known else []
    return capfirst(told[0]) if told else words.NOTHING


def _found(
    name: str, has: list[bool], signs: dict[str, float], same: dict[str, bool] | None
) -> Found:
    if not all(has):
        return Found.ONE_ONLY
    if same is not None and name in same:
        return Found.SAME if same[name] else Found.DIFFERENT
    if not signs:
        return Found.BOTH
    if sum(signs.values()) < 0:
        return Found.DIFFERENT
    return Found.ALIKE if name == NAME else Found.SAME


def _signs(name: str, compared: Compared | None) -> dict[str, float]:
    """Signs of the index for a row, and what each added: those that say enough."""
    if compared is None:
        return {}
    others = {sign for signs in SIGNS_OF.values() for sign in signs}
    return {
        sign: part
        for sign, part in compared.because
        if (sign in SIGNS_OF.get(name, ()) or (name == NAME and sign not in others))
        and abs(part) >= SAYS_LITTLE
    }


def _same_identifiers(one: Person, other: Person) -> dict[str, bool]:
    """By field: have they an identifier of it in common? By digests; no key opens."""
    rows = Identifier.objects.filter(~Q(kind=IdentifierKind.NAME))
    held: dict[int, set[tuple[str, bytes]]] = {one.pk: set(), other.pk: set()}
    for row in rows.filter(person__in=held):
        held[row.person_id].add((row.kind, bytes(row.digest)))
    shared = {kind for kind, _digest in held[one.pk] & held[other.pk]}
    return {name: bool(shared & {*kinds}) for name, kinds in KINDS_OF.items()}
