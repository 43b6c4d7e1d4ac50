"""A form that says once what seems wrong before it saves, and stops nobody."""

from collections.abc import Sequence

from django import forms

from cases.forms.row import ActForm


class WarnedForm(ActForm):
    """`warned` is the NIK of which she has read, beside it, what seems wrong."""

    told: Sequence[str] = ()

    warned = forms.CharField(required=False, widget=forms.HiddenInput)

    def has_heard(self, told: Sequence[str]) -> bool:
        """May it be saved? Not before she has seen `told` of this very NIK."""
        written = self.cleaned_data.get("nik", "")
        if not told or self.cleaned_data["warned"] == written:
            return True
        self.told = told
        self.data = self.data.copy()
        self.data[self.add_prefix("warned")] = written
        return False
