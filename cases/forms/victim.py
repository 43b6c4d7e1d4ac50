from django import forms
from django.utils.translation import gettext_lazy as _

from cases import limits, nouns
from cases.choices import AgeGroup
from cases.forms.row import RowForm, label_of, radios
from cases.models import Suspect, Victim
from cases.models.victim import age_group_of


def age_of(model: type[Victim] | type[Suspect]) -> forms.IntegerField:
    return forms.IntegerField(
        label=label_of(model, "age"),
        required=False,
        min_value=0,
        max_value=limits.OLDEST,
        widget=forms.NumberInput(attrs={"class": "w4", "inputmode": "numeric"}),
        help_text=_("Dalam tahun, bila diketahui. Umur menentukan kelompoknya."),
    )


class AgedForm(RowForm):
    """Somebody with a sex and an age: the age, if known, decides the group."""

    together = {"age": ("age", "age_group")}
    either = {"age", "age_group"}

    def clean(self):
        data = super().clean() or self.cleaned_data
        if data.get("age") is not None:
            data["age_group"] = age_group_of(data["age"]).value
        elif not data.get("age_group") and "age" not in self.errors:
            self.add_error(
                "age_group", _("Pilih kelompok umur, atau isi umurnya bila diketahui.")
            )
        return data


class VictimForm(AgedForm):
    sex = radios(
        Victim, "sex", error_messages={"required": _("Pilih jenis kelamin korban.")}
    )
    age = age_of(Victim)
    age_group = forms.ChoiceField(
        label=label_of(Victim, "age_group"),
        choices=AgeGroup.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Saat eksploitasi. Bila ragu, catat sebagai anak."),
    )
    determination = radios(Victim, "determination")
    recording = radios(Victim, "recording")
    whereabouts = radios(Victim, "whereabouts")

    class Meta:
        model = Victim
        fields = nouns.VICTIM.fields

    def __init__(self, *args, **options):
        """How she is recorded follows from the person, where one is linked."""
        super().__init__(*args, **options)
        row = self.instance
        if row.pk and row.involvements.standing().exists():
            del self.fields["recording"]
