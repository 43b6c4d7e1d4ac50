"""The case page: what each of its parts shows, in words, without a name or a text."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agencies import access
from agencies.access import Act
from agencies.lookup import codes
from agencies.models import User
from cases import stages, timeline, words
from cases.choices import (
    AgeGroup,
    Custody,
    Determination,
    LegalStatus,
    Progress,
    Stage,
    WithdrawReason,
)
from cases.models import Case, Place, PoliceReport, Suspect, Victim
from cases.models.row import Row

# Where the bar of progress stands at a stage; stopped and handed over stay in place.
STEPS = (Stage.PRE_INVESTIGATION, Stage.INVESTIGATION, Stage.FILE_P21)
TRIED = {Stage.FILE_STAGE_2, Stage.INDICTED, Stage.TRIAL, Stage.DEMAND}
HALTED = {Progress.STOPPED, Progress.TRANSFERRED}


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
    title: str
    add: str
    items: list[Item]
    withdrawn: list[Item]
    add_url: str = ""

    @property
    def count(self) -> int:
        return len(self.items)


def rights(case: Case, user: User) -> dict[str, bool]:
    """What she may do on this case, by the name of the act."""
    return {
        act.value: access.may_on_case(user.hat, act, lead_agency_id=case.lead_agency_id)
        for act in (Act.EDIT_CASE, Act.RECORD_STAGE, Act.WITHDRAW, Act.RESTORE)
    }


def context(case: Case, user: User) -> dict[str, Any]:
    """Everything that `cases/case.html` shows, in at most twenty questions."""
    may = rights(case, user)
    sections = [_section(case, noun, may, _items(case, noun, user)) for noun in _NOUNS]
    entries = list(case.stage_entries.in_order())
    shown, more = timeline.entries(case, words.zone_of(case))
    return {
        "case": case,
        "may": may,
        "sections": sections,
        "group": {"code": case.progress.value, "word": case.progress.label},
        "line": _line(case, sections),
        "steps": steps(case, [e for e in entries if not e.is_withdrawn]),
        "next_step": next_step(case, [e for e in entries if not e.is_withdrawn]),
        "next_step_url": _next_step_url(case, sections),
        "summary": summary(case),
        "stages": stage_rows(case, entries),
        "withdrawn_for": _withdrawn_for(case),
        "writes_narrative": case.created_by_id == user.pk
        and case.lead_agency_id == user.hat.agency_id,
        "timeline": shown,
        "timeline_url": reverse("case_timeline", args=[case.public_id]) if more else "",
        "jumps": _jumps(sections, entries),
    }


def _withdrawn_for(row: Row) -> str:
    return str(WithdrawReason(row.withdraw_reason).label) if row.is_withdrawn else ""


def _line(case: Case, sections: list[Section]) -> str:
    presumed = {Determination.PRESUMED, Determination.CONFIRMED}
    rows = [item.row for item in sections[0].items]
    victims = [victim for victim in rows if victim.determination in presumed]
    parts = [codes.label("modus_operandi", case.modus), words.people(victims)]
    return " · ".join(parts + codes.labels("digital_platform", case.platforms))


def _jumps(sections: list[Section], entries: list) -> list[dict]:
    found = [("ringkasan", _("Ringkasan"), None)]
    found += [(section.id, section.title, section.count) for section in sections]
    standing = sum(not entry.is_withdrawn for entry in entries)
    found.append(("kemajuan", _("Kemajuan"), standing))
    return [
        {"url": f"#{anchor}", "word": word, "count": count, "current": False}
        for anchor, word, count in found
    ]


# -- The head -------------------------------------------------------------------------


def _step_of(stage: Stage) -> int:
    """0 lidik, 1 sidik, 2 P-21, 3 tahap II, 4 putusan; -1 before and beside them."""
    progress = stages.PROGRESS_OF[stage]
    if progress == Progress.P21 and stage != Stage.FILE_P21:
        return 3 if stage in TRIED else 4
    order = [Progress.LIDIK, Progress.SIDIK, Progress.P21]
    return order.index(progress) if progress in order else -1


def steps(case: Case, entries: list) -> list[dict]:
    """The bar: steps done with the day they were reached, where the case stands now."""
    reached: dict[int, str] = {}
    for entry in entries:
        reached.setdefault(_step_of(Stage(entry.stage)), words.day(entry.on))
    reached.pop(-1, None)
    at = max(reached, default=-1)
    if case.progress not in HALTED:
        at = _step_of(Stage(case.stage))
    labels = ["Lidik", "Sidik", "P-21", _("Tahap II"), _("Putusan")]
    return [
        {"state": _state(n, at, case.progress), "word": label, "detail": detail}
        for n, label in enumerate(labels)
        for detail in [reached.get(n, words.NOTHING) if n <= at else words.NOTHING]
    ]


def _state(step: int, at: int, progress: Progress) -> str:
    if step < at:
        return "done"
    if step > at:
        return ""
    return "halt" if progress in HALTED else "now"


def next_step(case: Case, entries: list) -> str:
    """What is to be done next; without a report, to issue one."""
    reached = {Stage(entry.stage) for entry in entries}
    following = stages.onward(Stage(case.stage), reached)
    if following == Stage.LP_ISSUED:
        return _("Terbitkan LP")
    return str(following.label) if following else words.NOTHING


def _next_step_url(case: Case, sections: list[Section]) -> str:
    """Where it is done: the page of a new report, for who may add one."""
    if case.progress != Progress.NO_LP:
        return ""
    return next(section.add_url for section in sections if section.id == "lp")


# -- The parts ------------------------------------------------------------------------


def summary(case: Case) -> list[tuple[str, str]]:
    """Label and words of each line below the heading "Ringkasan"."""
    names = ["other_modus", "platforms", "acts", "means", "exploitation"]
    names += ["push_factors", "pull_factors"]
    lists = [
        (capfirst(str(meta.verbose_name)), words.listed(meta.code_list, chosen))
        for name in names
        for meta, chosen in [(Case._meta.get_field(name), getattr(case, name))]
        if chosen
    ]
    known_via = codes.label("complaint_channel", case.known_via)
    return [
        (_("Waktu dan tempat"), words.happened(case)),
        (_("Dilaporkan"), f"{words.day(case.reported_on)} · {known_via}"),
        (_("Modus utama"), codes.label("modus_operandi", case.modus)),
        *lists,
    ]


def stage_rows(case: Case, entries: list) -> list[dict]:
    """Stages in their order; the last standing one may be taken back."""
    standing = [entry for entry in entries if not entry.is_withdrawn]
    last = standing[-1] if len(standing) > 1 else None
    return [
        {
            "on": words.day(entry.on),
            "word": Stage(entry.stage).label,
            "group": stages.PROGRESS_OF[Stage(entry.stage)].value,
            "group_word": stages.PROGRESS_OF[Stage(entry.stage)].label,
            "withdraw_url": reverse(
                "case_stage_withdraw", args=[case.public_id, entry.public_id]
            )
            if entry is last
            else "",
            "why_withdrawn": _withdrawn_for(entry),
        }
        for entry in entries
    ]


def _section(case: Case, noun: str, may: dict, items: list[Item]) -> Section:
    anchor, title, name, add = _words_of(noun)
    for n, item in enumerate(items, start=1):
        item.name = f"{name} {n}"
        item.urls = {
            act: reverse(
                f"case_{noun}_{act}", args=[case.public_id, item.row.public_id]
            )
            for act in ("edit", "withdraw", "restore")
        }
        item.why_withdrawn = _withdrawn_for(item.row)
    section = Section(
        id=anchor,
        title=title,
        add=add,
        items=[item for item in items if not item.row.is_withdrawn],
        withdrawn=[item for item in items if item.row.is_withdrawn],
    )
    if may[Act.EDIT_CASE] and not case.is_withdrawn:
        section.add_url = reverse(f"case_{noun}_new", args=[case.public_id])
    return section


def _words_of(noun: str) -> tuple[str, str, str, str]:
    """Anchor, heading, what one of them is called, and the words that add one."""
    return {
        "victim": ("korban", _("Korban"), _("Korban"), _("Tambah korban")),
        "suspect": (
            "tersangka",
            _("Tersangka"),
            _("Tersangka"),
            _("Tambah tersangka"),
        ),
        "police_report": (
            "lp",
            _("Laporan polisi"),
            _("LP"),
            _("Tambah laporan polisi"),
        ),
        "place": ("tempat", _("Tempat lain"), _("Tempat"), _("Tambah tempat")),
    }[noun]


def _items(case: Case, noun: str, user: User) -> list[Item]:
    if noun == "police_report":
        return _police_reports(case, user)
    related, show = _NOUNS[noun]
    rows = getattr(case, related).order_by("pk")
    if noun == "place":
        rows = rows.select_related("region__parent__parent")
    return [show(row) for row in rows]


def _victim(victim: Victim) -> Item:
    parts = [
        *([AgeGroup(victim.age_group).label] if victim.age is not None else []),
        victim.get_recording_display(),
        _("Keberadaan: %(where)s") % {"where": victim.get_whereabouts_display()},
    ]
    is_victim = victim.determination != Determination.NOT_VICTIM
    return Item(
        name="",
        title=words.person(victim.sex, victim.age, victim.age_group),
        masked=True,
        row=victim,
        words=" · ".join(str(part) for part in parts),
        tags=[
            {
                "shape": "done" if is_victim else "withdrawn",
                "colour": "blue" if is_victim else "grey",
                "word": victim.get_determination_display(),
            }
        ],
    )


def _suspect(suspect: Suspect) -> Item:
    tags = [
        {
            "shape": "sidik",
            "colour": "blue"
            if suspect.legal_status != LegalStatus.REPORTED
            else "grey",
            "word": suspect.get_legal_status_display(),
        }
    ]
    if suspect.custody != Custody.NOT_RECORDED:
        wanted = suspect.custody == Custody.WANTED
        tags.append(
            {
                "shape": "late" if wanted else "asked",
                "colour": "red" if wanted else "grey",
                "word": suspect.get_custody_display(),
            }
        )
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


# Noun → the case's related name and the function that shows one row.
_NOUNS = {
    "victim": ("victims", _victim),
    "suspect": ("suspects", _suspect),
    "police_report": ("police_reports", None),
    "place": ("places", _place),
}
