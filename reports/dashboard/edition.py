"""Complete figures of a region, from its newest edition."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from agencies.access import Act
from agencies.models import User
from reports import areas, drawing, edition_page, rights
from reports.areas import Area
from reports.dashboard.places import told
from reports.drawing.charts import said
from reports.edition_tables import TILES, Tables
from reports.figures import FIGURES
from reports.models import Edition
from reports.page.comparison import Change
from reports.periods import month_before
from reports.sheets import LAST_YEAR, SO_FAR, TOTAL

LATEST = datetime.timedelta(days=5)  # of a month, when that before it is compiled


def newest(user: User, area: Area) -> Edition | None:
    editions = Edition.objects.served_to(user).select_related("region")
    return editions.filter(region=area.id).newest()


def panel(
    user: User, area: Area, *, today: datetime.date, whole: bool
) -> dict[str, Any] | None:
    """What `reports/edition_panel.html` shows; None unless her office serves the
    region. `whole` adds trend, map and regions, for a page that has no others."""
    if not rights.may(user, Act.READ_EDITION, area.code):
        return None
    edition = newest(user, area)
    if edition is None:
        return {"edition": None, "region": area.name}
    tables = Tables(edition, area)
    before = edition.period.last_year.called
    return {
        **edition_page.line(edition),
        "is_old": is_old(edition, today),
        "cards": cards(tables, before),
        "before": before,
        "until": tables.until if tables.is_running else "",
        "so_far": tables.so_far.called,
        "trend": drawing.draw(tables.trend()) if whole else "",
        "map": _map(tables) if whole else "",
        "regions": drawing.draw(_regions(tables)) if whole and area.parts else "",
        "attribution": drawing.ATTRIBUTION,
    }


def is_old(edition: Edition, today: datetime.date) -> bool:
    """Is a later month over, and the day gone by which its edition is compiled?"""
    return edition.period.last < month_before(today - LATEST).first


def _map(tables: Tables) -> str:
    spec = tables.map()
    return drawing.draw(spec) if spec else ""


def _regions(tables: Tables) -> drawing.Bars:
    """Police reports of the year so far by the regions below, the most first."""

    def value(cut: str = TOTAL, part: str = "") -> int:
        return tables.sheet.value("police_reports", cut, part, span=SO_FAR)

    values = {part: value("region", part) for part in tables.area.parts}
    return drawing.Bars(
        caption=_("Laporan polisi menurut wilayah"),
        noun=_("Wilayah"),
        unit=str(FIGURES["police_reports"].unit),
        rows=tuple(
            drawing.Bar(areas.name_of(part), values[part])
            for part in told(values, tables.area)
        ),
        whole=value(),
        total=True,
    )


def cards(tables: Tables, before: str) -> list[dict[str, Any]]:
    """The numbers of its period, beside those of the year before."""
    return [
        {
            "label": FIGURES[code].label,
            "unit": FIGURES[code].counted(now),
            "value": said(now),
            "change": None
            if tables.is_running
            else Change(now, tables.sheet.value(code, span=LAST_YEAR), before),
        }
        for code in TILES
        for now in (tables.sheet.value(code),)
    ]
