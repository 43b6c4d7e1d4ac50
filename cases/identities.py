"""Who took part in a case, masked: what its page and the API tell of persons, of who
reported and of where victims are housed. Only an act of its own opens what is sealed.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Case as If
from django.db.models import OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agencies import clock
from agencies.access import Act, OutOfScope
from agencies.lookup import countries, region_search
from agencies.models import User
from agencies.sections import Section
from cases import sight, words
from cases.models import Case, Involvement, Reporter, ReporterOpening, Shelter
from cases.models.person import STANDS_IN
from cases.models.row import Row
from cases.particulars import (
    FIELDS,
    Particulars,
    in_words,
    masked,
    of_kind,
    opened_in,
)
from cases.person_choices import IdentifierKind, Part, RefusalReason, SafeChannel
from cases.sight import Sight

ANCHOR = "identitas"


def parts_open(seen: Sight) -> list[Part]:
    """What somebody may be in a case for her to know of it."""
    return [part for part in Part if seen.sees(STANDS_IN[part])]


def involvements_of(case: Case, seen: Sight):
    """Who takes part in it, as far as it opens to her, in the order of entry."""
    found = case.involvements.filter(part__in=parts_open(seen)).order_by("pk")
    told = found.as_told_to(seen.hat)
    return told.select_related("person", "victim", "suspect")


def parts_known(user: User, part: Involvement, *, besides: bool = False):
    """The standing parts of the same person that open to her; `besides` this one."""
    found = Involvement.objects.known_to(user).filter(
        person_id=part.person_id, case__withdrawn_at=None
    )
    found = found.exclude(pk=part.pk) if besides else found
    return found.select_related("case").order_by("case_id", "pk")


def shelters_of(case: Case, seen: Sight, *, and_withdrawn: bool = False):
    if not seen.sees(Section.SHELTER):
        return Shelter.objects.none()
    found = case.shelters.all() if and_withdrawn else case.shelters.standing()
    return found.select_related("victim").order_by("pk")


def reporters_of(case: Case, user: User, seen: Sight, *, and_withdrawn: bool = False):
    """Who reported it, where that opens to her: `open_until` is when an opening that
    she asked for ends, `opened_at` when she began it, `asked_at` when she asked for one
    that waits; of the last that she asked for, `refusal` is why it was refused,
    `lapsed_at` when, if unanswered, `revoked_at` when it was allowed no more."""
    if not seen.sees(Section.REPORTER):
        return Reporter.objects.none()
    mine = ReporterOpening.objects.filter(reporter=OuterRef("pk"), created_by=user)
    waiting, last = mine.waiting().order_by("-pk"), mine.standing().order_by("-pk")
    never = {"approved_at": None, "refused_at": None, "taken_back_at": None}
    unanswered = If(When(**never, then="created_at"))
    revoked = If(When(approved_at__isnull=False, then="taken_back_at"))
    held = mine.open_to(user).order_by("opened_at", "-ends_at")
    found = case.reporters.all() if and_withdrawn else case.reporters.standing()
    return found.order_by("pk").annotate(
        open_until=Subquery(held.values("ends_at")[:1]),
        opened_at=Subquery(held.values("opened_at")[:1]),
        asked_at=Subquery(waiting.values("created_at")[:1]),
        refusal=Coalesce(Subquery(last.values("refusal")[:1]), Value("")),
        lapsed_at=Subquery(last.annotate(at=unanswered).values("at")[:1]),
        revoked_at=Subquery(last.annotate(at=revoked).values("at")[:1]),
    )


def reporter_of(case: Case, user: User, public_id: UUID) -> Reporter:
    """With what `reporters_of` tells of it; OutOfScope if it does not open to her."""
    mine = reporters_of(case, user, sight.of(user, case))
    found = mine.filter(public_id=public_id).first()
    if found is None:
        raise OutOfScope
    found.case = case
    return found


def may_write(case: Case, seen: Sight, part: str) -> bool:
    return not case.is_withdrawn and seen.may(Act.EDIT_CASE, STANDS_IN[Part(part)])


def rows_for(case: Case, seen: Sight, part: str) -> dict[Row, str]:
    """Whom somebody new may be, or stand beside, with what each is called: rows of
    which nobody is linked yet; of a companion the people whom she may know of."""
    if part in (Part.VICTIM, Part.SUSPECT):
        return _unlinked(case, Part(part))
    if part == Part.WITNESS:
        return {}
    found = involvements_of(case, seen).standing()
    others = found.filter(part__in=[Part.VICTIM, Part.WITNESS])
    return {each: f"{n}. {title(each)}" for n, each in enumerate(others, start=1)}


def _unlinked(case: Case, part: Part) -> dict[Row, str]:
    """Numbered as on the page of the case, which counts the withdrawn too."""
    rows = case.victims if part == Part.VICTIM else case.suspects
    linked = case.involvements.standing().filter(part=part)
    taken = set(linked.values_list(f"{part.value}_id", flat=True))
    return {
        row: f"{part.label} {n} ({words.person(row.sex, row.age, row.age_group)})"
        for n, row in enumerate(rows.order_by("pk"), start=1)
        if not row.is_withdrawn and row.pk not in taken
    }


# -- In words --------------------------------------------------------------------------


def mask(involvement: Involvement) -> str:
    """ "Nama tercatat · 2 nomor telepon": all that is told unopened."""
    if involvement.is_withdrawn:
        return words.withdrawn_for(involvement)
    if involvement.is_hidden:
        return _("Identitas tidak terbuka bagi Anda")
    if involvement.is_shredded_told:
        return _("Identitas telah dimusnahkan.")
    if code := involvement.client_code_told:
        return _("Menolak dicatat: kode klien %(code)s") % {"code": code}
    told = in_words(involvement.recorded_told)
    return " · ".join(told) or _("Identitas belum diketahui")


def title(involvement: Involvement) -> str:
    """ "Korban (P, 15 th)", "Saksi": as what she stands there."""
    row = involvement.victim or involvement.suspect
    part = str(Part(involvement.part).label)
    if row is None:
        return part
    who = words.person(row.sex, row.age, row.age_group)
    return f"{part} ({who})"


def openable(involvement: Involvement) -> list[str]:
    """The particulars that may be asked for: those of the mask, and always those of
    which nothing may tell whether they are recorded."""
    person = involvement.person
    if not involvement.is_told or person.client_code or person.is_shredded:
        return []
    here = opened_in(involvement.section)
    asked = (name for name in of_kind(person.kind) if name in here)
    return [n for n in asked if n in person.recorded or FIELDS[n].is_unsaid]


def told(found: Particulars, names: Iterable[str]) -> list[tuple[str, list[str]]]:
    """What was opened: label and lines of each field, a dash where nothing is kept. How
    she may be reached comes before all by which she could be."""
    opened = dict.fromkeys([*names, *found.known()])
    first = sorted(opened, key=lambda name: name != "safe_contact")
    said = ((name, _said(name, getattr(found, name))) for name in first)
    return [
        (capfirst(FIELDS[name].label), lines or [words.NOTHING]) for name, lines in said
    ]


def _said(name: str, value: Any) -> list[str]:
    if name in _SAID:
        return [line for line in _SAID[name](value) if line]
    return list(value) if isinstance(value, tuple) else [value] if value else []


def _accounts(value) -> list[str]:
    return [f"{IdentifierKind(each.kind).label}: {each.value}" for each in value]


def _birth(value) -> list[str]:
    if value is None:
        return []
    if value.is_exact:
        return [words.day(value.first)]
    if value.year and (value.first.month, value.last.month) == (1, 12):
        return [_("sekitar %(year)d") % {"year": value.year}]
    return [f"{words.day(value.first)} – {words.day(value.last)}"]


def _residence(value) -> list[str]:
    country = countries.label(value.country) if value.country else ""
    return [value.address, *_region(value.region), country]


def _nationality(code: str) -> list[str]:
    return [countries.label(code)] if code else []


def _region(code: str) -> list[str]:
    found = region_search.named(code) if code else None
    return [region_search.in_full(found) if found else code]


def _contact(value) -> list[str]:
    labels = dict(SafeChannel.choices)
    never = ", ".join(str(labels[channel]) for channel in value.never)
    return [
        _("Jangan: %(channels)s") % {"channels": never} if never else "",
        " · ".join(filter(None, [str(labels.get(value.channel, "")), value.to])),
        value.hours,
    ]


_SAID: Mapping[str, Any] = {
    "accounts": _accounts,
    "birth": _birth,
    "nationality": _nationality,
    "residence": _residence,
    "origin": _region,
    "safe_contact": _contact,
}


def reporter_mask(reporter: Reporter) -> str:
    """What is recorded of who reported, and never what."""
    held = in_words(masked(reporter.recorded, [Section.REPORTER]))
    return " · ".join(held) or _("Tidak ada yang dicatat")


def reporter_words(case: Case, reporter: Any) -> str:
    """Of one that `reporters_of` found: what is recorded, and whether it is open."""
    told = [reporter_mask(reporter)]
    zone = words.zone_of(case)
    if reporter.open_until and reporter.open_until > clock.now():
        at = words.moment(reporter.open_until, zone)
        said = _("disetujui: bukalah sebelum %(at)s")
        if reporter.opened_at:
            said = _("terbuka bagi Anda sampai %(at)s")
        told.append(said % {"at": at})
    elif reporter.asked_at:
        at = words.moment(reporter.asked_at, zone)
        told.append(_("Anda memintanya %(at)s, menunggu orang kedua") % {"at": at})
    elif reporter.refusal:
        why = RefusalReason(reporter.refusal).label
        told.append(_("permintaan Anda ditolak: %(why)s") % {"why": why})
    elif reporter.revoked_at:
        told.append(_("persetujuannya ditarik kembali sebelum Anda membukanya"))
    elif reporter.lapsed_at:
        at = words.moment(reporter.lapsed_at, zone)
        told.append(_("permintaan Anda %(at)s tidak dijawab") % {"at": at})
    return " · ".join(told)
