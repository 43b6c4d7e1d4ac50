"""Live figures of a region and a period, beside those of the year before.

Each figure is counted once, for both periods and all its panels.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _

from agencies import clock
from agencies.models import User
from cases.choices import AgeGroup
from reports import counting
from reports.counting import Answer, Answers
from reports.dashboard import panels
from reports.dashboard.panels import Panel, asked_of
from reports.dashboard.places import Places, places
from reports.drawing.charts import said, share_said
from reports.figures import FIGURES
from reports.page.comparison import Change
from reports.page.result import moment_said
from reports.page.table import Number, numbers
from reports.periods import Period
from reports.questions import Question

BY: dict[str, tuple[str, ...]] = {
    "police_reports": (),
    "cases": ("month", "progress", "modus", "platform"),
    "victims": ("age_group", "region"),
    "suspects": (),
}


@dataclass(frozen=True)
class Card:
    """`part` tells how many of the number are children, where that is told."""

    label: str
    unit: str
    number: Number
    change: Change
    query: str
    part: "Part | None" = None


@dataclass(frozen=True)
class Part:
    words: str
    href: str


class Live:
    """`asked` is a question of any figure: only its region and its days are used."""

    def __init__(self, asked: Question, user: User):
        self.asked, self.user = asked, user
        self.period = Period(asked.first, asked.last)
        self.counted = {code: self._count(code, self.period) for code in BY}

    @property
    def period_words(self) -> str:
        return self.period.called

    @property
    def last_year_words(self) -> str:
        return self.period.last_year.called

    @property
    def date_basis(self) -> str:
        return str(FIGURES["cases"].date_basis)

    @property
    def region_basis(self) -> str:
        return str(FIGURES["cases"].region_basis)

    @property
    def moment(self) -> str:
        return moment_said(clock.now(), self.user.assignment.post)

    @property
    def is_empty(self) -> bool:
        return not any(now[()].total for now, _before in self.counted.values())

    # -- Cards -------------------------------------------------------------------------

    def cards(self) -> list[Card]:
        return [self._card(code) for code in BY]

    def _card(self, code: str) -> Card:
        now, before = (answers[()] for answers in self.counted[code])
        return Card(
            label=str(FIGURES[code].label),
            unit=FIGURES[code].counted(now.total),
            number=numbers(now)({}, now.total),
            change=Change(
                now.total,
                before.total,
                self.period.last_year.in_digits,
                numbers(before)({}, before.total).href,
            ),
            query=asked_of(now),
            part=self._children() if code == "victims" and now.total else None,
        )

    def _children(self) -> Part:
        answer = self.counted["victims"][0]["age_group",]
        n = answer.cells[AgeGroup.CHILD.value,]
        of_children = Answer(replace(self._asked("child_victims"), by=()), {}, n)
        words = _("anak %(part)s dari %(whole)s (%(share)s)") % {
            "part": said(n),
            "whole": said(answer.total),
            "share": share_said(n, answer.total),
        }
        return Part(words, numbers(of_children)({}, n).href)

    # -- Panels ------------------------------------------------------------------------

    @cached_property
    def trend(self) -> Panel | None:
        """By month; a month alone stands among those of its year so far."""
        now, before = self.counted["cases"]
        if not now[()].total:
            return None
        if self.period.first.replace(day=1) == self.period.last.replace(day=1):
            now, before = self._count("cases", self.period.year_so_far)
        return panels.trend(now["month",], before["month",])

    @cached_property
    def parts(self) -> dict[str, Panel]:
        """Panels of what is cut by what, where there is anything to cut."""
        now, _before = self.counted["cases"]
        if not now[()].total:
            return {}
        return {
            "progress": panels.progress(now["progress",]),
            "modus": panels.modus(now["modus",]),
            "platforms": panels.platforms(now["platform",]),
        }

    @cached_property
    def places(self) -> Places | Panel | None:
        """None where no region is below, or where nothing happened."""
        now, _before = self.counted["victims"]
        if not now[()].total or not self.asked.area.parts:
            return None
        return places(now["region",])

    # -- Counting ----------------------------------------------------------------------

    def _asked(self, code: str) -> Question:
        return replace(self.asked, figure=FIGURES[code])

    def _count(self, code: str, period: Period) -> tuple[Answers, Answers]:
        asked = self._asked(code).during(period.first, period.last)
        before = asked.during(period.last_year.first, period.last_year.last)
        by = [(cut,) for cut in BY[code]]
        return counting.compared(asked, before, by, asker=self.user)
