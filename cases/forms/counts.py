"""How many: victims by sex and age group, suspects by rows of the same kind."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.lookup import codes
from cases.choices import AgeGroup, Sex
from cases.limits import MOST_SUSPECTS, MOST_VICTIMS

MOST_SUSPECT_ROWS = 10
VICTIMS = "victims"
AGES = (AgeGroup.CHILD, AgeGroup.ADULT, AgeGroup.NOT_RECORDED)
SEXES = (Sex.FEMALE, Sex.MALE, Sex.NOT_RECORDED)
# What a screen reader says of each of the nine inputs.
CELL_WORDS = {
    (Sex.FEMALE, AgeGroup.CHILD): gettext_lazy("anak perempuan"),
    (Sex.MALE, AgeGroup.CHILD): gettext_lazy("anak laki-laki"),
    (Sex.NOT_RECORDED, AgeGroup.CHILD): gettext_lazy(
        "anak, jenis kelamin tidak tercatat"
    ),
    (Sex.FEMALE, AgeGroup.ADULT): gettext_lazy("perempuan dewasa"),
    (Sex.MALE, AgeGroup.ADULT): gettext_lazy("laki-laki dewasa"),
    (Sex.NOT_RECORDED, AgeGroup.ADULT): gettext_lazy(
        "dewasa, jenis kelamin tidak tercatat"
    ),
    (Sex.FEMALE, AgeGroup.NOT_RECORDED): gettext_lazy("perempuan, umur tidak tercatat"),
    (Sex.MALE, AgeGroup.NOT_RECORDED): gettext_lazy("laki-laki, umur tidak tercatat"),
    (Sex.NOT_RECORDED, AgeGroup.NOT_RECORDED): gettext_lazy(
        "jenis kelamin dan umur tidak tercatat"
    ),
}


@dataclass(frozen=True, slots=True)
class RowWords:
    label: Promise
    hint: Promise | str


ROW_WORDS = {
    AgeGroup.CHILD: RowWords(gettext_lazy("Anak"), gettext_lazy("di bawah 18")),
    AgeGroup.ADULT: RowWords(gettext_lazy("Dewasa"), gettext_lazy("18 ke atas")),
    AgeGroup.NOT_RECORDED: RowWords(gettext_lazy("Umur tidak tercatat"), ""),
}


def cell_name(sex: Sex, age: AgeGroup) -> str:
    return f"{VICTIMS}_{sex}_{age}"


CELL_NAMES = [cell_name(sex, age) for age in AGES for sex in SEXES]


class CountField(forms.IntegerField):
    """A whole number from 0; an empty input is 0."""

    def __init__(self, *, most: int, **options):
        super().__init__(required=False, min_value=0, max_value=most, **options)
        what = {"what": self.label, "most": most}
        self.error_messages["invalid"] = (
            _("Jumlah %(what)s: tulis angka bulat, misalnya 2.") % what
        )
        too_much = _("Jumlah %(what)s: angka 0 sampai %(most)d.") % what
        for validator in self.validators:
            validator.message = too_much

    def clean(self, value) -> int:
        return super().clean(value) or 0


class VictimCounts(forms.Form):
    """Nine counts of victims, together 1 to 300."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for (sex, age), words in CELL_WORDS.items():
            field = CountField(most=MOST_VICTIMS, label=words)
            self.fields[cell_name(sex, age)] = field

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if any(name in self.errors for name in CELL_NAMES):
            return cleaned
        total = sum(cleaned[name] for name in CELL_NAMES)
        if total < 1:
            self.add_error(
                CELL_NAMES[0], _("Isi jumlah korban, paling sedikit satu orang.")
            )
        elif total > MOST_VICTIMS:
            words = _(
                "Paling banyak %(most)d korban sekali catat, sekarang %(n)d. Catat"
                " sisanya dari laman perkara."
            )
            params = {"most": MOST_VICTIMS, "n": total}
            self.add_error(CELL_NAMES[0], ValidationError(words, params=params))
        return cleaned

    def victims(self) -> list[dict[str, str]]:
        """One dict of Victim fields per person."""
        return [
            {"sex": sex.value, "age_group": age.value}
            for sex, age in CELL_WORDS
            for _nth in range(self.cleaned_data[cell_name(sex, age)])
        ]

    @property
    def count_rows(self) -> list[dict]:
        """For `parts/counts.html`."""
        return [
            {
                "label": ROW_WORDS[age].label,
                "hint": ROW_WORDS[age].hint,
                "cells": [
                    {
                        "field": self[cell_name(sex, age)],
                        "is_child": age == AgeGroup.CHILD,
                    }
                    for sex in SEXES
                ],
            }
            for age in AGES
        ]

    @property
    def count_errors(self) -> list[str]:
        return [error for name in CELL_NAMES for error in self[name].errors]

    @property
    def typed_victims(self) -> int:
        return sum(self._typed(name) for name in CELL_NAMES)

    @property
    def typed_children(self) -> int:
        names = [cell_name(sex, AgeGroup.CHILD) for sex in SEXES]
        return sum(self._typed(name) for name in names)

    def _typed(self, name: str) -> int:
        return amount(self[name].value())


class SuspectRows(forms.Form):
    """Rows of "how many, sex, age group, role"; a row without a number is empty."""

    suspect_rows = forms.IntegerField(
        required=False, widget=forms.HiddenInput, initial=1
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for index in range(self.rows_shown):
            self.fields.update(_row_fields(index))

    @property
    def rows_shown(self) -> int:
        typed = self.data.get("suspect_rows") if self.is_bound else None
        return min(max(1, amount(typed)), MOST_SUSPECT_ROWS)

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        for index in range(self.rows_shown):
            name, row = f"suspect_{index}_n", self._row(index)
            described = row["role"] or row["sex"] != Sex.NOT_RECORDED
            if described and not row["n"] and name not in self.errors:
                self.add_error(name, _("Tulis jumlah terduga pelaku pada baris ini."))
        total = sum(self._row(index)["n"] for index in range(self.rows_shown))
        if total > MOST_SUSPECTS:
            words = _(
                "Paling banyak %(most)d terduga pelaku sekali catat, sekarang %(n)d."
                " Catat sisanya dari laman perkara."
            )
            params = {"most": MOST_SUSPECTS, "n": total}
            self.add_error("suspect_0_n", ValidationError(words, params=params))
        return cleaned

    def suspects(self) -> list[dict]:
        """One dict of Suspect fields per person."""
        found: list[dict] = []
        for index in range(self.rows_shown):
            row = self._row(index)
            fields = {
                "sex": row["sex"],
                "age_group": row["age_group"],
                "roles": [row["role"]] if row["role"] else [],
            }
            found += [fields] * row["n"]
        return found

    @property
    def suspect_inputs(self) -> list[dict]:
        """Bound fields of each row, for the template."""
        return [
            {
                name: self[f"suspect_{index}_{name}"]
                for name in ("n", "sex", "age_group", "role")
            }
            for index in range(self.rows_shown)
        ]

    def _row(self, index: int) -> dict:
        cleaned = self.cleaned_data
        return {
            "n": cleaned.get(f"suspect_{index}_n") or 0,
            "sex": cleaned.get(f"suspect_{index}_sex") or Sex.NOT_RECORDED,
            "age_group": cleaned.get(f"suspect_{index}_age_group")
            or AgeGroup.NOT_RECORDED,
            "role": cleaned.get(f"suspect_{index}_role", ""),
        }


def _row_fields(index: int) -> dict[str, forms.Field]:
    prefix = f"suspect_{index}_"
    return {
        f"{prefix}n": CountField(
            most=MOST_SUSPECTS,
            label=_("terduga pelaku"),
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w4"}),
        ),
        f"{prefix}sex": _choice(_("Jenis kelamin"), Sex),
        f"{prefix}age_group": _choice(_("Kelompok umur"), AgeGroup),
        f"{prefix}role": forms.ChoiceField(
            label=_("Peran"),
            required=False,
            choices=[("", "—"), *codes.choices("suspect_role")],
        ),
    }


def _choice(label: str, words: type[Sex] | type[AgeGroup]) -> forms.ChoiceField:
    """ "Not recorded" stands first, so that a row just added says nothing yet."""
    unknown = words.NOT_RECORDED
    known = [choice for choice in words.choices if choice[0] != unknown]
    return forms.ChoiceField(
        label=label, required=False, choices=[(unknown.value, unknown.label), *known]
    )


def amount(typed) -> int:
    """What a count says so far: 0 for anything that is no number from 0 on."""
    text = str(typed if typed is not None else "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
