"""Who takes part in a case, and who reported it, as it is typed.

What is recorded already is not shown here: a field that is left empty stays as it is,
beside others of one particular too; lists are added to, and what is to be forgotten is
ticked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency
from cases.forms import identity
from cases.forms.dates import PartialDateField
from cases.forms.row import ActForm, WithdrawForm, new_key
from cases.forms.warned import WarnedForm
from cases.models import Involvement
from cases.models.person import WHOSE
from cases.particulars import FIELDS, NOTHING, OF_REPORTER, having
from cases.person_choices import ReporterKind

# What few people need: closed until something in it is typed or wrong.
FOLDED = {
    gettext_lazy("Akun, kendaraan, rekening"): ("accounts",),
    gettext_lazy("Bahasa dan disabilitas"): ("languages", "disability"),
    gettext_lazy("Kontak aman"): ("safe_contact",),
}
LAST = ("unknown", "drop")
CHECKS = {"birth": identity.check_birth, "accounts": identity.check_accounts}
NOTHING_TYPED = gettext_lazy(
    "Isi sedikitnya satu isian, atau centang bahwa identitasnya belum diketahui."
)


class ParticularsForm(ActForm):
    """The particulars in `names`; `near` is the office whose regions come first."""

    def __init__(
        self, *args, names: Iterable[str], near: Agency | None = None, **options
    ):
        super().__init__(*args, **options)
        self.names, self.near = tuple(names), near
        self.inputs: dict[str, list[str]] = {}
        self.matches: dict[str, list[dict[str, str]]] = {}
        self.warnings: dict[str, list[str]] = {}
        for name in self.names:
            made = identity.ASKED[name]()
            self.inputs[name] = list(made)
            self.fields |= made
        # Errors are listed in the order in which the page is read.
        own = [name for name in self.fields if name not in {*self._drawn(), *LAST}]
        self.order_fields([*own, *self._drawn(), *LAST])

    def clean(self):
        data = super().clean() or self.cleaned_data
        for at in set(identity.PLACES) & set(self.names):
            self._find(at, data)
        for name in self.names:
            self._judge(name, data)
        return data

    def _judge(self, name: str, data: dict[str, Any]) -> None:
        """By the rules that the action asks too, so that all that is wrong is told at
        once."""
        try:
            if name in CHECKS:
                CHECKS[name](data)
            if not self._is_wrong(name):
                having(NOTHING, {name: identity.TYPED[name](data)})
        except ValidationError as refusal:
            for at, told in refusal.error_dict.items():
                self.add_error(at if at in self.fields else self.place_of(at), told)

    def _find(self, at: str, data: dict[str, Any]) -> None:
        text, code = data.get(f"{at}_place", ""), data.get(f"{at}_region", "")
        found, self.matches[at] = identity.sought(text, code, near=self.near)
        if text and not found:
            refusal = _("Pilih tempatnya dari daftar, atau kosongkan.")
            self.add_error(f"{at}_place", refusal)
        data[f"{at}_region"] = found

    def _is_wrong(self, name: str) -> bool:
        return any(each in self.errors for each in self.inputs[name])

    def typed(self) -> dict[str, Any]:
        """The particulars in which something was typed, and typed rightly."""
        right = [name for name in self.names if not self._is_wrong(name)]
        found = {name: identity.TYPED[name](self.cleaned_data) for name in right}
        return {n: v for n, v in found.items() if v not in (_empty(n), {})}

    def place_of(self, name: str) -> str | None:
        return super().place_of(identity.INPUT_OF.get(name, name))

    # -- How it is drawn

    @property
    def groups(self) -> list[dict[str, Any]]:
        """What stands open, then what is folded: {title, is_open, lines}."""
        first = [*self.extra_first(), *self._inputs_of(self._open())]
        groups = [{"title": "", "is_open": True, "lines": self._lines(first)}]
        for title, names in FOLDED.items():
            inputs = self._inputs_of(name for name in names if name in self.names)
            if inputs:
                is_open = any(self[n].errors or self[n].data for n in inputs)
                lines = self._lines(inputs)
                group = {"title": title, "is_open": is_open, "lines": lines}
                groups.append(group)
        last = self._lines(self.extra_last())
        return [*groups, {"title": "", "is_open": True, "lines": last}]

    def extra_first(self) -> list[str]:
        """Fields that are no particulars and come before them."""
        return []

    def extra_last(self) -> list[str]:
        return []

    def _open(self) -> list[str]:
        folded = {name for names in FOLDED.values() for name in names}
        return [name for name in self.names if name not in folded]

    def _drawn(self) -> list[str]:
        """The inputs in the order of the page."""
        folded = [n for names in FOLDED.values() for n in names if n in self.names]
        return self._inputs_of([*self._open(), *folded])

    def _inputs_of(self, names: Iterable[str]) -> list[str]:
        return [each for name in names for each in self.inputs[name]]

    def _lines(self, inputs: Iterable[str]) -> list[dict[str, Any]]:
        return [self._line(name) for name in inputs if not self[name].is_hidden]

    def _line(self, name: str) -> dict[str, Any]:
        bound, at = self[name], name.removesuffix("_place")
        line: dict[str, Any] = {"field": bound, "part": "field"}
        if isinstance(bound.field, PartialDateField):
            line["part"] = "date"
        elif name.endswith("_place"):
            line |= {"part": "place", "chosen": self[f"{at}_region"]}
            line["matches"] = self.matches.get(at, [])
        return line | {"warnings": self.warnings.get(name, [])}


class NewPersonForm(WarnedForm, ParticularsForm):
    """Somebody new. `rows` are those of the case whom she may be, or stand beside. That
    nothing is known of her yet is said, and not recorded by an empty press."""

    row = forms.ChoiceField(required=False)
    unknown = forms.MultipleChoiceField(
        label=gettext_lazy("Bila tidak ada yang dapat diisi"),
        choices=[("yes", gettext_lazy("Identitasnya belum diketahui"))],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args, rows: Mapping[str, str], label: str, chosen: str = "", **options
    ):
        options["initial"] = {"key": new_key(), "row": chosen}
        super().__init__(*args, **options)
        asked = self.fields["row"]
        asked.label = label
        asked.choices = [("", _("belum dihubungkan")), *rows.items()]
        if not rows:
            del self.fields["row"]

    def clean(self):
        data = super().clean()
        if not self.errors:
            is_unknown = bool(data["unknown"])
            if not self.typed() and not is_unknown:
                self.add_error("unknown", NOTHING_TYPED)
            elif self.typed() and is_unknown:
                self.add_error("unknown", _("Ada yang diisi: hapus centang ini."))
        return data

    def extra_first(self) -> list[str]:
        return ["row"] if "row" in self.fields else []

    def extra_last(self) -> list[str]:
        return ["unknown"]


class PersonActForm(ActForm):
    """An act on somebody as she was seen by a `part`: `whose` it was, and the version.
    Another's, who came in her place by a merge, may stand at the same one."""

    whose = forms.CharField(required=False, max_length=WHOSE, widget=forms.HiddenInput)

    def __init__(self, *args, part: Involvement, **options):
        known = {"seen": part.version_told, "whose": part.whose}
        super().__init__(*args, initial=known, **options)

    @property
    def as_seen(self) -> dict[str, Any]:
        """What the actions on a person ask for; whoever sends neither saw nobody."""
        data = self.cleaned_data
        return {"seen": data["seen"] or 0, "whose": data["whose"]}


class UnlinkForm(PersonActForm, WithdrawForm):
    """Why a part is taken back."""

    @property
    def taken(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"], **self.as_seen}


class EditPersonForm(PersonActForm, WarnedForm, ParticularsForm):
    """What is known anew of somebody, beside what her mask says is recorded."""

    drop = forms.MultipleChoiceField(
        label=gettext_lazy("Kosongkan yang tercatat"),
        help_text=gettext_lazy("Yang dicentang dihapus; register tidak menyalinnya."),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "cols2"}),
    )

    def __init__(self, *args, part: Involvement, **options):
        super().__init__(*args, part=part, **options)
        told = part.recorded_told
        held = [n for n in self.names if n in told or FIELDS[n].is_unsaid]
        self.fields["drop"].choices = [(n, capfirst(FIELDS[n].label)) for n in held]
        self.fields["seen"].required = True
        for name in held:
            if not FIELDS[name].is_unsaid:
                self._say_recorded(name)

    def _say_recorded(self, name: str) -> None:
        first, *more = self.inputs[name]
        told = _("Tercatat. Kosongkan bila tetap; yang ditulis menggantikannya.")
        if isinstance(_empty(name), tuple):
            told = _("Tercatat. Yang ditulis di sini ditambahkan.")
        elif name in identity.IN_PARTS:
            told = _("Tercatat. Yang ditulis menggantikan isian itu saja.")
            for each in more:
                self._say(each, _("Kosongkan bila tetap."))
        self._say(first, told)
        if name == "safe_contact":
            self._say("safe_never", _("Yang dicentang ditambahkan."))

    def _say(self, field_name: str, told: str) -> None:
        field = self.fields[field_name]
        field.help_text = f"{told} {field.help_text}".strip()

    def changes(self) -> tuple[dict[str, Any], set[str]]:
        """What is to be written, and of what the lists are to be added to."""
        typed, dropped = self.typed(), set(self.cleaned_data["drop"])
        anew = {name: _whole(name, typed.get(name)) for name in dropped}
        added = {n for n in typed if isinstance(_empty(n), tuple)}
        added |= typed.keys() & set(identity.IN_PARTS)
        return {**typed, **anew}, added - dropped

    def extra_last(self) -> list[str]:
        return ["drop"] if self.fields["drop"].choices else []


class ReporterForm(ParticularsForm):
    """Who told of the case; of an anonymous one nothing is taken."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis pelapor"),
        choices=ReporterKind.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Dari pelapor anonim tidak dicatat apa pun."),
        error_messages={"required": gettext_lazy("Pilih jenis pelapornya.")},
    )

    def __init__(self, *args, **options):
        options["initial"] = {"key": new_key()}
        super().__init__(*args, names=OF_REPORTER, **options)

    def extra_first(self) -> list[str]:
        return ["kind"]


class LinkForm(ActForm):
    """Somebody whom she knows from another case: its number, then whom of it."""

    either = {"person"}

    register_no = forms.CharField(
        label=gettext_lazy("Nomor register perkara tempat ia tercatat"),
        max_length=60,
        error_messages={"required": gettext_lazy("Isi nomor registernya.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    person = forms.ChoiceField(
        label=gettext_lazy("Siapa"), required=False, widget=forms.RadioSelect
    )
    row = forms.ChoiceField(required=False)

    def __init__(
        self,
        *args,
        rows: Mapping[str, str],
        label: str,
        chosen: str = "",
        known: Involvement | None = None,
        **options,
    ):
        options["initial"] = {"key": new_key(), "row": chosen}
        if known is not None:
            found = {"register_no": known.case.register_no, "person": known.public_id}
            options["initial"] |= found
        super().__init__(*args, **options)
        asked = self.fields["row"]
        asked.label = label
        asked.choices = [("", _("belum dihubungkan")), *rows.items()]
        if not rows:
            del self.fields["row"]

    def offer_people(self, people: Mapping[str, str]) -> None:
        """Those of the case that was named; nobody until one was."""
        self.fields["person"].choices = list(people.items())
        if not people:
            self.fields["person"].widget = forms.HiddenInput()


def _empty(name: str) -> Any:
    return getattr(NOTHING, name)


def _whole(name: str, typed: Any) -> Any:
    """What was typed in place of what is ticked, and nothing else of it."""
    if typed is None:
        return _empty(name)
    return replace(_empty(name), **typed) if name in identity.IN_PARTS else typed
