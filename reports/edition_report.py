"""The Laporan Bulanan of an edition: every number in it is one of the edition's cells.

Indonesian whatever the reader's language: the letter goes to Indonesian offices.
"""

import datetime
from collections.abc import Iterator

from django.conf import settings
from django.utils import formats, translation

from agencies import letterheads
from agencies.lookup import zones
from agencies.models import Agency
from reports import areas, external
from reports.choices import EditionState
from reports.edition_tables import Tables
from reports.figures import ALL, COUNTED_ON, PRIMARY_PLACE, find
from reports.models import Edition
from reports.monthly import Edition as PrintedEdition
from reports.monthly import External, Letter, Letterhead, MonthlyReport, Signature
from reports.sentences import Counts
from reports.sheets import LAST_YEAR, LAST_YEAR_SO_FAR, PERIOD, SO_FAR

MOST_EXTERNAL = 8
REFERENCES = (
    (
        "Undang-Undang Nomor 21 Tahun 2007 tentang Pemberantasan Tindak Pidana"
        " Perdagangan Orang;"
    ),
    (
        "Peraturan Presiden Nomor 49 Tahun 2023 tentang Gugus Tugas Pencegahan dan"
        " Penanganan Tindak Pidana Perdagangan Orang."
    ),
)


def monthly_report(edition: Edition) -> MonthlyReport:
    """What the PDF of an edition says. ValueError if the edition is not of a month."""
    if not edition.period.is_month:
        raise ValueError(f"{edition.number} is not the edition of a month.")
    with translation.override("id"):
        return _Maker(edition).report()


class _Maker:
    def __init__(self, edition: Edition):
        self.edition = edition
        self.area = areas.area(edition.region.code)
        self.zone = areas.zone_of(edition.region)
        self.tables = Tables(edition, self.area)
        self.office = self._office()

    def report(self) -> MonthlyReport:
        tables, period = self.tables, self.edition.period
        is_january = period.first.month == 1
        return MonthlyReport(
            region=self.area.name,
            period=tables.called(PERIOD),
            span=tables.called(SO_FAR),
            made_on=self._settled_on,
            letter=self._letter(),
            signature=self._signature(),
            edition=self._printed(),
            month=self._counts(PERIOD, LAST_YEAR),
            so_far=None if is_january else self._counts(SO_FAR, LAST_YEAR_SO_FAR),
            tiles=tables.tiles(),
            figures=tables.figures(),
            victims=tables.victims(),
            suspects=tables.suspects(),
            modus=tables.modus(),
            platforms=tables.platforms(),
            progress=tables.progress(),
            regions=tables.regions(),
            trend=tables.trend(),
            map=tables.map(),
            external=self._external(),
            definitions=tuple(self._definitions()),
            practice=settings.DEMO_MODE,
        )

    @property
    def _settled_on(self) -> datetime.date:
        """The day on which it became what it is, where the region is."""
        moment = self.edition.published_at or self.edition.compiled_at
        return moment.astimezone(self.zone).date()

    def _office(self) -> Agency | None:
        """Whose letter it is: the signing office's, else the region's police's."""
        signed = self.edition.signed_as.get("agency", "")
        office = letterheads.signing_office(signed) if signed else None
        return office or letterheads.reporting_office(self.area.code)

    def _letter(self) -> Letter:
        """Without a signature its day is left to the pen."""
        region, month = self.area.name, self.edition.period.called
        recipient = letterheads.recipient_of(self.edition.region, self.office)
        signed = bool(self.edition.signed_as)
        return Letter(
            Letterhead(letterheads.lines_of(self.office)),
            place=letterheads.seat_of(self.office) or self.edition.region.capital,
            subject=f"laporan bulanan penanganan TPPO di {region} bulan {month}",
            number=f"LAP/{self.edition.number}",
            dated=formats.date_format(self._settled_on, "j F Y") if signed else "",
            to=recipient.lines,
            to_place=recipient.place,
            references=REFERENCES,
            copies=recipient.copies,
        )

    def _signature(self) -> Signature:
        """Whoever published it; an edition that nobody published is unsigned."""
        number, on_behalf = "NIP", ()
        if letterheads.is_police(self.office):
            number, on_behalf = "NRP", (f"a.n. {letterheads.head_of(self.office)}",)
        signed = self.edition.signed_as
        if not signed:
            return Signature(on_behalf, number=number)
        titles = (*on_behalf, signed["title"].upper())
        return Signature(titles, signed["name"].upper(), number=number)

    def _printed(self) -> PrintedEdition:
        return PrintedEdition(
            self.edition.number,
            self.edition.state != EditionState.PROVISIONAL,
            zones.moment_in_words(self.edition.compiled_at, self.zone),
            self.edition.digest,
            self.edition.audit_head,
        )

    def _counts(self, span: str, compared: str) -> Counts:
        tables = self.tables
        value = tables.sheet.value
        return Counts(
            tables.called(span),
            reports=value("police_reports", span=span),
            suspects=value("suspects", span=span),
            victims=[(name.lower(), n) for name, n in tables.groups(span)],
            children=value("child_victims", span=span),
            cases=value("cases", span=span),
            progress=tables.said("cases", "progress", span),
            modus=tables.said("cases", "modus", span),
            roles=tables.said("suspects", "role", span),
            before=None
            if tables.is_running
            else value("police_reports", span=compared),
            before_period=tables.spans[compared].called,
        )

    def _external(self) -> tuple[External, ...]:
        """Those that ours stand beside first; a letter has room for a few."""
        return tuple(
            External(
                one.figure.statement.publisher,
                f"{one.figure.label_id}, {one.figure.statement.period}",
                one.theirs,
                one.ours,
            )
            for one in external.beside(self.edition)[:MOST_EXTERNAL]
        )

    def _definitions(self) -> Iterator[tuple[str, str]]:
        """Those that it was counted by, in their order; then date, place, versions."""
        said = self.edition.definitions
        found = (find(code, version) for code, (version, _print) in said.items())
        figures = sorted(found, key=ALL.index)
        for figure in figures:
            date = "" if figure.date_basis == COUNTED_ON else f" {figure.date_basis}."
            yield str(figure.label), f"{figure.definition}{date}"
        yield "Dasar tanggal", f"{COUNTED_ON}, bila tidak disebut lain."
        yield "Wilayah", f"{PRIMARY_PLACE}."
        versions = (f"{one.label} versi {one.version}" for one in figures)
        yield "Versi definisi", f"{'; '.join(versions)}."
