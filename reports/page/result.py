"""An answer in words: what it counts, how much, since when, and how it is cited."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.lookup import zones
from agencies.models import Post
from reports import drawing
from reports.counting import Answer
from reports.cuts import CUTS
from reports.drawing.charts import said
from reports.figures import Figure
from reports.page import comparison, pictures, table
from reports.page.comparison import Change
from reports.page.form import query_of
from reports.periods import Period
from reports.questions import Question

# What agencies/data/README.md says of regions.csv.
POPULATION = gettext_lazy("data kependudukan Kemendagri 2025")


@dataclass(frozen=True)
class Result:
    """What the page says of `answer`.

    `before` is the answer it is compared with (`how`), `post` that of whoever asks,
    `cited_url` an address that counts again what was known at `counted_at`.
    """

    answer: Answer
    before: Answer | None
    how: str
    post: Post
    counted_at: datetime.datetime
    cited_url: str

    @property
    def question(self) -> Question:
        return self.answer.question

    @property
    def figure(self) -> Figure:
        return self.question.figure

    @property
    def is_empty(self) -> bool:
        return not self.answer.total

    @property
    def is_of_the_past(self) -> bool:
        return self.question.known_at is not None

    # -- In words ----------------------------------------------------------------------

    @property
    def title(self) -> str:
        question = self.question
        days = Period(question.first, question.last).in_digits
        return f"{self.figure.label}, {question.area.name}, {days}"

    @property
    def total(self) -> str:
        return said(self.answer.total)

    @property
    def unit(self) -> str:
        """As it stands behind the total."""
        return self.figure.counted(self.answer.total)

    @property
    def change(self) -> Change | None:
        if self.before is None:
            return None
        other = self.before.question
        days = Period(other.first, other.last).in_digits
        href = table.numbers(self.before)({}, self.before.total).href
        return Change(self.answer.total, self.before.total, days, href)

    @property
    def beside(self) -> Answer | None:
        """`before`, where its lines stand beside those of the answer."""
        return self.before if self.before and self.before.question.by else None

    @property
    def rate(self) -> dict[str, Any] | None:
        """None where the decree gives no population."""
        population = self.question.area.population
        if not population:
            return None
        return {
            "value": comparison.rate_said(self.answer.total, population),
            "population": said(population),
            "source": POPULATION,
        }

    @property
    def moment(self) -> str:
        return moment_said(self.counted_at, self.post)

    @property
    def narrowed(self) -> list[dict[str, str]]:
        """What the figure is narrowed to, each with the address without it."""
        wanted = self.question.narrowed
        return [
            {
                "label": f"{CUTS[name].label}: {CUTS[name].word(key)}",
                "remove_url": self._without(name),
            }
            for name, key in wanted.items()
        ]

    @property
    def citation(self) -> str:
        question = self.question
        figure = str(self.figure.label)
        if self.narrowed:
            figure += f" ({'; '.join(chip['label'] for chip in self.narrowed)})"
        words = _(
            "Sumber: %(office)s, Register TPPO, “%(figure)s” (versi %(version)d),"
            " %(region)s, %(period)s: %(total)s %(unit)s. Dasar tanggal: %(basis)s."
            " Cakupan: perkara satuan itu; keadaan per %(moment)s."
        ) % {
            "office": self.post.agency.name,
            "figure": figure,
            "version": self.figure.version,
            "region": question.area.name,
            "period": Period(question.first, question.last).in_words,
            "total": self.total,
            "unit": self.unit,
            "basis": self.figure.date_basis,
            "moment": self.moment,
        }
        return f"{words} {self._compared}".rstrip()

    @property
    def _compared(self) -> str:
        """What the citation says of the comparison; "" without one."""
        if self.change is None or self.before is None:
            return ""
        other = self.before.question
        return _(
            "Pembanding, %(period)s: %(before)s %(unit)s; perubahan %(change)s."
        ) % {
            "period": Period(other.first, other.last).in_words,
            "before": said(self.before.total),
            "unit": self.figure.counted(self.before.total),
            "change": comparison.change_said(self.answer.total, self.before.total),
        }

    # -- Addresses ---------------------------------------------------------------------

    @property
    def list_url(self) -> str:
        return table.numbers(self.answer)({}, self.answer.total).href

    @property
    def api_url(self) -> str:
        return f"{reverse('api_figures')}?{query_of(self.question)}"

    @property
    def present_url(self) -> str:
        """The same question as of now."""
        query = query_of(self.question, compare=self.how, known_at="")
        return f"{reverse('figures')}?{query}"

    def _without(self, name: str) -> str:
        query = query_of(self.question, compare=self.how, **{name: ""})
        return f"{reverse('figures')}?{query}"

    # -- Tables and pictures -----------------------------------------------------------

    @property
    def cut_title(self) -> str:
        first, *others = (_lower(str(cut.label)) for cut in self.question.cuts)
        words = _("Menurut %(cut)s") % {"cut": first}
        return words + "".join(_(" dan %(cut)s") % {"cut": cut} for cut in others)

    @property
    def attribution(self) -> str:
        """Whose boundaries a map draws."""
        return drawing.ATTRIBUTION

    @property
    def caption(self) -> str:
        return f"{self.title}. {self.cut_title}"

    def drawn(self) -> dict[str, Any]:
        """`chart` is HTML with its own table, `table` one of two cuts with a `stack` of
        it as HTML, `map` HTML; each None where there is none."""
        found: dict[str, Any] = dict.fromkeys(("chart", "table", "stack", "map"))
        if self.is_empty or not self.question.by:
            return found
        if len(self.question.by) == 1:
            found["chart"] = self._chart()
        else:
            found["table"] = table.of_two(self.answer, self.beside)
            found["stack"] = drawn(
                pictures.stack(found["table"], self.answer, self.caption)
            )
        found["map"] = drawn(pictures.map_of(self.answer, self.caption))
        return found

    def _chart(self) -> SafeString:
        if not pictures.is_trend(self.question):
            return drawing.draw(pictures.bars(self.answer, self.caption, self.beside))
        return drawing.draw(pictures.trend(self.answer, self.beside, self.caption))


def moment_said(moment: datetime.datetime, post: Post) -> str:
    """ "22 November 2026 pukul 07.08 WITA", where she works."""
    return zones.moment_in_words(moment, zones.zone_of(post))


def drawn(spec: drawing.Stack | drawing.Choropleth | None) -> SafeString | None:
    return None if spec is None else drawing.draw(spec)


def _lower(label: str) -> str:
    """A label inside a sentence; LP stays LP."""
    return label if label.isupper() else label[:1].lower() + label[1:]
