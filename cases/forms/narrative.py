from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.log import SentenceField, warning_rules
from cases.forms.row import ActForm
from cases.limits import LONGEST_SENTENCE


class NarrativeForm(ActForm):
    """The sentence, written anew by its writer. It warns, it never refuses."""

    text = SentenceField(
        label=_("Uraian"),
        max_length=LONGEST_SENTENCE,
        help_text=_("Satu kalimat, tanpa nama, NIK, telepon, alamat, atau sekolah."),
        error_messages={"required": _("Tulis satu kalimat tentang kejadiannya.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["text"].widget.attrs["data-warns"] = warning_rules()
