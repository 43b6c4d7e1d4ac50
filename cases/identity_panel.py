"""Persons, shelters and reporters on the page of a case: masks, and ways to more."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from agencies.access import Act
from agencies.models import User
from agencies.sections import Section
from cases import identities, why, words
from cases.identities import may_write
from cases.models import (
    Case,
    Involvement,
    Person,
    Reporter,
    Shelter,
    Suspect,
    Victim,
)
from cases.models.person import STANDS_IN
from cases.models.row import Row
from cases.person_choices import Part, PersonKind, ReporterKind
from cases.sight import Sight

# Rows of the page by what the page calls them: "Korban 1".
Named = Mapping[Row, str]
PART_OF: Mapping[type[Row], Part] = {Victim: Part.VICTIM, Suspect: Part.SUSPECT}
# Who has no row of her own on the case.
BESIDE = (Part.WITNESS, Part.COMPANION, Part.GUARDIAN)
# Said whether anybody is recorded there or not.
SHUT: Mapping[Section, str | Promise] = {
    Section.VICTIM_IDENTITY: _(
        "Identitas korban, saksi, pendamping, dan wali tertutup bagi Anda."
    ),
    Section.SUSPECT: _("Identitas terlapor/tersangka tertutup bagi Anda."),
}


def context(case: Case, user: User, seen: Sight, named: Named) -> dict[str, Any]:
    """What `cases/identities.html` shows."""
    return {
        "persons": _persons(case, seen, named),
        "shelters": _shelters(case, seen, named),
        "reporters": _reporters(case, user, seen),
    }


def _persons(case: Case, seen: Sight, named: Named) -> dict[str, Any]:
    """Where a part of it is shut, no number and no "none yet" is told of the whole."""
    found = list(identities.involvements_of(case, seen))
    standing = [each for each in found if not each.is_withdrawn]
    shut = _shut(seen)
    return {
        "count": None if shut else len(standing),
        "shut": shut,
        "rows": [_person_row(case, each, named) for each in standing],
        "unknown": _unknown(case, seen, standing, named),
        "withdrawn": _withdrawn(case, seen, found),
        "adds": _adds(case, seen),
    }


def _shut(seen: Sight) -> list[tuple[str, str]]:
    """Whose identities are shut to her, and what is missing."""
    return [
        (str(told), why.why_shut(seen, section))
        for section, told in SHUT.items()
        if not seen.sees(section)
    ]


def _person_row(case: Case, each: Involvement, named: Named) -> dict[str, Any]:
    row = each.victim or each.suspect
    return {
        "name": named.get(row) or str(Part(each.part).label),
        "words": identities.mask(each),
        "tag": _kind_tag(each.person),
        "url": reverse("case_person", args=[case.public_id, each.public_id]),
    }


def _kind_tag(person: Person) -> dict[str, str] | None:
    if person.kind == PersonKind.NATURAL:
        return None
    word = str(PersonKind(person.kind).label)
    return {"shape": "empty", "colour": "grey", "word": word}


def _unknown(
    case: Case, seen: Sight, standing: list[Involvement], named: Named
) -> list[tuple[str, str]]:
    """Where to record victims and suspects who are nobody yet, for who may."""
    linked = {each.victim or each.suspect for each in standing}
    return [
        (add_url(case, PART_OF[type(row)], row), name)
        for row, name in named.items()
        if row not in linked and may_write(case, seen, PART_OF[type(row)])
    ]


def add_url(case: Case, part: Part, row: Row | None = None) -> str:
    url = reverse("case_person_new", args=[case.public_id, part.value])
    return f"{url}?row={row.public_id}" if row else url


def _adds(case: Case, seen: Sight) -> list[tuple[str, str]]:
    """Address and word of each kind of person who has no row of her own."""
    return [
        (
            add_url(case, part),
            pgettext("button", "Tambah %(what)s") % {"what": str(part.label).lower()},
        )
        for part in BESIDE
        if may_write(case, seen, part)
    ]


def _withdrawn(case: Case, seen: Sight, found: list[Involvement]) -> list[dict]:
    return [
        {
            "name": identities.title(each),
            "why": words.withdrawn_for(each),
            "url": reverse("case_person_restore", args=[case.public_id, each.public_id])
            if seen.may(Act.RESTORE, STANDS_IN[each.part]) and not case.is_withdrawn
            else "",
        }
        for each in found
        if each.is_withdrawn
    ]


def _shelters(case: Case, seen: Sight, named: Named) -> dict[str, Any] | None:
    if not seen.sees(Section.SHELTER):
        return None
    every = list(identities.shelters_of(case, seen, and_withdrawn=True))
    found = [each for each in every if not each.is_withdrawn]
    housed = {each.victim_id for each in found}
    writes = seen.may(Act.EDIT_CASE, Section.SHELTER) and not case.is_withdrawn
    new = reverse("case_shelter_new", args=[case.public_id])
    somebody = str(Part.VICTIM.label)
    return {
        "rows": [
            {
                "name": named.get(each.victim, somebody),
                "url": reverse("case_shelter", args=[case.public_id, each.public_id]),
            }
            for each in found
        ],
        "adds": [
            (f"{new}?row={row.public_id}", name)
            for row, name in named.items()
            if writes and isinstance(row, Victim) and row.pk not in housed
        ],
        "withdrawn": [
            _taken_back(case, seen, each, named.get(each.victim, somebody))
            for each in every
            if each.is_withdrawn
        ],
    }


def _taken_back(
    case: Case, seen: Sight, row: Reporter | Shelter, name: str
) -> dict[str, str]:
    """One that was withdrawn, and the way back for who may go it."""
    may = seen.may(Act.RESTORE, row.section) and not case.is_withdrawn
    route = f"case_{type(row).__name__.lower()}_restore"
    url = reverse(route, args=[case.public_id, row.public_id]) if may else ""
    return {"name": str(name), "why": words.withdrawn_for(row), "url": url}


def _reporters(case: Case, user: User, seen: Sight) -> dict[str, Any] | None:
    if not seen.sees(Section.REPORTER):
        return None
    writes = seen.may(Act.EDIT_CASE, Section.REPORTER) and not case.is_withdrawn
    every = list(identities.reporters_of(case, user, seen, and_withdrawn=True))
    return {
        "rows": [
            {
                "name": str(ReporterKind(each.kind).label),
                "words": identities.reporter_words(case, each),
                "url": reverse("case_reporter", args=[case.public_id, each.public_id]),
            }
            for each in every
            if not each.is_withdrawn
        ],
        "withdrawn": [
            _taken_back(case, seen, each, str(ReporterKind(each.kind).label))
            for each in every
            if each.is_withdrawn
        ],
        "add_url": reverse("case_reporter_new", args=[case.public_id])
        if writes
        else "",
    }
