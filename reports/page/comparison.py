"""A number beside another: how it changed, and how many it is for each inhabitant."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.drawing.charts import change_said, said
from reports.periods import Period
from reports.questions import EARLIEST, Question

PREVIOUS, LAST_YEAR = "previous", "last_year"
CHOICES = [
    ("", gettext_lazy("Tanpa pembanding")),
    (PREVIOUS, gettext_lazy("Periode sebelumnya")),
    (LAST_YEAR, gettext_lazy("Setahun sebelumnya")),
]
INHABITANTS = 100_000
LEAST_RATE = Decimal("0.01")


def question_before(question: Question, how: str) -> Question | None:
    """The same question of the period to compare with; None where none is wanted, or
    where it would begin before anything is counted."""
    asked = Period(question.first, question.last)
    found = {PREVIOUS: asked.before, LAST_YEAR: asked.last_year}.get(how)
    if found is None or found.first < EARLIEST:
        return None
    return question.during(found.first, found.last)


@dataclass(frozen=True)
class Change:
    """From `before` to `now`. Neither rising nor falling is good or bad in itself.

    `href` is the list behind `before`, "" where none is.
    """

    now: int
    before: int
    period: str  # in words
    href: str = ""

    @property
    def shape(self) -> str:
        """The shape of the sprite that says which way it went; "" for neither."""
        if self.now == self.before:
            return ""
        return "up" if self.now > self.before else "down"

    @property
    def amount(self) -> str:
        """ "−5 (−16,7%)"; no percent of nothing."""
        if self.now == self.before:
            return _("Tidak berubah")
        return change_said(self.now, self.before)

    @property
    def was(self) -> str:
        """A link where there is a list."""
        if not self.href:
            return said(self.before)
        return format_html('<a href="{}">{}</a>', self.href, said(self.before))


def rate_said(total: int, population: int) -> str:
    """How many for each 100,000 inhabitants: "0,27", "< 0,01"."""
    exact = Decimal(INHABITANTS * total) / population
    rate = exact.quantize(LEAST_RATE, ROUND_HALF_UP)
    if total and not rate:
        return f"< {number_format(LEAST_RATE, 2)}"
    return number_format(rate, 2, force_grouping=True)
