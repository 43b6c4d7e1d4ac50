from django import forms
from django.utils.translation import gettext_lazy as _

from cases import nouns
from cases.choices import AgeGroup
from cases.forms.row import label_of, radios, several_codes
from cases.forms.victim import AgedForm, age_of
from cases.models import Suspect


class SuspectForm(AgedForm):
    sex = radios(
        Suspect, "sex", error_messages={"required": _("Pilih jenis kelamin tersangka.")}
    )
    age = age_of(Suspect)
    age_group = forms.ChoiceField(
        label=label_of(Suspect, "age_group"),
        choices=AgeGroup.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    roles = several_codes(Suspect, "roles")
    legal_status = radios(Suspect, "legal_status")
    custody = radios(Suspect, "custody")
    public_office = radios(Suspect, "public_office")

    class Meta:
        model = Suspect
        fields = nouns.SUSPECT.fields
