"""Tables, trend and map of an edition's report, made from its cells alone."""

import datetime
from collections.abc import Iterable

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports import drawing
from reports.areas import ABROAD, NOT_RECORDED, Area, name_of
from reports.cuts import CUTS, NONE
from reports.drawing.charts import said
from reports.figures import FIGURES, Figure
from reports.models import Edition
from reports.monthly import Row, Table, Tile, changed_said
from reports.periods import Period
from reports.sheets import (
    LAST_YEAR,
    LAST_YEAR_SO_FAR,
    PAIR,
    PERIOD,
    SO_FAR,
    TREND,
    Sheet,
)

GROUPS = (
    (gettext_lazy("Perempuan dewasa"), "female.adult"),
    (gettext_lazy("Anak perempuan"), "female.child"),
    (gettext_lazy("Laki-laki dewasa"), "male.adult"),
    (gettext_lazy("Anak laki-laki"), "male.child"),
)
WITHOUT = gettext_lazy("Tidak tercatat")
TILES = ("police_reports", "cases", "victims", "suspects")
OF_REGION = ("police_reports", "victims", "child_victims")
Pair = tuple[int, int]  # of the period, of the year so far


def counted_in(figure: Figure) -> str:
    """ "Korban (orang)", "Laporan polisi (LP)", "Perkara"."""
    label, unit = str(figure.label), str(figure.unit)
    return label if label.lower() == unit else f"{label} ({unit})"


class Tables:
    """What the annex shows of one edition."""

    def __init__(self, edition: Edition, area: Area):
        self.sheet, self.area = Sheet(edition.cells), area
        self.period = edition.period
        # A running month is compiled whole, and known up to the day it was: no part of
        # a month is compared with a whole one.
        self.is_running = edition.is_running
        last = min(self.period.last, edition.compiled_on)
        self.known = Period(self.period.first, last)
        self.so_far = self.period.year_so_far
        self.spans = {
            PERIOD: self.period,
            LAST_YEAR: self.period.last_year,
            SO_FAR: self.so_far,
            LAST_YEAR_SO_FAR: self.so_far.last_year,
        }
        # From the first of January both are one span: it is told once.
        self.beside = (PERIOD,) if self.so_far == self.period else (PERIOD, SO_FAR)

    def called(self, span: str) -> str:
        """A span in words; a running one with the day up to which it is known."""
        words = self.spans[span].called
        if self.is_running and span in (PERIOD, SO_FAR):
            return _("%(period)s (%(until)s)") % {"period": words, "until": self.until}
        return words

    @property
    def until(self) -> str:
        day = formats.date_format(self.known.last, "j F Y")
        return _("sampai %(day)s") % {"day": day}

    def groups(self, span: str) -> list[tuple[str, int]]:
        """Victims as releases group them; the last lack their sex or age."""
        known = [
            (str(name), self.sheet.value("victims", PAIR, key, span=span))
            for name, key in GROUPS
        ]
        rest = self.sheet.value("victims", span=span) - sum(n for _name, n in known)
        return [*known, (str(WITHOUT), rest)]

    def said(self, figure: str, cut: str, span: str) -> list[tuple[str, int]]:
        """Every line of a cut in words, with its number."""
        keys = CUTS[cut].all_keys(None) or []
        line = self.sheet.line(figure, cut, keys, span=span)
        return [(CUTS[cut].word(key), n) for key, n in line.items()]

    def tiles(self) -> tuple[Tile, ...]:
        before, tiles = self.period.last_year.in_short, []
        for code in TILES:
            now, then = self.sheet.value(code), self.sheet.value(code, span=LAST_YEAR)
            changed = changed_said(now, then)
            note = (
                self.until
                if self.is_running
                else _("sama dengan %(period)s") % {"period": before}
                if now == then
                else _("%(change)s dari %(period)s")
                % {"change": changed, "period": before}
            )
            tiles.append(Tile(str(FIGURES[code].label), now, note))
        return tuple(tiles)

    def figures(self) -> Table:
        whole = list(self.spans)[: 2 * len(self.beside)]
        spans = self.beside if self.is_running else whole
        rows = [
            Row(
                counted_in(figure),
                tuple(self.sheet.value(figure.code, span=span) for span in spans),
            )
            for figure in FIGURES.values()
        ]
        caption = (
            _("Ringkasan, %(until)s.") % {"until": self.until}
            if self.is_running
            else _("Ringkasan, dengan periode yang sama tahun sebelumnya.")
        )
        columns = tuple(self.spans[span].in_short for span in spans)
        change = not self.is_running
        note = "" if self.is_running else self._compared()
        return Table(
            caption, _("Satuan"), columns, tuple(rows), note=note, change=change
        )

    def _compared(self) -> str:
        return _("Selisih: %(now)s terhadap %(then)s.") % {
            "now": self.spans[SO_FAR].in_short,
            "then": self.spans[LAST_YEAR_SO_FAR].in_short,
        }

    def victims(self) -> Table:
        pairs = zip(self.groups(PERIOD), self.groups(SO_FAR), strict=True)
        rows = [(name, (now, so_far)) for (name, now), (_name, so_far) in pairs]
        return self._of("victims", _("Korban menurut kelompok."), _("Korban"), rows)

    def suspects(self) -> Table:
        note = _("Seorang tersangka dapat berperan lebih dari satu.")
        caption = _("Tersangka menurut peran.")
        return self._by_cut("suspects", "role", caption, _("Peran"), note=note)

    def modus(self) -> Table:
        caption = _("Perkara menurut modus utama.")
        return self._by_cut("cases", "modus", caption, _("Modus utama"))

    def platforms(self) -> Table:
        note = _("Satu perkara dapat memuat lebih dari satu platform.")
        caption = _("Perkara menurut platform.")
        return self._by_cut("cases", "platform", caption, _("Platform"), note=note)

    def progress(self) -> Table:
        cut = CUTS["progress"]
        keys = cut.all_keys(None) or []
        rows = []
        for span in self.beside:
            line = self.sheet.line("cases", "progress", keys, span=span)
            total = self.sheet.value("cases", span=span)
            rows.append(Row(self.spans[span].called, (*line.values(), total)))
        columns = (*(cut.word(key) for key in keys), _("Jumlah"))
        return Table(
            _("Perkara menurut kelompok kemajuan."), _("Perkara"), columns, tuple(rows)
        )

    def regions(self) -> Table:
        """The regions below, those without a case too, and the lines of their own."""
        named = [Row(name_of(part), self._of_part(part)) for part in self.area.parts]
        total = tuple(self.sheet.value(code, span=SO_FAR) for code in OF_REGION)
        return Table(
            _("%(period)s, menurut tempat kejadian utama.")
            % {"period": self.called(SO_FAR)},
            _("Wilayah"),
            ("LP", _("Korban"), _("Anak")),
            tuple(named),
            total=Row(self.area.name, total),
        )

    def trend(self) -> drawing.Trend:
        year = self.period.last.year
        months = [
            drawing.Month(
                formats.date_format(datetime.date(year, month, 1), "M"),
                self._in_month(year, month),
                self._in_month(year - 1, month),
            )
            for month in range(1, self.period.last.month + 1)
        ]
        return drawing.Trend(
            "lp",
            _("Laporan polisi per bulan"),
            "LP",
            str(year),
            tuple(months),
            before=str(year - 1),
            partial=self.known.part_of_month,
        )

    def map(self) -> drawing.Choropleth | None:
        """Of the provinces, or of a province's regencies; a regency has none."""
        if len(self.area.code) > len("64"):
            return None
        values = {
            part: self.sheet.value("police_reports", "region", part, span=SO_FAR)
            for part in self.area.parts
            if part not in (ABROAD, NOT_RECORDED)
        }
        caption = f"{FIGURES['police_reports'].label}, {self.called(SO_FAR)}"
        return drawing.Choropleth("peta", caption, "LP", self.area.code, values)

    def _of_part(self, part: str) -> tuple[int, ...]:
        return tuple(
            self.sheet.value(code, "region", part, span=SO_FAR) for code in OF_REGION
        )

    def _in_month(self, year: int, month: int) -> int:
        key = f"{year}-{month:02}"
        return self.sheet.value("police_reports", "month", key, span=TREND)

    def _by_cut(
        self, figure: str, cut: str, caption: str, noun: str, *, note: str = ""
    ) -> Table:
        """The lines that occur, the most of the year first; the last is `none`."""
        now = dict(self.said(figure, cut, PERIOD))
        so_far = dict(self.said(figure, cut, SO_FAR))
        both = ((name, (now[name], so_far[name])) for name in so_far)
        rows = [(name, pair) for name, pair in both if any(pair)]
        rows.sort(key=lambda row: (row[0] == CUTS[cut].word(NONE), -row[1][1]))
        return self._of(figure, caption, noun, rows, note=note)

    def _of(
        self,
        figure: str,
        caption: str,
        noun: str,
        rows: Iterable[tuple[str, Pair]],
        *,
        note: str = "",
    ) -> Table:
        """With a total where the lines add up; else the note tells it."""
        total = (self.sheet.value(figure), self.sheet.value(figure, span=SO_FAR))
        whole = _("Seluruhnya %(n)s %(unit)s.") % {
            "n": said(total[1]),
            "unit": FIGURES[figure].counted(total[1]),
        }
        return Table(
            caption,
            noun,
            tuple(self.spans[span].in_short for span in self.beside),
            tuple(Row(name, pair[: len(self.beside)]) for name, pair in rows),
            total=None if note else Row(_("Jumlah"), total[: len(self.beside)]),
            whole=total[1],
            note=f"{note} {whole}" if note else "",
            bars=True,
        )
