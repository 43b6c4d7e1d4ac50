"""What is typed about editions."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import clock
from agencies.lookup import directory, zones
from cases.lists.filter_fields import DayField
from reports import areas
from reports.periods import Period, month_before, month_of
from reports.questions import EARLIEST

EXAMPLE = "07/03/2026"


def regions_served(user) -> list[tuple[str, str]]:
    """(code, name) of the regions that her office serves, and of those right below."""
    found: dict[str, str] = {}
    for code in directory.codes_served_by(user.hat):
        found[code] = areas.area(code).name
        found |= {below.code: below.name for below in directory.regions_below(code)}
    widest = len("64.71")
    return [(code, name) for code, name in found.items() if len(code) <= widest]


class EditionFilter(forms.Form):
    """Which editions are listed; the address carries it."""

    region = forms.ChoiceField(label=gettext_lazy("Wilayah"), required=False)
    month = forms.RegexField(
        r"^20\d{2}-(0[1-9]|1[0-2])$",
        label=gettext_lazy("Bulan"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "2025-11"}),
        error_messages={
            "invalid": gettext_lazy("Bulan tidak dikenal. Tulis seperti 2025-11.")
        },
    )
    old = forms.BooleanField(
        label=gettext_lazy("Tampilkan juga yang digantikan"), required=False
    )

    def __init__(self, data, *, user):
        super().__init__(data)
        self.fields["region"].choices = [("", _("Semua")), *regions_served(user)]

    def chosen(self, editions):
        """Editions that answer what was understood."""
        self.is_valid()
        said = self.cleaned_data
        if said.get("region"):
            editions = editions.filter(region__code=said["region"])
        if said.get("month"):
            year, month = map(int, said["month"].split("-"))
            editions = editions.filter(last__year=year, last__month=month)
        return editions if said.get("old") else editions.standing()


class CompileForm(forms.Form):
    """A region that she serves, and from when to when; last month unless changed."""

    region = forms.ChoiceField(label=gettext_lazy("Wilayah"))
    first = DayField(label=gettext_lazy("Dari"))
    last = DayField(label=gettext_lazy("Sampai"))

    def __init__(self, data=None, *, user):
        month = month_before(clock.today(zones.zone_of(user.assignment.post)))
        super().__init__(
            data,
            initial={
                "first": formats.date_format(month.first, "d/m/Y"),
                "last": formats.date_format(month.last, "d/m/Y"),
            },
        )
        self.fields["region"].choices = regions_served(user)

    def clean(self):
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and first < EARLIEST:
            message = _("Tanggal sebelum tahun 2000 tidak dihitung.")
            raise ValidationError({"first": message})
        if first and last and first > last:
            message = _("Tanggal akhir mendahului tanggal awal.")
            raise ValidationError({"last": message})
        # The running month too: provisional, as known today.
        if last and last > month_of(clock.latest_today()).last:
            message = _("Paling akhir hari terakhir bulan ini.")
            raise ValidationError({"last": message})
        return self.cleaned_data

    @property
    def period(self) -> Period:
        return Period(self.cleaned_data["first"], self.cleaned_data["last"])
