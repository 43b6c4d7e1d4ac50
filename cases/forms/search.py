from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agencies import clock
from cases.choices import Sex
from cases.forms.row import ActForm
from cases.limits import EARLIEST_BIRTH, LONGEST_LINE
from cases.search import Asked

SEXES = [(each.value, each.label) for each in (Sex.FEMALE, Sex.MALE)]


class SearchForm(ActForm):
    """Cari orang: by name, or by NIK alone."""

    title = _("Cari orang")

    name = forms.CharField(
        label=_("Nama atau NIK"),
        max_length=LONGEST_LINE,
        help_text=_(
            "Nama lengkap, ejaan lama atau baru; nama satu kata atau panggilan pun"
            " dapat. Atau 16 angka NIK."
        ),
        error_messages={"required": _("Tulis nama atau NIK.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "wide"}),
    )
    born = forms.IntegerField(
        label=_("Tahun lahir"),
        help_text=_("Empat angka, misalnya 1999."),
        required=False,
        min_value=EARLIEST_BIRTH,
        error_messages={
            "invalid": _("Tulis empat angka, misalnya 1999."),
            "min_value": _("Periksa lagi tahun lahirnya."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    sex = forms.ChoiceField(
        label=_("Jenis kelamin"), required=False, choices=[("", "—"), *SEXES]
    )

    def clean_born(self):
        """Nobody is born next year."""
        born = self.cleaned_data["born"]
        if born and born > clock.today().year:
            raise ValidationError(_("Periksa lagi tahun lahirnya."))
        return born

    @property
    def asked(self) -> Asked:
        found = self.cleaned_data
        return Asked(found["name"], found["born"], found["sex"])
