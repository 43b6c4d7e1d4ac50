"""The sections of the case page: its victims, suspects, reports and places in words."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from agencies.access import Act
from agencies.models import User
from agencies.sections import Section as Part
from cases import words
from cases.choices import AgeGroup, Custody
from cases.models import Case, Place, PoliceReport, Suspect, Victim
from cases.models.row import Row
from cases.nouns import NOUNS, PLACE, POLICE_REPORT, VICTIM, Noun
from cases.sight import Sight

# What one row of a section is called, before its number.
NAMES = {
    "victim": pgettext_lazy("one", "Korban"),
    "suspect": gettext_lazy("Terlapor/tersangka"),
    "police_report": gettext_lazy("LP"),
    "place": gettext_lazy("Tempat"),
}


@dataclass
class Item:
    """One row of a section. `tags` as the part tag.html wants them; `links` lead to
    other cases with the same number."""

    name: str
    title: str
    row: Row
    words: str = ""
    masked: bool = False
    tags: list[dict] = field(default_factory=list)
    links: list[dict] = field(default_factory=list)
    urls: dict[str, str] = field(default_factory=dict)
    why_withdrawn: str = ""


@dataclass
class Section:
    """Rows of one noun that stand, and those that were withdrawn."""

    id: str
    title: str | Promise
    add: str
    items: list[Item]
    withdrawn: list[Item]
    add_url: str = ""

    @property
    def count(self) -> int:
        return len(self.items)


def of(case: Case, user: User, seen: Sight) -> list[Section]:
    """What of a case opens to her, in the order of its page; the rest is absent."""
    return [
        _section(case, noun, _items(case, noun, user, seen), seen)
        for noun in NOUNS
        if seen.sees(noun.model.section)
    ]


def _section(case: Case, noun: Noun, items: list[Item], seen: Sight) -> Section:
    acts = {"edit": Act.EDIT_CASE, "withdraw": Act.WITHDRAW, "restore": Act.RESTORE}
    written_in = noun.model.written_in
    for n, item in enumerate(items, start=1):
        item.name = f"{NAMES[noun.name]} {n}"
        item.urls = {
            name: noun.url(name, item.row)
            for name, act in acts.items()
            if seen.may(act, written_in)
        }
        item.why_withdrawn = words.withdrawn_for(item.row)
    section = Section(
        id=noun.anchor,
        title=noun.title,
        add=pgettext("button", "Tambah %(what)s") % {"what": noun.word},
        items=[item for item in items if not item.row.is_withdrawn],
        withdrawn=[item for item in items if item.row.is_withdrawn],
    )
    if seen.may(Act.EDIT_CASE, written_in) and not case.is_withdrawn:
        section.add_url = reverse(f"case_{noun.name}_new", args=[case.public_id])
    return section


def _items(case: Case, noun: Noun, user: User, seen: Sight) -> list[Item]:
    if noun is POLICE_REPORT:
        return _police_reports(case, user)
    rows = getattr(case, noun.related).order_by("pk")
    if noun is VICTIM:
        opened = seen.sees(Part.VICTIM_IDENTITY)
        return [_victim(row, opened=opened) for row in rows]
    if noun is PLACE:
        rows = rows.select_related("region__parent__parent")
    items = []
    for row in rows:
        row.case = case
        items.append(SHOWN[noun.name](row))
    return items


def _victim(victim: Victim, *, opened: bool) -> Item:
    """Who she is in general; exact age and whereabouts where her identity opens."""
    age = victim.age if opened else None
    parts = [
        *([AgeGroup(victim.age_group).label] if age is not None else []),
        victim.get_recording_display(),
        _("Keberadaan: %(where)s") % {"where": victim.get_whereabouts_display()},
    ]
    return Item(
        name="",
        title=words.person(victim.sex, age, victim.age_group),
        masked=True,
        row=victim,
        words=" · ".join(str(part) for part in parts) if opened else "",
        tags=[words.determination(victim.determination)],
    )


def _suspect(suspect: Suspect) -> Item:
    tags = [words.legal_status(suspect.legal_status)]
    if suspect.custody != Custody.NOT_RECORDED:
        wanted = suspect.custody == Custody.WANTED
        tags.append(
            {
                "shape": "late" if wanted else "asked",
                "colour": "red" if wanted else "grey",
                "word": suspect.get_custody_display(),
            }
        )
    if suspect.is_in_power:
        office = suspect.get_public_office_display()
        tags.append({"shape": "late", "colour": "amber", "word": office})
    roles = words.listed("suspect_role", suspect.roles)
    return Item(
        name="",
        title=words.person(suspect.sex, suspect.age, suspect.age_group),
        masked=True,
        row=suspect,
        words=_("Peran: %(roles)s") % {"roles": roles},
        tags=tags,
    )


def _place(row: Place) -> Item:
    return Item(name="", title=words.place(row.region, row.country), row=row)


def _police_reports(case: Case, user: User) -> list[Item]:
    reports = list(case.police_reports.order_by("dated_on", "pk"))
    for report in reports:
        report.case = case
    elsewhere = same_numbers(case, user, reports)
    return [_police_report(report, elsewhere[report.normalised]) for report in reports]


def _police_report(report: PoliceReport, elsewhere: list[Case]) -> Item:
    tags = []
    if not report.looks_standard:
        tags.append(
            {"shape": "late", "colour": "amber", "word": _("Nomor tidak lazim")}
        )
    return Item(
        name="",
        title=report.number,
        row=report,
        words=f"{words.day(report.dated_on)} · {report.get_model_display()}",
        tags=tags,
        links=[
            {"url": reverse("case", args=[other.public_id]), "word": other.register_no}
            for other in elsewhere
        ],
    )


def same_numbers(
    case: Case, user: User, reports: list[PoliceReport]
) -> dict[str, list[Case]]:
    """Other standing cases that she may open, with a report of the same number."""
    twins = (
        PoliceReport.objects.visible_to(user)
        .standing()
        .filter(
            normalised__in=[r.normalised for r in reports if not r.is_withdrawn],
            case__withdrawn_at=None,
        )
        .exclude(case_id=case.pk)
        .select_related("case")
        .order_by("case_id")
    )
    found: dict[str, list[Case]] = defaultdict(list)
    for twin in twins:
        found[twin.normalised].append(twin.case)
    return found


SHOWN = {"suspect": _suspect, "place": _place}
