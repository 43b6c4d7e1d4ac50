"""Values of the register in the words of the screens, in the reader's language."""

import datetime
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from agencies import clock
from agencies.lookup import codes, countries
from agencies.lookup.zones import ZONE_WORDS
from agencies.models import Region
from agencies.sections import Section
from cases.choices import (
    AgeGroup,
    DatePrecision,
    Determination,
    LegalStatus,
    Sex,
    WithdrawReason,
)
from cases.models import Case
from cases.models.row import CodesField, Row

NOTHING = "–"
PROVINCE_LENGTH = 2  # of a Kemendagri code: 64 > 64.71 > 64.71.03
CODE_LISTS = {
    "modus": "modus_operandi",
    "known_via": "complaint_channel",
}
LETTER: dict[str, str | Promise] = {
    Sex.FEMALE: pgettext_lazy("jenis kelamin", "P"),
    Sex.MALE: pgettext_lazy("jenis kelamin", "L"),
    Sex.NOT_RECORDED: "?",
}


# How a determination is drawn; only a confirmed one has the mark of what is settled.
DETERMINED = {
    Determination.INDICATED: ("asked", "grey"),
    Determination.PRESUMED: ("asked", "blue"),
    Determination.CONFIRMED: ("done", "blue"),
    Determination.NOT_VICTIM: ("empty", "grey"),
}


SECTIONS = {
    Section.SUMMARY: gettext_lazy("Ringkasan"),
    Section.LAW: gettext_lazy("Laporan polisi dan kemajuan"),
    Section.SUSPECT: gettext_lazy("Terlapor dan tersangka"),
    Section.VICTIM_IDENTITY: gettext_lazy("Identitas korban"),
    Section.SHELTER: gettext_lazy("Tempat korban dinaungi"),
    Section.CARE: gettext_lazy("Layanan bagi korban"),
    Section.NARRATIVE: gettext_lazy("Uraian"),
    Section.REPORTER: gettext_lazy("Pelapor"),
}


def section(part: Section) -> str:
    return str(SECTIONS[part])


def sections(parts: Section) -> str:
    """ "Identitas korban, Layanan bagi korban": what is opened besides the summary."""
    opened = [part for part in Section if part in parts and part != Section.SUMMARY]
    return ", ".join(section(part) for part in opened) or NOTHING


def determination(code: str) -> dict[str, str]:
    """As the part tag.html wants it."""
    found = Determination(code)
    shape, colour = DETERMINED[found]
    return {"shape": shape, "colour": colour, "word": str(found.label)}


def legal_status(code: str) -> dict[str, str]:
    """As the part tag.html wants it: who is only reported is no suspect."""
    found = LegalStatus(code)
    colour = "grey" if found == LegalStatus.REPORTED else "blue"
    return {"shape": "sidik", "colour": colour, "word": str(found.label)}


def withdrawn_for(row: Row) -> str:
    """Why a row was withdrawn; "" while it stands."""
    return str(WithdrawReason(row.withdraw_reason).label) if row.is_withdrawn else ""


def day(on: datetime.date) -> str:
    """07/03/2026"""
    return formats.date_format(on, "SHORT_DATE_FORMAT")


def partial_day(on: datetime.date, precision: str) -> str:
    """As exactly as it is known: 07/03/2026, "Maret 2026" or 2026."""
    if precision == DatePrecision.MONTH:
        return formats.date_format(on, "F Y")
    return str(on.year) if precision == DatePrecision.YEAR else day(on)


def clock_time(at: datetime.time) -> str:
    return formats.time_format(at, "TIME_FORMAT")


def moment(at: datetime.datetime, zone: ZoneInfo) -> str:
    """07/03/2026, 14.05: in `zone`, whose name stands once beside the list."""
    local = at.astimezone(zone)
    return f"{day(local.date())}, {clock_time(local.time())}"


def zone_of(case: Case) -> ZoneInfo:
    """Local time of the primary place; of Jakarta for a case abroad."""
    return ZoneInfo(case.region.time_zone) if case.region else clock.WIB


def zone_word(case: Case) -> str:
    """WIB, WITA or WIT; for a case abroad, the time of the place itself."""
    if case.region is None:
        return _("waktu setempat")
    return ZONE_WORDS[case.region.time_zone]


def place(region: Region | None, country: str) -> str:
    """ "Balikpapan Kota, Kota Balikpapan, Kalimantan Timur", or a country."""
    if region is None:
        return countries.label(country) if country else NOTHING
    names = [region.name]
    while len(region.code) > PROVINCE_LENGTH:
        region = region.parent
        names.append(region.name)
    return ", ".join(names)


def happened(case: Case) -> str:
    """Date, time with its zone, and place of a case, on one line."""
    words = partial_day(case.happened_on, case.happened_precision)
    if case.happened_time:
        words += f", {clock_time(case.happened_time)} {zone_word(case)}"
    return f"{words} · {place(case.region, case.country)}"


def person(sex: str, age: int | None, age_group: str) -> str:
    """Who is meant, without a name: "P, 15 th", or the age group if no age is known."""
    if age is not None:
        known = pgettext("umur", "%(n)d th") % {"n": age}
    else:
        known = str(AgeGroup(age_group).label).lower()
    return f"{LETTER[sex]}, {known}"


def people(victims: list) -> str:
    """ "3 korban, di antaranya 1 anak"."""
    children = sum(victim.age_group == AgeGroup.CHILD for victim in victims)
    if children == len(victims) == 1:
        return _("1 korban, seorang anak")
    words = ngettext("%(n)d korban", "%(n)d korban", len(victims))
    words %= {"n": len(victims)}
    if not children:
        return words
    inside = ngettext(
        "%(words)s, di antaranya %(n)d anak",
        "%(words)s, di antaranya %(n)d anak",
        children,
    )
    return inside % {"words": words, "n": children}


def by_age_group(by_group: Mapping[str, int]) -> str:
    """ "1 anak, 2 dewasa"; "0 korban" where nobody is counted."""
    worded = {
        "child": lambda n: ngettext("%(n)d anak", "%(n)d anak", n),
        "adult": lambda n: ngettext("%(n)d dewasa", "%(n)d dewasa", n),
        "not_recorded": lambda n: ngettext(
            "%(n)d tak tercatat umurnya", "%(n)d tak tercatat umurnya", n
        ),
    }
    told = [worded[group](n) % {"n": n} for group, n in by_group.items() if n]
    return ", ".join(told) or _("0 korban")


def listed(code_list: str, chosen: list[str]) -> str:
    """Labels of several codes: "Perekrutan, Penampungan"; a dash for none."""
    return ", ".join(codes.labels(code_list, chosen)) or NOTHING


def unit(model: type[models.Model], values: Mapping[str, Any]) -> str:
    """A unit of a form in words: one field, or those that are decided together.

    `values` are as stored: relations by their key.
    """
    if {"happened_on", "happened_precision"} <= values.keys():
        words = partial_day(values["happened_on"], values["happened_precision"])
        time = values.get("happened_time")
        return f"{words}, {clock_time(time)}" if time else words
    if "region" in values:
        region = Region.objects.select_related("parent__parent").filter(
            pk=values["region"]
        )
        return place(region.first(), values.get("country", ""))
    words = [
        _value(model._meta.get_field(name), found) for name, found in values.items()
    ]
    return " · ".join(word for word in words if word != NOTHING) or NOTHING


def _value(field: models.Field, value: Any) -> str:
    if value in (None, "", []):
        return NOTHING
    if isinstance(field, CodesField):
        return listed(field.code_list, value)
    if field.name == "country":
        return countries.label(value)
    if field.name in CODE_LISTS:
        return codes.label(CODE_LISTS[field.name], value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, datetime.date):
        return day(value)
    return clock_time(value) if isinstance(value, datetime.time) else str(value)
