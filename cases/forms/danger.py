from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices import SightReason
from cases.forms.dates import DayField
from cases.forms.row import ActForm
from cases.limits import LONGEST_LP_NUMBER


class DangerForm(ActForm):
    """Buka darurat: a number, a second fact, and what the danger is."""

    title = _("Buka darurat")

    number = forms.CharField(
        label=_("Nomor register atau nomor LP"),
        max_length=LONGEST_LP_NUMBER,
        help_text=_("Lengkap, seperti tertulis pada surat atau laporan."),
        error_messages={"required": _("Isi nomor register atau nomor LP.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "wide"}),
    )
    day = DayField(
        label=_("Tanggal lapor, tanggal LP, atau tanggal kejadian"),
        help_text=_("Salah satunya, untuk memastikan perkaranya."),
    )
    reason = forms.ChoiceField(
        label=_("Keadaan darurat"),
        choices=[(reason.value, reason.label) for reason in SightReason.of_emergency()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih keadaan daruratnya.")},
    )
