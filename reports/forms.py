"""What is typed about editions."""

import datetime
from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import clock
from agencies.lookup import directory, zones
from cases.lists.filter_fields import DayField
from reports import areas
from reports.periods import (
    Period,
    month_as_written,
    month_before,
    month_of,
    read_month,
)
from reports.questions import EARLIEST

MONTHS_OFFERED = 12


def regions_served(user) -> list[tuple[str, str]]:
    """(code, name) of the regions that her office serves, and of those right below."""
    found: dict[str, str] = {}
    for code in directory.codes_served_by(user.hat):
        found[code] = areas.area(code).name
        found |= {below.code: below.name for below in directory.regions_below(code)}
    widest = len("64.71")
    return [(code, name) for code, name in found.items() if len(code) <= widest]


class MonthField(forms.CharField):
    """A month: chosen where the browser lets choose one, else typed as people do."""

    widget = forms.TextInput

    def __init__(self, **options):
        super().__init__(**options)
        self.widget.input_type = "month"
        self.widget.attrs |= {"autocomplete": "off"}

    def prepare_value(self, value: str | None) -> str | None:
        """In the form that browsers show: 2025-11."""
        month = month_as_written(value or "")
        return month.code if month else value

    def clean(self, value) -> Period | None:
        text = super().clean(value)
        month = month_as_written(text) if text else None
        if text and month is None:
            raise ValidationError(
                _("Bulan tidak dikenal. Tulis seperti November 2025 atau 11/2025.")
            )
        return month


class EditionFilter(forms.Form):
    """Which editions are listed; the address carries it."""

    region = forms.ChoiceField(label=gettext_lazy("Wilayah"), required=False)
    month = MonthField(label=gettext_lazy("Bulan"), required=False)
    old = forms.BooleanField(
        label=gettext_lazy("Tampilkan juga yang digantikan"), required=False
    )

    def __init__(self, data, *, user):
        super().__init__(data)
        self.fields["region"].choices = [("", _("Semua")), *regions_served(user)]
        example = formats.date_format(clock.today(), "F Y")
        self.fields["month"].widget.attrs["placeholder"] = example

    def chosen(self, editions):
        """Editions that answer what was understood."""
        self.is_valid()
        said = self.cleaned_data
        if said.get("region"):
            editions = editions.filter(region__code=said["region"])
        if said.get("month"):
            month = said["month"]
            editions = editions.filter(last__range=(month.first, month.last))
        return editions if said.get("old") else editions.standing()


def months_until(today: datetime.date) -> Iterator[tuple[str, str]]:
    """The running month and those before it, to choose from."""
    yield "", _("Tanggal di bawah ini")
    month = month_of(today)
    running = _("%(month)s (berjalan, sampai hari ini)") % {"month": month.called}
    yield month.code, running
    for _month in range(MONTHS_OFFERED):
        month = month.before
        yield month.code, month.called


def ahead() -> str:
    """What is said of days that are to come."""
    return _(
        "Tanggal akhir belum tiba. Paling akhir %(today)s; untuk seluruh bulan ini,"
        " pilih bulan berjalan."
    ) % {"today": formats.date_format(clock.latest_today(), "d/m/Y")}


class CompileForm(forms.Form):
    """A region that she serves; a month, or from when to when: last month unless
    changed."""

    region = forms.ChoiceField(label=gettext_lazy("Wilayah"))
    month = forms.ChoiceField(label=gettext_lazy("Bulan"), required=False)
    first = DayField(label=gettext_lazy("Dari"), required=False)
    last = DayField(label=gettext_lazy("Sampai"), required=False)

    def __init__(self, data=None, *, user):
        today = clock.today(zones.zone_of(user.assignment.post))
        self.offered = month_before(today)
        super().__init__(
            data,
            initial={
                "first": formats.date_format(self.offered.first, "d/m/Y"),
                "last": formats.date_format(self.offered.last, "d/m/Y"),
            },
        )
        self.fields["region"].choices = regions_served(user)
        self.fields["month"].choices = list(months_until(today))

    def clean(self):
        if self.cleaned_data.get("month"):
            return self._of_month(read_month(self.cleaned_data["month"]))
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        for name in ("first", "last"):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        if first and first < EARLIEST:
            message = _("Tanggal sebelum tahun 2000 tidak dihitung.")
            raise ValidationError({"first": message})
        if first and last and first > last:
            message = _("Tanggal akhir mendahului tanggal awal.")
            raise ValidationError({"last": message})
        if first and last and Period(first, last).is_ahead:
            raise ValidationError({"last": ahead()})
        return self.cleaned_data

    def _of_month(self, month: Period) -> dict:
        """The days that were offered give way to it; others that were typed do not."""
        typed = {self.cleaned_data.get(name) for name in ("first", "last")}
        known = {None, month.first, month.last, self.offered.first, self.offered.last}
        if typed - known:
            message = _("Pilih bulan, atau isi tanggal: tidak keduanya.")
            raise ValidationError({"month": message})
        return self.cleaned_data | {"first": month.first, "last": month.last}

    @property
    def period(self) -> Period:
        return Period(self.cleaned_data["first"], self.cleaned_data["last"])
