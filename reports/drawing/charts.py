"""Where the rectangles and words of the bar charts stand.

Across in percent, down in pixels: a chart fills any width and its text never shrinks.
"""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format

from reports.drawing import scales
from reports.drawing.specs import Bars, Month, Stack, Trend

TOP, GROUND, HEIGHT = 22, 166, 190  # pixels of a trend
# Percent that the numbers of the axis take, by how many signs they have.
AXIS = {1: 4.0, 2: 6.0, 3: 8.5}
WIDEST_AXIS = 13.0
FEW_MONTHS, MANY_MONTHS = 6, 14
ROOM = 4  # percent of a stack on a phone that a digit takes


def said(value: int | None) -> str:
    """A number as the reader writes it; "–" for no data."""
    if value is None:
        return "–"
    return number_format(value, use_l10n=True, force_grouping=True)


def share_said(part: int, whole: int) -> str:
    if not whole:
        return "–"
    # Half up, as people do it; Django would cut the digits off.
    share = (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return number_format(share, 1, use_l10n=True, force_grouping=True) + "%"


def change_said(now: int, before: int) -> str:
    """ "−5 (−16,7%)"; "0" for no change, and no percent of nothing."""
    if now == before:
        return said(0)
    sign, by = "+" if now > before else "−", abs(now - before)
    share = f" ({sign}{share_said(by, before)})" if before else ""
    return f"{sign}{said(by)}{share}"


def bars(spec: Bars) -> dict:
    largest = max((row.value for row in spec.rows), default=0)
    total = sum(row.value for row in spec.rows)
    before = sum(row.before for row in spec.rows)
    return {
        "spec": spec,
        "rows": [
            {
                "bar": row,
                "width": scales.percent(scales.share(row.value, largest)),
                "value": said(row.value),
                "share": share_said(row.value, spec.whole),
                "before": said(row.before),
                "change": change_said(row.value, row.before),
            }
            for row in spec.rows
        ],
        "total": said(total),
        "total_share": share_said(total, spec.whole),
        "before_total": said(before),
        "total_change": change_said(total, before),
    }


def stack(spec: Stack) -> dict:
    sums = [sum(part.value for part in row.parts) for row in spec.rows]
    largest = max(sums, default=0)
    rows = []
    for row, total in zip(spec.rows, sums, strict=True):
        left, parts = 0.0, []
        for tone, part in enumerate(row.parts, 1):
            width = scales.share(part.value, total if spec.filled else largest)
            parts.append(
                {
                    "part": part,
                    "tone": tone,
                    "x": scales.percent(left),
                    "width": scales.percent(width),
                    "middle": scales.percent(left + width / 2),
                    "value": said(part.value),
                    "fits": width >= ROOM * (1 + len(said(part.value))),
                }
            )
            left += width
        seen = [part for part in parts if part["part"].value]
        rows.append({"row": row, "parts": seen, "total": said(total)})
    return {"spec": spec, "rows": rows, "names": list(enumerate(spec.names, 1))}


def trend(spec: Trend) -> dict:
    known = [v for month in spec.months for v in (month.value, month.before) if v]
    steps = scales.ticks(max(known, default=0))
    axis = AXIS.get(len(said(steps[-1])), WIDEST_AXIS)
    each = (100 - axis) / max(len(spec.months), 1)
    columns = [
        _column(spec, number, month, axis + number * each, each, steps[-1])
        for number, month in enumerate(spec.months)
    ]
    return {
        "spec": spec,
        "height": str(HEIGHT),
        "axis": scales.percent(axis),
        "numbers_at": scales.percent(axis - 1.2),
        "ticks": [
            {"y": _down(step, steps[-1]), "word": said(step), "ground": step == 0}
            for step in steps
        ],
        "columns": columns,
        "rows": _table(spec),
    }


def _column(
    spec: Trend, number: int, month: Month, left: float, each: float, top: int
) -> dict:
    two = bool(spec.before)
    start, width = (0.42, 0.44) if two else (0.2, 0.6)
    many = len(spec.months) > MANY_MONTHS
    return {
        "month": month,
        "partial": bool(spec.partial) and number == len(spec.months) - 1,
        "said": _said_of(spec, month),
        "before": _rectangle(left + 0.08 * each, 0.31 * each, month.before, top),
        "now": _rectangle(left + start * each, width * each, month.value, top),
        "value": said(month.value) if month.value is not None and not many else "",
        "value_at": scales.percent(left + (start + width / 2) * each),
        "middle": scales.percent(left + 0.5 * each),
        "second": number % 2 == 1,
        "hidden": many and number % 2 == 1,
        "long": len(said(month.value)) > (2 if len(spec.months) > FEW_MONTHS else 5),
    }


def _said_of(spec: Trend, month: Month) -> str:
    """ "Jan 2025: 2; 2024: 3 (LP)", for whoever hears the chart."""
    words = f"{month.label} {spec.now}: {said(month.value)}"
    if spec.before:
        words += f"; {spec.before}: {said(month.before)}"
    return f"{words} ({spec.unit})"


def _down(value: int, top: int) -> str:
    return f"{GROUND - (GROUND - TOP) * value / max(top, 1):.1f}"


def _rectangle(x: float, width: float, value: int | None, top: int) -> dict:
    height = (GROUND - TOP) * (value or 0) / max(top, 1)
    return {
        "x": scales.percent(x),
        "width": scales.percent(width),
        "y": f"{GROUND - height:.1f}",
        "over": f"{GROUND - height - 5:.1f}",
        "height": f"{height:.1f}",
        "seen": bool(value),
    }


def _table(spec: Trend) -> list[dict]:
    """The rows of the table under the chart: this year's, then those of the last."""
    now = [(m.value, m.href) for m in spec.months]
    rows = [_series(spec.now, now, spec.total_href)]
    if spec.before:
        before = [(m.before, m.before_href) for m in spec.months]
        rows.append(_series(spec.before, before, spec.before_total_href))
    return rows


def _series(name: str, months: list[tuple[int | None, str]], total_href: str) -> dict:
    cells = [(said(value), href if value else "") for value, href in months]
    total = sum(value or 0 for value, _href in months)
    return {"name": name, "cells": [*cells, (said(total), total_href)]}


def described(spec: Trend) -> str:
    """The whole chart in a sentence, for the PDF's alternative text."""
    months = ", ".join(f"{m.label} {said(m.value)}" for m in spec.months)
    words = f"{spec.caption}. {spec.now}: {months}"
    if spec.before:
        before = ", ".join(said(m.before) for m in spec.months)
        words += f"; {spec.before}: {before}"
    return words + "."
