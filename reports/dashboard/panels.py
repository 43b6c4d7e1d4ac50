"""Panels of live figures: each says its finding, draws it, and leads to its lists."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.choices import Progress
from reports import drawing
from reports.counting import Answer
from reports.cuts import NONE
from reports.drawing import Trend
from reports.drawing.charts import said
from reports.page import comparison, pictures
from reports.page.form import query_of
from reports.page.table import LAST, by_size
from reports.periods import Period
from reports.questions import Question

MONTHS_OF_A_YEAR = 12
TONES = {"platform": 2, "progress": 3}


@dataclass(frozen=True)
class Panel:
    """`query` asks the explorer for the same; `note` is "" where nothing is to add."""

    id: str
    title: str
    body: SafeString
    query: str
    note: str = ""


def trend(answer: Answer, before: Answer) -> Panel:
    now, then = answer.total, before.total
    asked = answer.question
    words = {
        "now": said(now),
        "n": said(abs(now - then)),
        "days": Period(asked.first, asked.last).in_digits,
    }
    if now == then:
        title = _("Perkara tetap %(now)s, %(days)s")
    elif not then:
        title = _("Perkara %(now)s, %(days)s; setahun sebelumnya tidak ada")
    elif now > then:
        title = _("Perkara naik %(n)s menjadi %(now)s, %(days)s")
    else:
        title = _("Perkara turun %(n)s menjadi %(now)s, %(days)s")
    spec = short(pictures.trend(answer, before, _("Perkara per bulan")), answer, before)
    return Panel("trend", title % words, drawing.draw(spec), asked_of(answer))


def short(spec: Trend, answer: Answer, before: Answer) -> Trend:
    """Of at most twelve months none needs its year: the series name theirs."""
    keys = [key for (key,) in answer.cells]
    if len(keys) > MONTHS_OF_A_YEAR:
        return spec
    named = [
        replace(month, label=formats.date_format(date.fromisoformat(f"{key}-01"), "M"))
        for key, month in zip(keys, spec.months, strict=True)
    ]
    now, then = (years(one.question) for one in (answer, before))
    return replace(spec, now=now, before=then, months=tuple(named))


def years(question: Question) -> str:
    """2026 · 2025–2026"""
    first, last = question.first.year, question.last.year
    return str(last) if first == last else f"{first}–{last}"


def progress(answer: Answer) -> Panel:
    """Every group stands here in its order, also those without a case."""
    complete = answer.cells[Progress.P21.value,]
    title = ngettext(
        "Kemajuan: %(part)s dari %(whole)s perkara sudah P-21",
        "Kemajuan: %(part)s dari %(whole)s perkara sudah P-21",
        answer.total,
    )
    return bars("progress", title % _share(complete, answer), answer)


def modus(answer: Answer) -> Panel:
    top = most(answer)
    if top is None:
        title = _("Perkara menurut modus utama")
    else:
        title = ngettext(
            "Modus utama: %(word)s, %(part)s dari %(whole)s perkara",
            "Modus utama: %(word)s, %(part)s dari %(whole)s perkara",
            answer.total,
        ) % {
            "word": answer.question.cuts[0].word(top),
            **_share(answer.cells[top,], answer),
        }
    return bars("modus", title, answer)


def platforms(answer: Answer) -> Panel:
    on_some = answer.total - answer.cells[NONE,]
    title = ngettext(
        "Platform digital dalam %(part)s dari %(whole)s perkara",
        "Platform digital dalam %(part)s dari %(whole)s perkara",
        answer.total,
    )
    note = ngettext(
        "Satu perkara dapat memuat beberapa platform: angkanya tidak dijumlahkan."
        " Bagian dihitung dari %(whole)s perkara.",
        "Satu perkara dapat memuat beberapa platform: angkanya tidak dijumlahkan."
        " Bagian dihitung dari %(whole)s perkara.",
        answer.total,
    )
    words = _share(on_some, answer)
    return bars("platform", title % words, answer, note % words)


def most(answer: Answer) -> str | None:
    """The key with the largest number; None where two share it or none has any.

    The answer has one cut; lines that name nothing do not count.
    """
    values = {key: n for (key,), n in answer.cells.items() if key not in LAST}
    first, *others = [*by_size(values, values), "", ""][:2]
    if not values.get(first) or values[first] == values.get(others[0]):
        return None
    return first


def asked_of(answer: Answer) -> str:
    return query_of(answer.question, compare=comparison.LAST_YEAR)


def _share(part: int, answer: Answer) -> dict[str, str]:
    return {"part": said(part), "whole": said(answer.total)}


def bars(id: str, title: str, answer: Answer, note: str = "") -> Panel:
    """A table with bars of one cut; lines without any are left out, but of progress."""
    spec = replace(pictures.bars(answer, title), tone=TONES.get(id, 1))
    if id != "progress":
        spec = replace(spec, rows=tuple(row for row in spec.rows if row.value))
    return Panel(id, title, drawing.draw(spec), asked_of(answer), note)
