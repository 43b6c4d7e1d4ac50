"""Fields in which somebody's particulars are typed, and what was typed as they are.

One particular may be typed in several fields ("residence" in a place, a country and an
address); a field stands under the first of those that it is typed in.
"""

import calendar
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.lookup import countries, region_search
from agencies.models import Agency
from cases import nik
from cases.choices import DatePrecision
from cases.forms.dates import PartialDateField
from cases.forms.where import COUNTRY_ERRORS
from cases.limits import EARLIEST_BIRTH, LONGEST_LINE
from cases.particulars import FIELDS, NOTHING, Account, Birth, having
from cases.particulars.cleaning import LONGEST_TEXT
from cases.person_choices import IdentifierKind, SafeChannel

ONE_A_LINE = gettext_lazy("Satu per baris.")
# What is typed in its browser, of what `nik.warnings` says of it at the server.
NIK_PATTERNS = (
    (r"^(?=.*\S)(?!\D*(?:\d\D*){16}$)", nik.LENGTH),
    (
        r"^\d{6}(?!(?:[04][1-9]|[1256]\d|[37][01])(?:0[1-9]|1[0-2]))\d{10}$",
        nik.DAY,
    ),
)


def _plain(**attributes: str) -> dict[str, str]:
    """What a browser must not keep, nor guess."""
    return {"autocomplete": "off", "spellcheck": "false", **attributes}


def _label(name: str) -> str:
    return capfirst(str(FIELDS[name].label))


def _line(name: str, *, longest: int = LONGEST_LINE, **attributes: str) -> forms.Field:
    return forms.CharField(
        label=_label(name),
        help_text=FIELDS[name].help,
        required=False,
        max_length=longest,
        widget=forms.TextInput(_plain(**attributes)),
    )


def _text(label: str, help_text: Any = "", rows: int = 2) -> forms.Field:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=LONGEST_TEXT * 4,
        widget=forms.Textarea(_plain(rows=str(rows))),
    )


def _lines(name: str) -> dict[str, forms.Field]:
    return {name: _text(_label(name), FIELDS[name].help or ONE_A_LINE)}


def _nik() -> dict[str, forms.Field]:
    field = _line("nik", inputmode="numeric")
    rules = [{"pattern": at, "message": str(told)} for at, told in NIK_PATTERNS]
    field.widget.attrs["data-warns"] = json.dumps(rules)
    return {"nik": field}


def _accounts() -> dict[str, forms.Field]:
    return {
        f"account_{kind}": _text(str(kind.label), ONE_A_LINE, rows=1)
        for kind in IdentifierKind.others()
    }


def _birth() -> dict[str, forms.Field]:
    return {
        "birth": PartialDateField(
            label=_label("birth"),
            help_text=FIELDS["birth"].help,
            required=False,
            earliest=EARLIEST_BIRTH,
        ),
        "birth_until": forms.IntegerField(
            label=_("Sampai tahun"),
            help_text=_("Bila hanya rentang tahunnya diperkirakan."),
            required=False,
            min_value=EARLIEST_BIRTH,
            widget=forms.TextInput(_plain(inputmode="numeric", **{"class": "w4"})),
        ),
    }


def _place(name: str, label: str) -> dict[str, forms.Field]:
    place = forms.CharField(
        label=label,
        help_text=_("Ketik nama kecamatan, kota, atau kabupaten."),
        required=False,
        max_length=region_search.LONGEST,
    )
    code = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    return {f"{name}_place": place, f"{name}_region": code}


def _residence() -> dict[str, forms.Field]:
    return {
        **_place("residence", _label("residence")),
        "residence_country": forms.ChoiceField(
            label=_("Bila tinggal di luar negeri, negara mana?"),
            required=False,
            choices=countries.places_abroad,
            error_messages=COUNTRY_ERRORS,
        ),
        "residence_address": _text(_("Alamat")),
    }


def _safe_contact() -> dict[str, forms.Field]:
    channels = SafeChannel.choices
    return {
        "safe_channel": forms.ChoiceField(
            label=_label("safe_contact"),
            help_text=FIELDS["safe_contact"].help,
            required=False,
            choices=[("", "—"), *channels],
        ),
        "safe_to": forms.CharField(
            label=_("Kepada siapa atau ke nomor mana"),
            required=False,
            max_length=LONGEST_LINE,
            widget=forms.TextInput(_plain()),
        ),
        "safe_hours": forms.CharField(
            label=_("Jam berapa"),
            required=False,
            max_length=LONGEST_LINE,
            widget=forms.TextInput(_plain()),
        ),
        "safe_never": forms.MultipleChoiceField(
            label=_("Jangan pernah lewat"),
            required=False,
            choices=channels,
            widget=forms.CheckboxSelectMultiple({"class": "cols2"}),
        ),
    }


ASKED: Mapping[str, Callable[[], dict[str, forms.Field]]] = {
    "name": lambda: {"name": _line("name")},
    "aliases": lambda: _lines("aliases"),
    "nik": _nik,
    "passport": lambda: {"passport": _line("passport", autocapitalize="characters")},
    "phones": lambda: _lines("phones"),
    "accounts": _accounts,
    "birth": _birth,
    "nationality": lambda: {
        "nationality": forms.ChoiceField(
            label=_label("nationality"),
            required=False,
            choices=countries.nationalities,
            error_messages=COUNTRY_ERRORS,
        )
    },
    "residence": _residence,
    "origin": lambda: _place("origin", _label("origin")),
    "languages": lambda: _lines("languages"),
    "disability": lambda: {
        "disability": _text(_label("disability"), FIELDS["disability"].help)
    },
    "safe_contact": _safe_contact,
    "registered_name": lambda: {"registered_name": _line("registered_name")},
    "nib": lambda: {"nib": _line("nib", inputmode="numeric")},
}
# Where a rule speaks of a particular that has another name on the page.
INPUT_OF = {
    "accounts": f"account_{IdentifierKind.others()[0]}",
    "residence": "residence_address",
    "origin": "origin_place",
    "safe_contact": "safe_channel",
}
PLACES = ("residence", "origin")


# Typed in parts: of these only the parts are sent in which something was typed.
IN_PARTS = ("residence", "safe_contact")


# -- What was typed --------------------------------------------------------------------


def _listed(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _typed_accounts(data: Mapping[str, Any]) -> tuple[Account, ...]:
    return tuple(
        Account(kind.value, line)
        for kind in IdentifierKind.others()
        for line in _listed(data[f"account_{kind}"])
    )


def _typed_birth(data: Mapping[str, Any]) -> Birth | None:
    known, until = data["birth"], data["birth_until"]
    if known is None:
        return None
    if known.precision == DatePrecision.DAY:
        return Birth.on(known.on)
    if known.precision == DatePrecision.YEAR:
        return Birth.about(known.on.year, until)
    last = calendar.monthrange(known.on.year, known.on.month)[1]
    return Birth(known.on, known.on.replace(day=last))


def _typed_residence(data: Mapping[str, Any]) -> dict[str, str]:
    typed = {n: data[f"residence_{n}"] for n in ("region", "country", "address")}
    return {part: value for part, value in typed.items() if value}


def _typed_contact(data: Mapping[str, Any]) -> dict[str, Any]:
    typed = {n: data[f"safe_{n}"] for n in ("channel", "to", "hours")}
    typed["never"] = tuple(data["safe_never"])
    return {part: value for part, value in typed.items() if value}


TYPED: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    **{name: lambda data, name=name: data[name] for name in FIELDS},
    **{
        name: lambda data, name=name: _listed(data[name])
        for name in ("aliases", "phones", "languages")
    },
    "accounts": _typed_accounts,
    "birth": _typed_birth,
    "residence": _typed_residence,
    "origin": lambda data: data["origin_region"],
    "safe_contact": _typed_contact,
}


def check_birth(data: Mapping[str, Any]) -> None:
    """A range is written with years alone. ValidationError by field."""
    known, until = data.get("birth"), data.get("birth_until")
    if until is None:
        return
    if known is None or known.precision != DatePrecision.YEAR:
        refusal = _("Rentang ditulis dengan tahun saja: kosongkan hari dan bulan.")
        raise ValidationError({"birth_until": refusal})
    if until < known.on.year:
        raise ValidationError({"birth_until": _("Periksa lagi tahun lahirnya.")})


def check_accounts(data: Mapping[str, Any]) -> None:
    """Each kind at a field of its own. ValidationError by field."""
    wrong = {}
    for kind in IdentifierKind.others():
        name = f"account_{kind}"
        typed = [Account(kind.value, line) for line in _listed(data.get(name, ""))]
        try:
            having(NOTHING, {"accounts": typed})
        except ValidationError as refusal:
            wrong[name] = refusal.message_dict["accounts"]
    if wrong:
        raise ValidationError(wrong)


def sought(text: str, code: str, *, near: Agency | None) -> tuple[str, list[dict]]:
    """The code of the region that was chosen or named in full; else the matches."""
    region = region_search.meant(text, code) if text else None
    if region or not text:
        return (region.code if region else ""), []
    found = region_search.find(text, near=near)
    return "", [region_search.as_option(match) for match in found]


def in_full(codes: Iterable[str]) -> dict[str, str]:
    """Names of regions by their codes, as an input holds them."""
    found = {code: region_search.named(code) for code in set(codes) if code}
    return {code: region_search.in_full(each) for code, each in found.items() if each}
