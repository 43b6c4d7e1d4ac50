"""Who somebody is, as programs send it, and as they are told it once it was opened."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from agencies.api.fields import EMPTY, Choice, Date, Input, RegionCode, Text
from agencies.models import Region
from cases.limits import LONGEST_LINE
from cases.particulars import (
    FIELDS,
    Account,
    Birth,
    Particulars,
    Residence,
    SafeContact,
)
from cases.particulars.cleaning import LONGEST_TEXT, MOST
from cases.person_choices import IdentifierKind, SafeChannel
from cases.serializers import Country

KINDS = [(kind.value, kind.label) for kind in IdentifierKind.others()]
CHANNELS = SafeChannel.choices


def _line() -> Text:
    return Text(required=False, allow_blank=True, max_length=LONGEST_LINE)


def _text() -> Text:
    return Text(required=False, allow_blank=True, max_length=LONGEST_TEXT)


class Several(serializers.ListField):
    """A list of values, in the words of the forms."""

    default_error_messages = EMPTY | {
        "not_a_list": forms.MultipleChoiceField.default_error_messages["invalid_list"],
        "max_length": _("Paling banyak {max_length}."),
    }


def _lines() -> Several:
    child = Text(max_length=LONGEST_LINE)
    return Several(child=child, required=False, max_length=MOST)


# -- Taken -----------------------------------------------------------------------------


class AccountIn(Input):
    kind = Choice(choices=KINDS)
    value = Text(max_length=LONGEST_LINE)


class BirthIn(Input):
    """The first and the last day on which she may have been born."""

    first = Date()
    last = Date()


class ResidenceIn(Input):
    """`region` is a Kemendagri code, `country` an ISO code when abroad. What is not
    sent stays."""

    region = RegionCode(required=False, allow_null=True)
    country = Country()
    address = _text()


class SafeContactIn(Input):
    """What is not sent stays; a list replaces the one that is recorded."""

    channel = Choice(choices=CHANNELS, required=False, allow_null=True)
    to = _line()
    hours = _line()
    never = Several(
        child=Choice(choices=CHANNELS), required=False, max_length=len(CHANNELS)
    )


class ParticularsIn(Input):
    """All may be left out; what is not sent stays, what is empty is forgotten. So it is
    inside `residence` and `safe_contact`, which null empties as a whole."""

    name = _line()
    aliases = _lines()
    nik = _line()
    passport = _line()
    phones = _lines()
    accounts = AccountIn(many=True, required=False, max_length=MOST)
    birth = BirthIn(required=False, allow_null=True)
    nationality = _line()
    residence = ResidenceIn(required=False, allow_null=True)
    origin = RegionCode(required=False, allow_null=True)
    languages = _lines()
    disability = _text()
    safe_contact = SafeContactIn(required=False, allow_null=True)
    registered_name = _line()
    nib = _line()


def _kept(value: Any) -> Any:
    """One part of `residence` or `safe_contact` as the register keeps it."""
    if isinstance(value, Region):
        return value.code
    return tuple(value) if isinstance(value, list) else value or ""


def _parts(found: Mapping[str, Any]) -> dict[str, Any]:
    return {part: _kept(value) for part, value in found.items()}


_READ: Mapping[str, Any] = {
    "accounts": lambda found: tuple(Account(**each) for each in found),
    "birth": lambda found: found and Birth(**found),
    "residence": lambda found: Residence() if found is None else _parts(found),
    "origin": lambda region: region.code if region else "",
    "safe_contact": lambda found: SafeContact() if found is None else _parts(found),
}


def particulars_in(taken: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, by the names and in the values of `cases.particulars`."""
    sent = {name: value for name, value in taken.items() if name in FIELDS}
    return {
        name: _READ[name](value)
        if name in _READ
        else (tuple(value) if isinstance(value, list) else value)
        for name, value in sent.items()
    }


# -- Given, once it was opened ---------------------------------------------------------


class AccountOut(serializers.Serializer):
    kind = serializers.ChoiceField(choices=KINDS)
    value = serializers.CharField()


class BirthOut(serializers.Serializer):
    first = serializers.DateField()
    last = serializers.DateField()


class ResidenceOut(serializers.Serializer):
    region = serializers.CharField(allow_null=True)
    country = serializers.CharField(allow_null=True)
    address = serializers.CharField(allow_null=True)


class SafeContactOut(serializers.Serializer):
    channel = serializers.ChoiceField(choices=CHANNELS, allow_null=True)
    to = serializers.CharField(allow_null=True)
    hours = serializers.CharField(allow_null=True)
    never = serializers.ListField(child=serializers.ChoiceField(choices=CHANNELS))


class ParticularsOut(serializers.Serializer):
    """Those that were asked for and no others."""

    name = serializers.CharField(required=False, allow_null=True)
    aliases = serializers.ListField(child=serializers.CharField(), required=False)
    nik = serializers.CharField(required=False, allow_null=True)
    passport = serializers.CharField(required=False, allow_null=True)
    phones = serializers.ListField(child=serializers.CharField(), required=False)
    accounts = AccountOut(many=True, required=False)
    birth = BirthOut(required=False, allow_null=True)
    nationality = serializers.CharField(required=False, allow_null=True)
    residence = ResidenceOut(required=False)
    origin = serializers.CharField(required=False, allow_null=True)
    languages = serializers.ListField(child=serializers.CharField(), required=False)
    disability = serializers.CharField(required=False, allow_null=True)
    safe_contact = SafeContactOut(required=False)
    registered_name = serializers.CharField(required=False, allow_null=True)
    nib = serializers.CharField(required=False, allow_null=True)


def particulars_out(found: Particulars, names: Iterable[str]) -> dict[str, Any]:
    """The JSON of `ParticularsOut`."""
    return {name: _plain(getattr(found, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Birth):
        return {"first": value.first.isoformat(), "last": value.last.isoformat()}
    if isinstance(value, Account | Residence | SafeContact):
        return {name: _plain(getattr(value, name)) for name in value.__slots__}
    return value or None
