from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.choices import ExportFormat, ExportPurpose
from cases.narrative import check_no_giveaways


class ExportForm(forms.Form):
    """What a list leaves the register for, and as what."""

    purpose = forms.ChoiceField(
        label=_("Keperluan"),
        choices=[("", _("Pilih keperluan")), *ExportPurpose.choices],
        error_messages={"required": _("Pilih keperluannya.")},
    )
    note = forms.CharField(
        label=_("Dasar atau keterangan singkat"),
        help_text=_(
            "Misalnya nomor surat perintah. Tercetak pada berkas; jangan menulis nama"
            " atau nomor orang."
        ),
        min_length=5,
        max_length=120,
        validators=[check_no_giveaways],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Tulis dasar atau keterangannya.")},
    )
    format = forms.ChoiceField(
        label=_("Bentuk berkas"),
        choices=ExportFormat.choices,
        initial=ExportFormat.XLSX,
        widget=forms.RadioSelect,
    )

    @property
    def about(self) -> tuple[str, str, str]:
        said = self.cleaned_data
        return said["format"], said["purpose"], said["note"]
