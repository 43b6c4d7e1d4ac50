from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.row import ActForm, new_key
from cases.limits import LONGEST_LINE
from cases.person_choices import IdentifierKind


class MatchForm(ActForm):
    """By what another office is asked; never by a name. What was typed is not shown
    again."""

    title = _("Tanya instansi lain")

    kind = forms.ChoiceField(
        label=_("Jenis pengenal"),
        choices=[(kind.value, kind.label) for kind in IdentifierKind.matched()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih jenis pengenalnya.")},
    )
    value = forms.CharField(
        label=_("Nomor atau akun"),
        max_length=LONGEST_LINE,
        help_text=_("Lengkap. Nama saja tidak dapat ditanyakan."),
        error_messages={"required": _("Isi pengenalnya.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "wide"}),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, initial={"key": new_key()}, **options)
