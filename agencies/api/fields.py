"""Fields and serializers that take JSON as it is written, in the words of the forms.

DRF's own fields read "12" as 12 and 1 as "1". A program that mixes them up should
hear of it, so these take the types that the schema names and nothing else.
"""

import datetime
import re
import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import validators
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agencies.lookup import codes
from agencies.models import Region

# Errors with these codes are the register's rules; all others are of the form of JSON.
RULE_CODES = frozenset({"unknown", "unknown_code", "rule"})
NO_NUL = r"^[^\x00]*$"
# What people write: something must stand in it, and no NUL character. The schema's
# regular expressions know fewer blanks than Python does: here are those of both.
SENTENCE = r"^[^\x00]*[^\s\x00\x1c-\x1f\x85\ufeff][^\x00]*$"
REGION_CODE = r"^(ID|[0-9]{2}(\.[0-9]{2}(\.[0-9]{2})?)?)$"

_REQUIRED = forms.Field.default_error_messages["required"]
EMPTY = {"required": _REQUIRED, "null": _REQUIRED, "blank": _REQUIRED}


class Text(serializers.CharField):
    """A JSON string. `max_length` is checked with the words of Django's forms."""

    default_error_messages = EMPTY | {"invalid": _("Masukkan teks.")}
    pattern = RegexValidator(
        NO_NUL, validators.ProhibitNullCharactersValidator.message, code="invalid"
    )

    def __init__(self, *, max_length: int | None = None, **options):
        options.setdefault("trim_whitespace", False)
        super().__init__(**options)
        self.validators = [
            validator
            for validator in self.validators
            if not isinstance(validator, validators.ProhibitNullCharactersValidator)
        ]
        if not any(isinstance(v, RegexValidator) for v in self.validators):
            self.validators.append(self.pattern)
        if max_length is not None:
            self.validators.append(validators.MaxLengthValidator(max_length))

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Sentence(Text):
    """Text of which blanks at its ends do not matter, and alone are nothing."""

    pattern = RegexValidator(SENTENCE, _REQUIRED, code="invalid")

    def __init__(self, **options):
        super().__init__(trim_whitespace=True, **options)


class Integer(serializers.IntegerField):
    default_error_messages = EMPTY | {
        "invalid": forms.IntegerField.default_error_messages["invalid"]
    }

    def __init__(self, *, max_value=None, min_value=None, **options):
        super().__init__(**options)
        if max_value is not None:
            self.validators.append(validators.MaxValueValidator(max_value))
        if min_value is not None:
            self.validators.append(validators.MinValueValidator(min_value))

    def to_internal_value(self, data):
        if isinstance(data, float) and data.is_integer():
            data = int(data)
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return data


class Choice(serializers.ChoiceField):
    default_error_messages = EMPTY | {
        "invalid_choice": forms.ChoiceField.default_error_messages["invalid_choice"]
    }

    def to_internal_value(self, data):
        if not isinstance(data, str) or data not in self.choices:
            words = self.error_messages["invalid_choice"] % {"value": data}
            raise serializers.ValidationError(words, code="invalid_choice")
        return data


class Date(serializers.DateField):
    """`2025-11-12` and no other way to write it."""

    default_error_messages = EMPTY | {
        "invalid": forms.DateField.default_error_messages["invalid"]
    }

    def to_internal_value(self, value):
        if not isinstance(value, str) or not re.fullmatch(
            r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value
        ):
            self.fail("invalid")
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            self.fail("invalid")


TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"


@extend_schema_field({"type": "string", "pattern": TIME, "example": "20:30"})
class Time(serializers.TimeField):
    """`20:30` or `20:30:00`, the local time of the place."""

    default_error_messages = EMPTY | {
        "invalid": forms.TimeField.default_error_messages["invalid"]
    }

    def to_internal_value(self, value):
        if not isinstance(value, str) or not re.fullmatch(TIME[1:-1], value):
            self.fail("invalid")
        return datetime.time.fromisoformat(value)


class PublicId(serializers.UUIDField):
    default_error_messages = EMPTY | {
        "invalid": forms.UUIDField.default_error_messages["invalid"]
    }

    def to_internal_value(self, data):
        if not isinstance(data, str) or not re.fullmatch(r"[0-9a-fA-F-]{36}", data):
            self.fail("invalid")
        try:
            return uuid.UUID(data)
        except ValueError:
            self.fail("invalid")


class OneCode(Text):
    """A code of a list, retired ones included."""

    def __init__(self, code_list: str, **options):
        self.code_list = code_list
        super().__init__(**options)

    def known(self) -> list[str]:
        return list(codes.entries(self.code_list))

    def to_internal_value(self, data):
        code = super().to_internal_value(data)
        if code not in self.known():
            words = codes.UNKNOWN % {"codes": code}
            raise serializers.ValidationError(words, code="invalid_choice")
        return code


class Codes(serializers.ListField):
    """Codes of one code list, each once."""

    def __init__(self, *, code_list: str, **options):
        self.code_list = code_list
        options["child"] = OneCode(code_list)
        super().__init__(**options)

    default_error_messages = EMPTY | {
        "not_a_list": forms.MultipleChoiceField.default_error_messages["invalid_list"],
        "twice": _("Setiap kode hanya satu kali."),
    }

    def to_internal_value(self, data):
        if isinstance(data, list) and len(set(map(repr, data))) < len(data):
            self.fail("twice")
        return super().to_internal_value(data)


@extend_schema_field({"type": "string", "pattern": REGION_CODE, "example": "64.71"})
class RegionCode(serializers.Field):
    """A region by Kemendagri's code; becomes the Region."""

    default_error_messages = EMPTY | {
        "invalid": _("Kode wilayah Kemendagri, misalnya 64.71 atau 64.71.05."),
        "unknown": _("Wilayah ini tidak dikenal."),
    }

    def to_internal_value(self, data):
        if not isinstance(data, str) or not re.fullmatch(REGION_CODE[1:-1], data):
            self.fail("invalid")
        region = Region.objects.filter(code=data).first()
        if region is None:
            self.fail("unknown")
        return region


def _speak(field: serializers.Field, words: Mapping[str, Any]) -> None:
    """Let `field` say what a form's field says of a missing or too long value."""
    field.error_messages |= dict.fromkeys(EMPTY, words["required"])
    field.validators = [_in_words(rule, words) for rule in field.validators]


def _in_words(rule: Any, words: Mapping[str, Any]) -> Any:
    if isinstance(rule, RegexValidator) and rule.regex.pattern == SENTENCE:
        return RegexValidator(SENTENCE, words["required"], code="invalid")
    if isinstance(rule, validators.MaxLengthValidator) and "max_length" in words:
        return validators.MaxLengthValidator(rule.limit_value, words["max_length"])
    return rule


class Input(serializers.Serializer):
    """A JSON object without members that nobody reads: a misspelt one is refused."""

    default_error_messages = {
        "invalid": _("Masukkan objek JSON."),
        "unread": _("Isian ini tidak dikenal."),
    }

    def get_fields(self):
        """With the words of the form, if `Meta.form` names one, for what is missing."""
        fields = super().get_fields()
        meta = getattr(self, "Meta", None)
        form = getattr(meta, "form", None)
        named = getattr(meta, "named_in_form", {})
        for name, field in fields.items() if form else ():
            asked = form.base_fields.get(named.get(name, name))
            if asked and asked.required:
                _speak(field, asked.error_messages)
        return fields

    def to_internal_value(self, data):
        if not isinstance(data, Mapping):
            raise serializers.ValidationError(
                {"__all__": [self.error_messages["invalid"]]}, code="invalid"
            )
        errors: dict[str, Any] = {
            str(name): [
                serializers.ErrorDetail(self.error_messages["unread"], code="unread")
            ]
            for name in data
            if name not in self.fields
        }
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            errors = {**error.detail, **errors}
        if errors:
            raise serializers.ValidationError(errors)
        return values


class RowInput(Input, serializers.ModelSerializer):
    """The fields of a row that may be written, with types and limits of its model."""

    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {
        models.CharField: Text,
        models.DateField: Date,
        models.TimeField: Time,
        models.PositiveSmallIntegerField: Integer,
    }
    serializer_choice_field = Choice

    def build_standard_field(self, field_name, model_field):
        made, options = super().build_standard_field(field_name, model_field)
        if made is serializers.ListField:
            made = Codes
            options["code_list"] = model_field.code_list
        return made, options

    def values(self, *, whole: bool = False) -> dict[str, Any]:
        """The validated fields; with `whole` (PUT), absent ones at their default."""
        found = dict(self.validated_data)
        model = self.Meta.model
        for name in self.fields if whole else ():
            found.setdefault(name, model._meta.get_field(name).get_default())
        for name, value in found.items():
            if value is None and not model._meta.get_field(name).null:
                found[name] = ""
        return found


def valid(serializer: Input) -> Input:
    """The serializer, validated; ValidationError (400) names each field."""
    serializer.is_valid(raise_exception=True)
    return serializer
