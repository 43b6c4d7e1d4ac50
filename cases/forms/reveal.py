"""Opening what is masked; where a victim is housed."""

from collections.abc import Iterable

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

from cases.forms.row import ActForm, new_key
from cases.particulars import FIELDS, REACHES
from cases.person_choices import RefusalReason, RevealReason


class ShelterForm(ActForm):
    """Where a victim is housed."""

    address = forms.CharField(
        label=gettext_lazy("Alamat rumah aman"),
        help_text=gettext_lazy(
            "Disimpan terenkripsi; dibuka hanya dengan alasan dan selalu tercatat."
        ),
        strip=False,
        widget=forms.Textarea({"rows": "3", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Tulis alamatnya.")},
    )

    def __init__(self, *args, version: int | None = None, **options):
        is_new = version is None
        options["initial"] = {"key": new_key()} if is_new else {"seen": version}
        super().__init__(*args, **options)
        self.fields["seen"].required = not is_new


class OpeningForm(ActForm):
    """May somebody know who reported? For minutes, or not, and why not."""

    APPROVED = "approved"

    answer = forms.ChoiceField(
        label=gettext_lazy("Jawaban"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Pilih jawabannya."),
            "invalid_choice": gettext_lazy("Pilih jawabannya."),
        },
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        refused = gettext("Tolak: %(why)s")
        self.fields["answer"].choices = [
            (
                self.APPROVED,
                gettext("Setujui: boleh dibuka dalam sehari, selama 15 menit"),
            ),
            *((value, refused % {"why": why}) for value, why in RefusalReason.choices),
        ]

    @property
    def refusal(self) -> RefusalReason | None:
        answer = self.cleaned_data["answer"]
        return None if answer == self.APPROVED else RefusalReason(answer)


class RevealForm(ActForm):
    """Why what is masked is opened, and of a person which of it."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Alasan"),
        choices=RevealReason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Pilih alasan membuka identitas."),
            "invalid_choice": gettext_lazy("Pilih alasan membuka identitas."),
        },
    )
    fields_shown = forms.MultipleChoiceField(
        label=gettext_lazy("Yang akan dibuka"),
        widget=forms.CheckboxSelectMultiple({"class": "cols2"}),
        error_messages={"required": gettext_lazy("Centang sedikitnya satu isian.")},
    )

    def __init__(self, *args, names: Iterable[str] = (), given: str = "", **options):
        names = list(names)
        options["initial"] = {"reason": given, "fields_shown": names[:1]}
        super().__init__(*args, **options)
        self.fields["fields_shown"].choices = [
            (n, capfirst(FIELDS[n].label)) for n in names
        ]
        if "safe_contact" in names and REACHES & set(names):
            self.fields["fields_shown"].help_text = gettext(
                "Bersama telepon, akun, atau tempat tinggal selalu dibuka juga kontak"
                " aman: apa yang tidak boleh dipakai untuk menghubunginya."
            )
        if not names:
            del self.fields["fields_shown"]
