from django import forms
from django.utils.translation import gettext_lazy as _

from cases import nouns
from cases.choices import AgeGroup, PublicOffice
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
    public_office = radios(
        Suspect,
        "public_office",
        help_text=_(
            "Bila anggota Polri, anggota TNI, penyelenggara negara, atau ASN, perkara"
            " menjadi terbatas. Sebelum tersimpan, Anda melihat siapa yang tetap"
            " membacanya."
        ),
    )
    told = forms.CharField(required=False, max_length=3, widget=forms.HiddenInput)

    class Meta:
        model = Suspect
        fields = nouns.SUSPECT.fields

    def closes(self) -> bool:
        """Would saving it close the case, and was she not told yet?"""
        in_power = self.cleaned_data["public_office"] in PublicOffice.in_power()
        is_open = not self.instance.case.is_restricted
        return in_power and is_open and not self.cleaned_data["told"]
