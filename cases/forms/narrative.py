import json

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.row import ActForm
from cases.narrative import GIVEAWAYS

LONGEST = 500


class NarrativeForm(ActForm):
    """The sentence, written anew by its writer. It warns, it never refuses."""

    text = forms.CharField(
        label=_("Uraian"),
        max_length=LONGEST,
        help_text=_("Satu kalimat, tanpa nama, NIK, telepon, alamat, atau sekolah."),
        error_messages={"required": _("Tulis satu kalimat tentang kejadiannya.")},
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        rules = [{"pattern": g.pattern, "message": str(g.message)} for g in GIVEAWAYS]
        self.fields["text"].widget.attrs["data-warns"] = json.dumps(rules)
