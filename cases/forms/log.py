"""What one types to log a case: six required inputs, the rest when it is known."""

import json
from enum import StrEnum

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.choices import LpModel
from cases.forms.counts import CELL_NAMES, SuspectRows, VictimCounts, amount
from cases.forms.dates import DayField, PartialDateField
from cases.forms.row import OneCode, several_codes
from cases.forms.where import WhereFields
from cases.limits import LONGEST_LP_NUMBER, LONGEST_SENTENCE
from cases.models import Case
from cases.narrative import GIVEAWAYS, check_length, giveaways_in
from cases.nouns import CASE, of_several_codes

MANY = of_several_codes(CASE)
# Where a rule of the register speaks of a field that has another name on the page.
INPUT_OF = {
    "happened_on": "happened",
    "happened_time": "happened",
    "happened_precision": "happened",
    "region": "place",
    "number": "lp_number",
    "model": "lp_model",
    "dated_on": "lp_dated_on",
}
# Constraints speak by their name.
INPUT_OF_RULE = {"case_happened_before_reported": "happened"}
ORDER = (
    "draft",
    "happened",
    "place",
    "region",
    "country",
    "modus",
    "known_via",
    *CELL_NAMES,
    "narrative",
)


class Button(StrEnum):
    """What can be pressed on the page."""

    SAVE = "save"
    LATER = "later"
    PLUS = "plus"
    MINUS = "minus"
    FIND_REGION = "find_region"
    MORE_SUSPECTS = "more_suspects"


class SentenceField(forms.CharField):
    """A sentence whose line ends count once, as they do in the browser."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


def warning_rules() -> str:
    """The patterns of `cases.narrative` as JSON, for the browser's own warning."""
    rules = [{"pattern": w.pattern, "message": str(w.message)} for w in GIVEAWAYS]
    return json.dumps(rules)


class LogForm(SuspectRows, VictimCounts, WhereFields):
    draft = forms.UUIDField(widget=forms.HiddenInput)
    happened = PartialDateField(
        label=gettext_lazy("Kapan kejadiannya?"),
        help_text=gettext_lazy(
            "Contoh: 07, 03, 2026. Bila tidak pasti, isi bulan dan tahun saja."
        ),
        with_time=True,
    )
    modus = OneCode(
        "modus_operandi",
        label=gettext_lazy("Apa dugaan utamanya?"),
        error_messages={"required": gettext_lazy("Pilih dugaan utamanya.")},
    )
    known_via = OneCode(
        "complaint_channel",
        label=gettext_lazy("Dari mana diketahui?"),
        error_messages={"required": gettext_lazy("Pilih dari mana perkara diketahui.")},
    )
    narrative = SentenceField(
        label=gettext_lazy("Apa yang terjadi, satu kalimat"),
        help_text=gettext_lazy(
            "Jangan tulis nama, NIK, sekolah, atau nomor telepon di sini. Disimpan"
            " terenkripsi; hanya petugas yang ditugaskan dapat membukanya."
        ),
        max_length=LONGEST_SENTENCE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Tulis satu kalimat tentang apa yang terjadi."),
            "max_length": check_length.message,
        },
    )
    reported_on = DayField(
        label=gettext_lazy("Tanggal lapor"),
        help_text=gettext_lazy("Hari ini, kecuali laporannya diterima lebih dahulu."),
    )
    lp_number = forms.CharField(
        label=gettext_lazy("Nomor LP"),
        help_text=gettext_lazy("Contoh: LP/B/12/XI/2025/SPKT/POLRESTA BALIKPAPAN."),
        required=False,
        max_length=LONGEST_LP_NUMBER,
    )
    lp_model = forms.ChoiceField(
        label=gettext_lazy("Model LP"),
        required=False,
        choices=[("", "—"), *LpModel.choices],
    )
    lp_dated_on = DayField(label=gettext_lazy("Tanggal LP"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["narrative"].widget.attrs["data-warns"] = warning_rules()
        for name in MANY:
            self.fields[name] = several_codes(Case, name)
        for name in ("modus", "known_via", *MANY):
            self.fields[name].offer(None)
        self.order_fields(ORDER)

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        parts = {
            "lp_number": _("Tulis nomor LP."),
            "lp_model": _("Pilih model LP."),
            "lp_dated_on": _("Isi tanggal LP."),
        }
        if any(cleaned.get(name) for name in parts):
            for name, words in parts.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return cleaned

    def content(self) -> dict:
        """Arguments of `log_case`."""
        cleaned = self.cleaned_data
        happened = cleaned["happened"]
        fields = {
            "happened_on": happened.on,
            "happened_precision": happened.precision.value,
            "happened_time": happened.time,
            **{name: cleaned[name] for name in ("region", "country", "reported_on")},
            **{name: cleaned[name] for name in ("modus", "known_via", *MANY)},
        }
        return {
            "fields": fields,
            "victims": self.victims(),
            "suspects": self.suspects(),
            "police_reports": self._police_reports(),
            "narrative": cleaned["narrative"],
        }

    def _police_reports(self) -> list[dict]:
        cleaned = self.cleaned_data
        if not cleaned["lp_number"]:
            return []
        return [
            {name: cleaned[f"lp_{name}"] for name in ("number", "model", "dated_on")}
        ]

    def blame(self, refusal: ValidationError) -> None:
        """Put what the register refused beside the inputs that it speaks of."""
        unnamed = not hasattr(refusal, "error_dict")
        named = {NON_FIELD_ERRORS: [refusal]} if unnamed else refusal.error_dict
        for name, errors in named.items():
            for error in errors:
                inner = name.rpartition(".")[2]  # police_reports.0.number
                field = INPUT_OF_RULE.get(error.code, INPUT_OF.get(inner, name))
                self.add_error(field if field in self.fields else None, error)

    def leave_unjudged(self) -> None:
        """Show what was typed and find no fault with it yet."""
        self.seek_place()
        self._errors = ErrorDict()
        self.cleaned_data = {}

    @property
    def more_is_open(self) -> bool:
        """Is there anything in the folded part, typed or at fault?"""
        names = [*MANY, "lp_number", "lp_model", "suspect_0_n"]
        if not self.is_bound:
            return False
        typed = any(self.data.get(name) for name in names)
        faulty = {*self.errors} - {*ORDER, NON_FIELD_ERRORS}
        return typed or bool(faulty) or self.rows_shown > 1

    @property
    def warnings(self) -> list[str]:
        """What the sentence may give away, in words."""
        text = self["narrative"].value() or ""
        return [str(giveaway.message) for giveaway in giveaways_in(text)]

    @property
    def many(self) -> list[forms.BoundField]:
        return [self[name] for name in MANY]


def filled(data: QueryDict) -> int:
    """How many of the six required inputs hold something."""
    return sum(
        (
            bool(data.get("happened_year")),
            bool(data.get("place") or data.get("country")),
            bool(data.get("modus")),
            bool(data.get("known_via")),
            any(amount(data.get(name)) for name in CELL_NAMES),
            bool(data.get("narrative")),
        )
    )


def typed_fields(data: QueryDict) -> dict[str, list[str]]:
    """The typed text of a page, for a draft: no token, no button."""
    left_out = {"csrfmiddlewaretoken", "draft", *Button}
    return {name: values for name, values in data.lists() if name not in left_out}


def typed_again(fields: dict[str, list[str]], draft: str) -> QueryDict:
    """The page's data as it was when the draft was saved."""
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values)
    data["draft"] = draft
    return data
