"""What the forms of a case and of its rows share: version, key, and refusals."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import (
    NON_FIELD_ERRORS,
    PermissionDenied,
    ValidationError,
)
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agencies.idempotency import KeyReused
from agencies.lookup import codes
from agencies.models.fields import uuid7
from cases.choices import WithdrawReason
from cases.forms.dates import PartialDateField

T = TypeVar("T")
SENT_BEFORE = _(
    "Isian ini sudah pernah tersimpan dengan isi lain. Periksa perkaranya dahulu;"
    " kirim lagi bila yang ini memang baris baru."
)


class OneCode(forms.ChoiceField):
    """One entry of a code list."""

    def __init__(self, code_list: str, **options):
        self.code_list = code_list
        super().__init__(**options)

    def offer(self, kept: Any) -> None:
        blank = [("", _("Pilih …"))]
        self.choices = blank + _offered(self.code_list, [kept] if kept else [])


class SeveralCodes(forms.MultipleChoiceField):
    """Any number of entries of a code list, none included."""

    def __init__(self, code_list: str, **options):
        self.code_list = code_list
        options.setdefault("required", False)
        options.setdefault("widget", forms.CheckboxSelectMultiple({"class": "cols2"}))
        super().__init__(**options)

    def offer(self, kept: Any) -> None:
        self.choices = _offered(self.code_list, kept or [])


def _offered(code_list: str, kept: Iterable[str]) -> list[tuple[str, str]]:
    """Entries in use, and the retired ones that the row already holds."""
    entries = codes.entries(code_list).values()
    return [(e.code, e.label) for e in entries if not e.retired or e.code in kept]


def label_of(model: type[models.Model], name: str):
    return capfirst(model._meta.get_field(name).verbose_name)


def radios(model: type[models.Model], name: str, **options) -> forms.ChoiceField:
    """One of a model field's choices, none chosen for the reader."""
    return forms.ChoiceField(
        label=label_of(model, name),
        choices=model._meta.get_field(name).choices,
        widget=forms.RadioSelect,
        **options,
    )


def several_codes(model: type[models.Model], name: str, **options) -> SeveralCodes:
    field = model._meta.get_field(name)
    return SeveralCodes(field.code_list, label=label_of(model, name), **options)


class ActForm(forms.Form):
    """Input of one act. `seen` is the version that it was made from."""

    # Fields of which one is enough: none of them is called optional.
    either: set[str] = set()
    # Long lists that few need: closed unless something is ticked.
    folded: set[str] = set()
    # Why she may not do what was sent, where that is said on the form (403).
    denied: PermissionDenied | None = None

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if hasattr(field, "offer"):
                field.offer(self.get_initial_for_field(field, name))

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The visible fields in order, each with the part that draws it."""
        return [
            {
                "field": bound,
                "part": _part_of(bound),
                "optional": not bound.field.required and bound.name not in self.either,
                "is_folded": bound.name in self.folded,
                "ticked": len(bound.value() or []) if bound.name in self.folded else 0,
            }
            for bound in self.visible_fields()
        ]

    def try_to(self, act: Callable[[], T]) -> T | None:
        """What the act returns; None if it refused, the reasons at the fields."""
        try:
            return act()
        except ValidationError as refusal:
            self.refuse(refusal)
        except KeyReused:
            self.refuse(ValidationError(SENT_BEFORE))
            self.data = self.data.copy()
            self.data[self.add_prefix("key")] = new_key()
        return None

    def try_if_allowed(self, act: Callable[[], T]) -> T | None:
        """As `try_to`; that she may not is said on the form too, and nothing that was
        typed is lost. Whoever draws the form says `denied` on (`flow.status_of`)."""
        try:
            return self.try_to(act)
        except PermissionDenied as denied:
            self.denied = denied
            self.add_error(None, str(denied))
        return None

    def refuse(self, refusal: ValidationError) -> None:
        """Put each message at its field, or on top if the form has no such field."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for name, errors in refusal.error_dict.items():
            at = self.place_of(name)
            self.add_error(at if at in self.fields else None, errors)

    def place_of(self, name: str) -> str | None:
        """The form's own field that holds the model's field `name`."""
        return None if name == NON_FIELD_ERRORS else name


def _part_of(bound: forms.BoundField) -> str:
    if isinstance(bound.field, PartialDateField):
        return "date"
    return "region" if bound.name == "place" else "field"


def new_key() -> str:
    return str(uuid7())


class RowForm(ActForm, forms.ModelForm):
    """Fields of a row. Nothing is validated against the model here: the action does
    that, once, on the locked row, and both doors show its words.
    """

    # Fields that are decided together when two people edited the row: first → all.
    together: dict[str, tuple[str, ...]] = {}

    def __init__(self, *args, **options):
        row = options["instance"]
        first = {"seen": row.version} if row.pk else {"key": new_key()}
        options["initial"] = first | options.get("initial", {})
        super().__init__(*args, **options)
        if row.pk:
            self.fields["seen"].required = True

    def _post_clean(self) -> None:
        """Left to the action."""

    def model_fields(self) -> dict[str, Any]:
        """What was typed, by the names of the model."""
        asked = (name for name in self._meta.fields if self._is_asked(name))
        return {name: self._unless_the_same(name) for name in asked}

    def _is_asked(self, name: str) -> bool:
        """Not what follows from another row."""
        return name in self.fields or name not in self.base_fields

    def _unless_the_same(self, name: str) -> Any:
        """The same codes in another order are no change."""
        value, before = self.cleaned_data[name], getattr(self.instance, name)
        if isinstance(value, list) and sorted(value) == sorted(before):
            return before
        return value

    def closes(self) -> bool:
        """Would saving it close the case, unannounced?"""
        return False

    def units(self) -> dict[str, tuple[str, ...]]:
        """Each thing that can be kept or replaced, with the model fields it holds."""
        inside = {name for names in self.together.values() for name in names}
        alone = {name: (name,) for name in self.model_fields() if name not in inside}
        return {**self.together, **alone}


class RestoreForm(ActForm):
    """Sends on that she was told what else it does; a button has nothing to send."""

    told = forms.CharField(
        required=False, max_length=3, initial="yes", widget=forms.HiddenInput
    )


class WithdrawForm(ActForm):
    reason = forms.ChoiceField(
        label=_("Alasan penarikan"),
        choices=WithdrawReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih alasan penarikan.")},
    )

    @property
    def taken(self) -> dict[str, Any]:
        """Why, and from which version on, as the actions ask for it."""
        data = self.cleaned_data
        return {"reason": data["reason"], "seen": data["seen"] or 0}
