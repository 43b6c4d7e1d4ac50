"""Fields of the lists' filters: what an address may say, and how it reads in words.

Each field turns the text of the address into a value and, by `in_words`, the value into
what a chip says.
"""

import datetime
import re
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from agencies.lookup import directory
from cases.lists import search

PERIOD = re.compile(r"(20\d{2})(?:-(0[1-9]|1[0-2]))?\Z")
CODE_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar year or month, both ends included."""

    first: datetime.date
    last: datetime.date

    @property
    def is_year(self) -> bool:
        return self.first.month != self.last.month


def period_of(text: str) -> Period | None:
    """The period that "2025" or "2025-11" names."""
    found = PERIOD.match(text)
    if found is None:
        return None
    year, month = int(found[1]), int(found[2] or 0)
    first = datetime.date(year, month or 1, 1)
    following = datetime.date(year + (month in (0, 12)), month % 12 + 1, 1)
    if not month:
        following = datetime.date(year + 1, 1, 1)
    return Period(first, following - datetime.timedelta(days=1))


def period_in_words(period: Period) -> str:
    if period.is_year:
        return _("Tahun %(year)d") % {"year": period.first.year}
    return formats.date_format(period.first, "F Y")


class PeriodField(forms.CharField):
    widget = forms.Select

    def clean(self, value):
        text = super().clean(value)
        period = period_of(text) if text else None
        if text and period is None:
            raise ValidationError(
                _("Periode tidak dikenal. Contoh: 2025 atau 2025-11.")
            )
        return period

    def in_words(self, value: Period) -> str:
        return period_in_words(value)


class RegionField(forms.CharField):
    """A region by its Kemendagri code (64, 64.71, 64.71.01)."""

    widget = forms.Select

    def clean(self, value):
        code = super().clean(value)
        found = directory.region(code) if code and len(code) <= CODE_LENGTH else None
        if code and found is None:
            raise ValidationError(_("Wilayah tidak dikenal. Pilih dari daftar."))
        return found

    def in_words(self, value: directory.Entry) -> str:
        return value.name


ABROAD = directory.Entry(id=0, code="abroad", name="", kind="")


class PlaceField(RegionField):
    """A region by its code, or any place in another country."""

    widget = forms.TextInput

    def clean(self, value):
        return ABROAD if value == ABROAD.code else super().clean(value)

    def in_words(self, value: directory.Entry) -> str:
        return _("Luar negeri") if value is ABROAD else value.name


class AgencyField(forms.CharField):
    """An agency by its code (POLRESTA-BPP)."""

    widget = forms.Select

    def clean(self, value):
        code = super().clean(value)
        found = directory.agency(code) if code and len(code) <= CODE_LENGTH else None
        if code and found is None:
            raise ValidationError(_("Instansi tidak dikenal. Pilih dari daftar."))
        return found

    def in_words(self, value: directory.Entry) -> str:
        return value.name


class DayField(forms.DateField):
    """A day as people write it (07/03/2026) or as programs do (2026-03-07)."""

    widget = forms.TextInput

    def __init__(self, **options):
        options["input_formats"] = ["%d/%m/%Y", "%Y-%m-%d"]
        super().__init__(**options)
        self.widget.attrs |= {"placeholder": "07/03/2026", "autocomplete": "off"}
        self.error_messages["invalid"] = _(
            "Tanggal tidak dikenal. Tulis seperti 07/03/2026."
        )

    def bound_data(self, data, initial):
        """Shown as people write it, also where a figure's link said 2026-03-07."""
        try:
            day = self.to_python(data)
        except ValidationError:
            return data
        return self.in_words(day) if day else data

    def in_words(self, value: datetime.date) -> str:
        return formats.date_format(value, "d/m/Y")


class SearchField(forms.CharField):
    """A register or police report number; never a name (`cases.lists.search`)."""

    widget = forms.HiddenInput

    def clean(self, value):
        text = super().clean(value)
        return search.read(text) if text else None

    def in_words(self, value: search.Sought) -> str:
        if value.kind == search.Kind.SEQUENCE:
            return _("urut %(n)s pada seri satuan Anda") % {"n": value.number}
        return value.number
