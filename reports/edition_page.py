"""What the page of an edition shows: the tables of its report, and how to trust it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.access import Act
from agencies.lookup import zones
from agencies.models import User
from cases import facts
from reports import areas, drawing, external, rights
from reports.choices import EditionState
from reports.drawing.charts import said
from reports.edition_tables import Tables
from reports.figures import find
from reports.models import Edition
from reports.monthly import Table, printed

TAGS = {
    EditionState.PROVISIONAL: ("asked", "amber"),
    EditionState.PUBLISHED: ("done", "green"),
    EditionState.SUPERSEDED: ("empty", "grey"),
}


def tag(edition: Edition) -> dict[str, str]:
    shape, colour = TAGS[EditionState(edition.state)]
    return {
        "shape": shape,
        "colour": colour,
        "word": str(EditionState(edition.state).label),
    }


def line(edition: Edition) -> dict[str, Any]:
    """A row of the list of editions."""
    zone = areas.zone_of(edition.region)
    return {
        "edition": edition,
        "tag": tag(edition),
        "region": areas.area(edition.region.code).name,
        "period": edition.period.called,
        "as_of": zones.moment_in_words(edition.compiled_at, zone),
        "has_report": edition.period.is_month,
    }


def context(edition: Edition, user: User) -> dict[str, Any]:
    area = areas.area(edition.region.code)
    tables = Tables(edition, area)
    may_publish = rights.may(user, Act.PUBLISH_EDITION, area.code)
    return {
        **line(edition),
        "tiles": tables.tiles(),
        "wide": [
            printed_table("figures", _("Ringkasan"), tables.figures()),
            printed_table("progress", _("Kemajuan"), tables.progress()),
        ],
        "narrow": [
            printed_table("victims", _("Korban"), tables.victims()),
            printed_table("suspects", _("Tersangka"), tables.suspects()),
            printed_table("modus", _("Modus utama"), tables.modus()),
            printed_table("platforms", _("Platform"), tables.platforms()),
        ],
        "places": printed_table("regions", _("Wilayah"), tables.regions()),
        "trend": drawing.draw(tables.trend()),
        "map": drawing.draw(tables.map()) if tables.map() else "",
        "attribution": drawing.ATTRIBUTION,
        "external": external.beside(edition),
        "definitions": definitions(edition),
        "citation": citation(edition, tables),
        "cutoff": cutoff(edition),
        "until": tables.until if edition.is_running else "",
        "may_publish": may_publish
        and edition.is_provisional
        and not edition.is_running,
    }


def printed_table(name: str, title: str, table: Table) -> dict[str, Any]:
    return {"id": f"t-{name}", "title": title, **printed(table)}


def definitions(edition: Edition) -> list[dict[str, Any]]:
    """The definitions that it was counted by, the old ones of an old edition."""
    found = [find(code, said[0]) for code, said in edition.definitions.items()]
    return [{"figure": figure, "code": figure.code} for figure in found]


def cutoff(edition: Edition) -> str:
    """Its tick, and the moment of the last act below it."""
    told = {"tick": said(edition.cutoff)}
    last = facts.last_act_below(edition.cutoff)
    if last is None:
        return _("Urutan pencatatan %(tick)s: yang tercatat sebelum itu.") % told
    told["at"] = zones.moment_in_words(last, areas.zone_of(edition.region))
    return (
        _("Urutan pencatatan %(tick)s: yang tercatat sebelum itu, terakhir %(at)s.")
        % told
    )


def counts(tables: Tables) -> str:
    """ "364 LP, 1.239 korban, 478 tersangka" """
    value = tables.sheet.value
    lp, victims = value("police_reports"), value("victims")
    suspects = value("suspects")
    words = (
        (lp, ngettext("%(n)s LP", "%(n)s LP", lp)),
        (victims, ngettext("%(n)s korban", "%(n)s korban", victims)),
        (suspects, ngettext("%(n)s tersangka", "%(n)s tersangka", suspects)),
    )
    return ", ".join(told % {"n": said(n)} for n, told in words)


def citation(edition: Edition, tables: Tables) -> str:
    """One sentence to quote the edition by."""
    zone = areas.zone_of(edition.region)
    return _(
        "Register TPPO, %(region)s, %(period)s: %(counts)s. Edisi %(number)s"
        " (%(state)s), keadaan %(as_of)s."
    ) % {
        "region": tables.area.name,
        "period": edition.period.called,
        "counts": counts(tables),
        "number": edition.number,
        "state": EditionState(edition.state).label,
        "as_of": zones.moment_in_words(edition.compiled_at, zone),
    }
