"""What somebody says of two persons who are alike, and how they are merged."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.row import ActForm
from cases.person_choices import MergeReason, Sameness


class SamenessForm(ActForm):
    verdict = forms.ChoiceField(
        label=_("Penilaian Anda"),
        choices=Sameness.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih penilaian Anda.")},
    )


class MergeForm(ActForm):
    """Which of the two stays, and how it is known that they are one."""

    kept = forms.ChoiceField(
        label=_("Catatan yang dipertahankan"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih catatan yang dipertahankan.")},
    )
    reason = forms.ChoiceField(
        label=_("Dasar penggabungan"),
        choices=MergeReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih dasar penggabungan.")},
    )
    # The versions that the page showed, of the first and the second.
    one_seen = forms.IntegerField(widget=forms.HiddenInput)
    other_seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, rows: list[dict[str, Any]], **options: Any):
        first = {"one_seen": rows[0]["version"], "other_seen": rows[1]["version"]}
        super().__init__(*args, initial=first, **options)
        self.fields["kept"].choices = [
            ("one", _("Catatan pertama")),
            ("other", _("Catatan kedua")),
        ]

    @property
    def seen(self) -> tuple[int, int]:
        """The versions of who stays and who is merged."""
        data = self.cleaned_data
        both = (data["one_seen"], data["other_seen"])
        return both if data["kept"] == "one" else both[::-1]
