"""What is asked: one figure, where, when, cut and narrowed how, as known when.

Page, API and command read it here, from texts by the same names, and get the same
words back when a text is wrong.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agencies import clock
from agencies.models.region import NATION_CODE
from cases import facts
from cases.lists.filter_fields import DayField
from reports import areas
from reports.areas import Area
from reports.cuts import CUTS, Cut, Frame, Words
from reports.figures import FIGURES, Figure

EARLIEST, LATEST = datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)
DAY = "2025-03-07"  # as programs write it
MINUTE = datetime.timedelta(minutes=1)
FURTHEST = datetime.timedelta(hours=14)  # of any zone from UTC
MOST_CELLS = 5000
NAMES = ("figure", "region", "from", "to", "by", "known_at")
NARROWING = tuple(code for code, cut in CUTS.items() if cut.narrows)


@dataclass(frozen=True, slots=True)
class Question:
    """`narrowed` maps a cut to the one key that is wanted of it."""

    figure: Figure
    area: Area
    first: datetime.date
    last: datetime.date
    by: tuple[str, ...] = ()
    narrowed: Mapping[str, str] = field(default_factory=dict)
    known_at: datetime.datetime | None = None
    cutoff: int | None = None

    @property
    def frame(self) -> Frame:
        return Frame(self.area, self.first, self.last)

    @property
    def cuts(self) -> list[Cut]:
        return [CUTS[code] for code in self.by]

    @property
    def adds_up(self) -> bool:
        return all(cut.adds_up for cut in self.cuts)

    def units(self, cutoff: int | None = None) -> QuerySet:
        """Facts of every unit that is asked for, whoever asks."""
        units = self.figure.units(self.cutoff if cutoff is None else cutoff).filter(
            counted_on__range=(self.first, self.last)
        )
        if not self.area.is_nation:
            units = units.filter(region_id__in=self.area.ids)
        for code, key in self.narrowed.items():
            units = units.filter(CUTS[code].condition(key))
        return units

    def during(self, first: datetime.date, last: datetime.date) -> "Question":
        """The same question of another period."""
        return replace(self, first=first, last=last)


def read(
    texts: Mapping[str, str], *, zone: ZoneInfo = clock.WIB, by_code: bool = False
) -> Question:
    """The question that these texts ask; ValidationError by name of what is wrong.

    Without a region the nation is asked for; without days the running year so far.
    `zone` is where whoever asks is: today begins there, and a day by which something
    was known ends there. `by_code` tells what is wrong to who asks in codes.
    """
    reader, today = _Reader(texts, zone, by_code), clock.today(zone)
    figure = reader.figure()
    known_at = reader.moment("known_at")
    question = Question(
        figure=figure or FIGURES["cases"],
        area=reader.area(),
        first=reader.day("from", today.replace(month=1, day=1)),
        last=reader.day("to", today),
        by=reader.by(figure),
        narrowed=reader.narrowed(figure),
        known_at=known_at,
        cutoff=reader.cutoff(known_at),
    )
    reader.check_period(question.first, question.last)
    reader.check_size(question)
    if reader.errors:
        raise ValidationError(reader.errors)
    return question


class _Reader:
    """Reads text by text and gathers what is wrong, so that all is told at once."""

    def __init__(self, texts: Mapping[str, str], zone: ZoneInfo, by_code: bool):
        self.zone, self.by_code = zone, by_code
        self.texts = {name: text.strip() for name, text in texts.items()}
        self.errors: dict[str, str] = {}

    def figure(self) -> Figure | None:
        found = FIGURES.get(self.texts.get("figure", ""))
        if found is None:
            labels = {code: str(figure.label) for code, figure in FIGURES.items()}
            self.errors["figure"] = _("Pilih salah satu angka: %(codes)s.") % {
                "codes": self._called(labels)
            }
        return found

    def area(self) -> Area:
        try:
            return areas.area(self.texts.get("region") or NATION_CODE)
        except ValidationError as error:
            self.errors["region"] = error.messages[0]
            return areas.area()

    def day(self, name: str, otherwise: datetime.date) -> datetime.date:
        text = self.texts.get(name)
        if not text:
            return otherwise
        try:
            found = DayField().clean(text)
        except ValidationError as error:
            in_codes = _("Tanggal tidak dikenal. Tulis seperti %(day)s.") % {"day": DAY}
            self.errors[name] = in_codes if self.by_code else error.messages[0]
            return otherwise
        if EARLIEST <= found <= LATEST:
            return found
        self.errors[name] = (
            _("Tanggal sebelum tahun 2000 tidak dihitung.")
            if found < EARLIEST
            else _("Tanggal sesudah tahun 2099 tidak dihitung.")
        )
        return otherwise

    def moment(self, name: str) -> datetime.datetime | None:
        """A day counts to its end; of what is to come, nothing is known but now."""
        text = self.texts.get(name)
        if not text:
            return None
        found = self._end_of_day(text) or self._moment(text)
        if found is None or found.year < EARLIEST.year:
            self.errors[name] = _(
                "Saat tidak dikenal. Tulis seperti 2025-11-12 atau"
                " 2025-11-12T14:05+07:00."
            )
            return None
        return min(found, clock.now())

    def _end_of_day(self, text: str) -> datetime.datetime | None:
        """None for what is no day."""
        try:
            day = DayField().clean(text)
        except ValidationError:
            return None
        return datetime.datetime.combine(day, datetime.time.max, self.zone)

    def _moment(self, text: str) -> datetime.datetime | None:
        """Without a zone, where the asker is; None for what has no time of the day."""
        try:
            found = datetime.datetime.fromisoformat(text)
        except ValueError:
            return None
        if len(text) <= len("2025-11-12"):
            return None
        off = found.utcoffset() or datetime.timedelta()
        if off % MINUTE or abs(off) > FURTHEST:
            return None  # PostgreSQL knows no such zone
        return found if found.tzinfo else found.replace(tzinfo=self.zone)

    def cutoff(self, known_at: datetime.datetime | None) -> int | None:
        """The tick that stands for it: one for every answer to the question."""
        if known_at is None:
            return None
        try:
            return facts.cutoff_at(known_at)
        except facts.NotSettled:
            self.errors["known_at"] = _(
                "Saat itu baru saja lewat dan masih ada pencatatan yang berjalan. Coba"
                " lagi sebentar lagi."
            )
            return None

    def by(self, figure: Figure | None) -> tuple[str, ...]:
        wanted = [code.strip() for code in self.texts.get("by", "").split(",")]
        codes = tuple(dict.fromkeys(code for code in wanted if code))
        known = figure.cut_codes if figure else tuple(CUTS)
        unknown = [code for code in codes if code not in known]
        if unknown:
            self.errors["by"] = _(
                "Angka ini tidak dapat dipotong menurut %(codes)s; yang ada: %(known)s."
            ) % {"codes": self._cuts(unknown), "known": self._cuts(known)}
        return tuple(code for code in codes if code in known)

    def narrowed(self, figure: Figure | None) -> dict[str, str]:
        known = figure.cut_codes if figure else NARROWING
        found = {}
        for name in NARROWING:
            key = self.texts.get(name)
            if not key:
                continue
            if name not in known:
                self.errors[name] = _("Angka ini tidak dapat disaring menurut ini.")
            elif self._is_key(name, key):
                found[name] = key
        return found

    def _is_key(self, name: str, key: str) -> bool:
        try:
            CUTS[name].condition(key)
        except ValueError:
            self.errors[name] = self._unknown(name, key)
            return False
        return True

    def _unknown(self, cut: str, key: str) -> str:
        """What is said of a key that a cut has not, with those that it has."""
        words = _("Nilai “%(key)s” tidak dikenal.") % {"key": key}
        keys = CUTS[cut].all_keys(None)
        if keys is None:
            return words  # more than anyone reads
        known = self._called({key: CUTS[cut].word(key) for key in keys})
        return f"{words} {_('Yang ada: %(keys)s.') % {'keys': known}}"

    def _cuts(self, codes: Iterable[str]) -> str:
        labels = {code: CUTS[code].label if code in CUTS else code for code in codes}
        return self._called(labels)

    def _called(self, labels: Mapping[str, Words]) -> str:
        """Things by their codes for programs, by their words for people."""
        return ", ".join(labels if self.by_code else map(str, labels.values()))

    def check_period(self, first: datetime.date, last: datetime.date) -> None:
        if first > last and not self.errors.keys() & {"from", "to"}:
            self.errors["to"] = _("Tanggal akhir mendahului tanggal awal.")

    def check_size(self, question: Question) -> None:
        """A table that nobody could read is refused before it is counted."""
        cells = 1
        for cut in question.cuts:
            cells *= len(cut.all_keys(question.frame) or [""])
        if "by" not in self.errors and (said := too_large(cells)):
            self.errors["by"] = said


def too_large(cells: int) -> str:
    """What is said of a table of so many cells; "" if it can be read."""
    if cells <= MOST_CELLS:
        return ""
    return _(
        "Tabel ini berisi %(cells)d sel, paling banyak %(most)d: kurangi"
        " potongan atau perpendek periode."
    ) % {"cells": cells, "most": MOST_CELLS}
