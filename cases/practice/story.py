"""One slot becomes acts: when what happened, and when an officer entered it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from agencies.cast import IN_POST_SINCE
from cases.choices import (
    AgeGroup,
    DatePrecision,
    Determination,
    LegalStatus,
    LpModel,
    Progress,
    Sex,
    Stage,
    Whereabouts,
    WithdrawReason,
)
from cases.practice import paths, words
from cases.practice.acts import Act, Ground, Officer, Telling, moment
from cases.practice.slots import NEVER, Slot

ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
MOST_AT_THE_PIER = 8
DAY = timedelta(days=1)


@dataclass
class Happening:
    """Something that an officer enters on `on` or later, but not after `by`."""

    on: date
    verb: str
    row: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    by: date = NEVER


@dataclass
class Story:
    """What is known of one case while it is being told."""

    lot: random.Random
    slot: Slot
    ground: Ground
    until: date
    office: str
    lp_n: int
    social: bool | None = None
    happenings: list[Happening] = field(default_factory=list)

    @property
    def last_day(self) -> date:
        return min(self.slot.settled_on, self.until - DAY)

    def add(self, on: date, verb: str, row: str = "", **fields: Any) -> None:
        """Something that counts: it is entered before the block is settled."""
        on = min(on, self.last_day)
        self.happenings.append(Happening(on, verb, row, fields, by=self.last_day))

    def withdraw(self, on: date, verb: str, row: str, reason: WithdrawReason) -> None:
        on = min(on, self.last_day)
        made = Happening(on, verb, row, {}, reason.value, self.last_day)
        self.happenings.append(made)


def lag(lot: random.Random) -> int:
    """Days from a fact to its entry: most at once, a few after weeks."""
    r = lot.random()
    if r < 0.7:
        return lot.choice((0, 0, 0, 1))
    if r < 0.92:
        return lot.randint(2, 7)
    return lot.randint(8, 30) if r < 0.98 else lot.randint(31, 75)


def tell(story: Story, by: Officer) -> Telling:
    """All acts of one case, as far as they were entered before `until`."""
    lot, slot = story.lot, story.slot
    delay = min(lot.choice((0, 0, 0, 1, 2, 5, 10)), (slot.day - slot.first).days)
    reported_on = slot.day - timedelta(days=delay if slot.has_lp else 0)
    entered_on = min(reported_on + timedelta(days=lag(lot)), story.last_day)
    entered_on = max(entered_on, reported_on)
    told = logged(story, reported_on)
    report = {
        "number": lp_number(story, slot.day, story.lp_n),
        "model": LpModel.A if lot.random() < 0.25 else LpModel.B,
        "dated_on": slot.day,
    }
    if slot.has_lp and entered_on >= slot.day:
        told["police_reports"] = [report]
    elif slot.has_lp:
        story.add(slot.day, "add_police_report", "police_reports.0", **report)
    go_on(story)
    if slot.doubles:
        story.happenings = []
        on = entered_on + timedelta(days=lot.randint(1, 20))
        story.withdraw(on, "withdraw_case", "", WithdrawReason.DOUBLE)
    else:
        later_known(story, told, entered_on)
        mishap(story, told, entered_on)
    opening = Act(moment(entered_on, lot.randint(0, 25_000)), "log_case", "", told)
    return Telling(by, (opening, *entered(story, opening.at)))


def logged(story: Story, reported_on: date) -> dict[str, Any]:
    """What is typed on the first page."""
    lot, slot = story.lot, story.slot
    ago = int(lot.random() ** 3 * 40)
    happened_on = max(reported_on - timedelta(days=ago), date(2019, 12, 1))
    precision = DatePrecision.DAY
    if ago and lot.random() < 0.06:
        happened_on, precision = happened_on.replace(day=1), DatePrecision.MONTH
    fields = {
        "happened_on": happened_on,
        "happened_precision": precision,
        "reported_on": reported_on,
        **words.codes_of(lot, slot, story.social),
        **place_of(story),
    }
    is_known = slot.suspects or slot.progress == Progress.LIDIK
    suspects = []
    if is_known and lot.random() < 0.4:
        suspects = [words.suspect(lot, slot, 0, LegalStatus.REPORTED)]
    return {
        "fields": fields,
        "victims": [words.victim(lot, cell) for cell in slot.cells],
        "suspects": suspects,
        "police_reports": [],
        "narrative": words.sentence(lot, slot, fields["modus"]),
    }


def place_of(story: Story) -> dict[str, Any]:
    """A district, else the regency; of the cases that nothing pins, some abroad."""
    lot, slot = story.lot, story.slot
    regions = story.ground.regions
    r = lot.random()
    if slot.is_free and slot.kind == "migrant" and slot.day.year != 2025 and r < 0.05:
        return {"region": None, "country": lot.choice(words.COUNTRIES)}
    if slot.is_free and r > 0.98:
        return {"region": regions[slot.province]}
    if slot.lead == "POLRES-NNK-KSKP":
        return {"region": regions["65.03.02"]}
    districts = story.ground.within.get(slot.region, ())
    if r < 0.65 and districts:
        return {"region": lot.choice(districts)}
    return {"region": regions[slot.region]}


def lp_number(story: Story, on: date, n: int) -> str:
    return f"LP/B/{n}/{ROMAN[on.month - 1]}/{on.year}/SPKT/{story.office}"


def go_on(story: Story) -> None:
    """Stages, and what becomes of the suspects with them."""
    path = paths.of_slot(story.lot, story.slot)
    for stage, on in path:
        fields = {"stage": stage, "on": on}
        by = NEVER
        if story.slot.day.year == 2025 and story.slot.has_lp:
            by = min(paths.YEAR_END, story.until - DAY) if on <= paths.YEAR_END else by
        story.happenings.append(Happening(on, "record_stage", "", fields, by=by))
        status = {
            Stage.INDICTED: LegalStatus.DEFENDANT,
            Stage.VERDICT: LegalStatus.CONVICTED,
        }.get(stage)
        for n in range(story.slot.suspects or 0) if status else ():
            acquitted = status == LegalStatus.CONVICTED and story.lot.random() < 0.06
            told = LegalStatus.ACQUITTED if acquitted else status
            edit = {"legal_status": told}
            row = f"suspects.{n}"
            story.happenings.append(Happening(on, "edit_suspect", row, edit))


def later_known(story: Story, told: dict[str, Any], entered_on: date) -> None:
    """Suspects when they are named, victims who come later, further places."""
    lot, slot = story.lot, story.slot
    days = {h.fields.get("stage"): h.on for h in story.happenings}
    named_on = days.get(Stage.SUSPECT_NAMED)
    if slot.suspects and named_on:
        known = len(told["suspects"])
        for n in range(slot.suspects):
            fields = words.suspect(lot, slot, n, LegalStatus.SUSPECT)
            if n < known:
                status = {"legal_status": LegalStatus.SUSPECT}
                story.add(named_on, "edit_suspect", f"suspects.{n}", **status)
            else:
                story.add(named_on, "add_suspect", f"suspects.{n}", **fields)
        if lot.random() < 0.3:
            confirm(story, told, named_on)
    victims = told["victims"]
    if 1 < len(victims) <= MOST_AT_THE_PIER and lot.random() < 0.15:
        on = entered_on + timedelta(days=lot.randint(1, 14))
        story.add(on, "add_victim", f"victims.{len(victims) - 1}", **victims.pop())
    further = 0.6 if slot.province == "65" else 0.1
    if slot.kind == "migrant" and lot.random() < further:
        on = entered_on + timedelta(days=lot.randint(0, 5))
        abroad = {"region": None, "country": lot.choice(words.COUNTRIES)}
        story.add(on, "add_place", "places.0", **abroad)


def confirm(story: Story, told: dict[str, Any], named_on: date) -> None:
    on = named_on + timedelta(days=story.lot.randint(2, 20))
    where = story.lot.choice((Whereabouts.WITH_FAMILY, Whereabouts.SHELTER))
    fields = {"determination": Determination.CONFIRMED, "whereabouts": where}
    for n in range(min(2, len(told["victims"]) - 1)):
        made = Happening(on, "edit_victim", f"victims.{n}", dict(fields))
        story.happenings.append(made)


# -- what was entered wrongly first


def mishap(story: Story, told: dict[str, Any], entered_on: date) -> None:
    """One case in six holds something that was put right later."""
    kinds = (
        (0.03, double_victim),
        (0.045, no_victim),
        (0.075, wrong_age),
        (0.105, wrong_number),
        (0.12, wrong_report),
        (0.14, wrong_modus),
        (0.16, wrong_place),
        (0.167, withdrawn_in_error),
    )
    drawn = story.lot.random()
    for bound, happens in kinds:
        if drawn < bound:
            on = entered_on + timedelta(days=story.lot.randint(1, 12))
            happens(story, told, on)
            return


def double_victim(story: Story, told: dict[str, Any], on: date) -> None:
    if told["victims"]:
        twin = dict(told["victims"][0])
        story.add(on - DAY, "add_victim", "victims.twin", **twin)
        story.withdraw(on, "withdraw_victim", "victims.twin", WithdrawReason.DOUBLE)


def no_victim(story: Story, told: dict[str, Any], on: date) -> None:
    fields = {"sex": Sex.FEMALE, "age_group": AgeGroup.ADULT}
    story.add(on - DAY, "add_victim", "victims.other", **fields)
    found = {"determination": Determination.NOT_VICTIM}
    story.add(on, "edit_victim", "victims.other", **found)


def wrong_age(story: Story, told: dict[str, Any], on: date) -> None:
    if told["victims"]:
        right = told["victims"][0]
        is_child = right["age_group"] == AgeGroup.CHILD
        wrong = AgeGroup.ADULT if is_child else AgeGroup.CHILD
        told["victims"][0] = {"sex": right["sex"], "age_group": wrong}
        put = {"age_group": right["age_group"], "age": right.get("age")}
        story.add(on, "edit_victim", "victims.0", **put)


def wrong_number(story: Story, told: dict[str, Any], on: date) -> None:
    for report in told["police_reports"]:
        right = report["number"]
        report["number"] = lp_number(story, story.slot.day, story.lp_n + 1000)
        story.add(on, "edit_police_report", "police_reports.0", number=right)


def wrong_report(story: Story, told: dict[str, Any], on: date) -> None:
    """The LP of another case: it is taken back, and the right one comes an hour later.
    A case that stood at its LP falls back to intake in between."""
    for report in told["police_reports"]:
        right = dict(report)
        report["number"] = lp_number(story, story.slot.day, story.lp_n + 2000)
        on = min(on, story.last_day)
        row, reason = "police_reports.0", WithdrawReason.WRONG_CASE
        story.withdraw(on, "withdraw_police_report", row, reason)
        story.add(on, "add_police_report", "police_reports.1", **right)


def wrong_modus(story: Story, told: dict[str, Any], on: date) -> None:
    fields = told["fields"]
    right = fields["modus"]
    if right in ("non_procedural_pmi", "pimping_online", "pimping_offline"):
        fields["modus"] = "fake_job_domestic"
        story.add(on, "edit_case", modus=right)


def wrong_place(story: Story, told: dict[str, Any], on: date) -> None:
    fields = told["fields"]
    right = fields["region"]
    if right and right.code != story.slot.province:
        fields["region"] = story.ground.regions[story.slot.province]
        story.add(on, "edit_case", region=right)


def withdrawn_in_error(story: Story, told: dict[str, Any], on: date) -> None:
    if told["victims"]:
        reason = WithdrawReason.WRONG_ENTRY
        story.withdraw(on - DAY, "withdraw_victim", "victims.0", reason)
        story.add(on, "restore_victim", "victims.0")


# -- from days to moments


def entered(story: Story, after: datetime) -> Iterator[Act]:
    """Acts in the order of time, each some while after the fact, none too late."""
    ordered = sorted(story.happenings, key=lambda happening: happening.on)
    limits: list[date] = []
    limit = NEVER
    for happening in reversed(ordered):
        limit = min(limit, happening.by)
        limits.insert(0, limit)
    at = after
    for happening, limit in zip(ordered, limits, strict=True):
        on = max(happening.on, IN_POST_SINCE)
        day = max(on, min(on + timedelta(days=lag(story.lot)), limit))
        wanted = moment(day, story.lot.randint(0, 25_000))
        if wanted <= at:
            wanted = at + timedelta(seconds=story.lot.randint(60, 600))
        at = wanted
        if at.date() >= story.until:
            return
        fields, reason = happening.fields, happening.reason
        yield Act(at, happening.verb, happening.row, fields, reason)
