"""The case page: what each of its parts shows, in words, without a name or a text."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agencies import access, clock
from agencies.access import Act
from agencies.lookup import codes, zones
from agencies.models import User
from agencies.sections import Section as Part
from cases import (
    danger,
    identities,
    identity_panel,
    looks,
    people,
    sections,
    sight,
    stages,
    timeline,
    why,
    words,
)
from cases.choices import Determination, Progress, Stage
from cases.models import Case
from cases.models.row import Row
from cases.nouns import CASE, POLICE_REPORT, of_several_codes
from cases.sections import Section
from cases.sight import Sight

# Where the bar of progress stands at a stage; stopped and handed over stay in place.
STEPS = (Stage.PRE_INVESTIGATION, Stage.INVESTIGATION, Stage.FILE_P21)
TRIED = {Stage.FILE_STAGE_2, Stage.INDICTED, Stage.TRIAL, Stage.DEMAND}
HALTED = {Progress.STOPPED, Progress.TRANSFERRED}


def rights(seen: Sight) -> dict[str, bool]:
    """What she may do on the case itself, by the name of the act."""
    acts = (Act.EDIT_CASE, Act.WITHDRAW, Act.RESTORE)
    may = {act.value: seen.may(act) for act in acts}
    return may | {
        "record_stage": seen.may(Act.RECORD_STAGE, Part.LAW),
        "withdraw_stage": seen.may(Act.WITHDRAW, Part.LAW),
        "edit_narrative": seen.may(Act.EDIT_CASE, Part.NARRATIVE),
    }


def context(case: Case, user: User) -> dict[str, Any]:
    """Everything that `cases/case.html` shows, in at most twenty-five questions."""
    seen = sight.of(user, case)
    looks.opened(seen, user)
    may = rights(seen)
    shown_sections = sections.of(case, user, seen)
    opens_law = seen.sees(Part.LAW)
    entries = list(case.stage_entries.in_order()) if opens_law else []
    shown, more = timeline.entries(case, seen, words.zone_of(case))
    involved = people.context(case, user, seen)
    known = identity_panel.context(case, user, seen, _named(shown_sections))
    return {
        "case": case,
        "danger_until": _danger_until(case, user),
        "may": may,
        "sections": shown_sections,
        "group": {"code": case.progress.value, "word": case.progress.label},
        "line": _line(case, shown_sections),
        "steps": steps(case, [e for e in entries if not e.is_withdrawn])
        if opens_law
        else [step | {"detail": ""} for step in steps(case, [])],
        "next_step": next_step(case, entries),
        "next_step_url": _next_step_url(case, shown_sections, entries, may),
        "summary": summary(case),
        "stages": stage_rows(case, entries) if opens_law else None,
        "withdrawn_for": words.withdrawn_for(case),
        "sees_history": access.may_see_history(seen.hat, seen.ties),
        "reads_narrative": seen.sees(Part.NARRATIVE),
        "why_no_narrative": why.why_shut(seen, Part.NARRATIVE),
        "timeline": shown,
        "timeline_url": reverse("case_timeline", args=[case.public_id]) if more else "",
        "people": involved,
        **known,
        "jumps": _jumps(shown_sections, known, entries, involved["count"]),
    }


def _named(shown: list[Section]) -> dict[Row, str]:
    """Victims and suspects that stand on the page, by what it calls them."""
    found = [item for section in shown for item in section.items]
    kinds = tuple(identity_panel.PART_OF)
    return {item.row: item.name for item in found if isinstance(item.row, kinds)}


def _danger_until(case: Case, user: User) -> str:
    """Until when she has it open in danger, in words; "" if she has not."""
    until = danger.open_until(case, user)
    if until is None:
        return ""
    left = int((until - clock.now()).total_seconds()) // 60
    return _("sampai %(at)s (sisa %(hours)d jam %(minutes)d menit)") % {
        "at": zones.at_in_words(until, zones.zone_of(user.assignment.post)),
        "hours": left // 60,
        "minutes": left % 60,
    }


def _line(case: Case, shown: list[Section]) -> str:
    rows = [item.row for item in shown[0].items]
    victims = [row for row in rows if row.determination in Determination.counted()]
    parts = [codes.label("modus_operandi", case.modus), words.people(victims)]
    return " · ".join(parts + codes.labels("digital_platform", case.platforms))


def _jumps(
    shown: list[Section], known: dict[str, Any], entries: list, people: int
) -> list[dict]:
    found = [("ringkasan", _("Ringkasan"), None)]
    found += [(section.id, section.title, section.count) for section in shown]
    found.append((identities.ANCHOR, _("Identitas"), known["persons"]["count"]))
    if entries:
        standing = sum(not entry.is_withdrawn for entry in entries)
        found.append(("kemajuan", _("Kemajuan"), standing))
    found.append(("orang", _("Orang dan instansi"), people))
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
        reached.setdefault(_step_of(Stage(entry.stage)), _narrow(entry.on))
    reached.pop(-1, None)
    at = max(reached, default=-1)
    if case.progress not in HALTED or not entries:
        at = _step_of(Stage(case.stage))
    labels = ["Lidik", "Sidik", "P-21", _("Tahap II"), _("Putusan")]
    return [
        {"state": _state(n, at, case.progress), "word": label, "detail": detail}
        for n, label in enumerate(labels)
        for detail in [reached.get(n, words.NOTHING) if n <= at else words.NOTHING]
    ]


def _narrow(on: date) -> str:
    """A day that breaks before its year: five of them stand abreast on a phone."""
    return format_html("{}/<wbr>{}", *words.day(on).rsplit("/", 1))


def _state(step: int, at: int, progress: Progress) -> str:
    if step < at:
        return "done"
    if step > at:
        return ""
    return "halt" if progress in HALTED else "now"


def _following(case: Case, entries: list) -> Stage | None:
    reached = {Stage(entry.stage) for entry in entries if not entry.is_withdrawn}
    return stages.onward(Stage(case.stage), reached)


def next_step(case: Case, entries: list) -> str:
    """What is to be done next; without a report, to issue one."""
    following = _following(case, entries)
    if following == Stage.LP_ISSUED:
        return _("Terbitkan LP")
    return str(following.label) if following else words.NOTHING


def _next_step_url(
    case: Case, shown: list[Section], entries: list, may: dict[str, bool]
) -> str:
    """Where it is done, for who may: the page of a new report, or of that stage."""
    following = _following(case, entries)
    if following == Stage.LP_ISSUED:
        found = (one.add_url for one in shown if one.id == POLICE_REPORT.anchor)
        return next(found, "")
    if following is None or case.is_withdrawn or not may["record_stage"]:
        return ""
    here = reverse("case_stage_new", args=[case.public_id])
    return f"{here}?stage={following.value}"


# -- The parts ------------------------------------------------------------------------


def summary(case: Case) -> list[tuple[str, str]]:
    """Label and words of each line below the heading "Ringkasan"."""
    names = of_several_codes(CASE)
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
            "restore_url": reverse(
                "case_stage_restore", args=[case.public_id, entry.public_id]
            )
            if entry.is_withdrawn and entry.stage != Stage.LP_ISSUED
            else "",
            "why_withdrawn": words.withdrawn_for(entry),
        }
        for entry in entries
    ]
