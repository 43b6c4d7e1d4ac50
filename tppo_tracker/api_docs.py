"""The schema of the API, and the page that explains it to people."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.views import APIView

from agencies.api.wire import MEDIA_TYPE
from agencies.lookup import codes

REF = "#/components/schemas/"
MOST_CODES = 60  # of a list that are named; all of them stand in the schema


def document() -> dict[str, Any]:
    """The OpenAPI document in the language of the request.

    It names the codes of every list, so that a new code makes it anew.
    """
    return _document(get_language(), codes.all_codes())


@lru_cache(maxsize=4)
def _document(_language: str, _codes: frozenset) -> dict[str, Any]:
    made = SchemaGenerator().get_schema(request=None, public=True)
    return orjson.loads(orjson.dumps(made, default=str))


class Schema(APIView):
    @extend_schema(exclude=True)
    def get(self, request) -> HttpResponse:
        return HttpResponse(orjson.dumps(document()), content_type=MEDIA_TYPE)


def docs(request: HttpRequest) -> HttpResponse:
    told = document()
    schemas = told["components"]["schemas"]
    return render(
        request,
        "api/docs.html",
        {
            "nouns": list(nouns_of(told["paths"])),
            "shapes": [Shape.read(name, schemas[name]) for name in schemas],
        },
    )


@dataclass(frozen=True, slots=True)
class Value:
    """What may stand somewhere: in words, one of `choices`, or a shape by name. `more`
    choices stand in the schema alone."""

    words: str
    shapes: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    more: int = 0

    @classmethod
    def read(cls, schema: dict[str, Any]) -> "Value":
        if "items" in schema:
            inner = cls.read(schema["items"])
            words = f"{_('daftar')} {inner.words}{_limits(schema)}".rstrip()
            return replace(inner, words=words)
        refs = _refs(schema)
        if refs:
            return cls("", refs)
        kinds = schema.get("type", [])
        named = [_word(kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)]
        words = " / ".join(filter(None, named)) + _limits(schema)
        enum = [str(value) for value in schema.get("enum", []) if value is not None]
        return cls(words, (), tuple(enum[:MOST_CODES]), len(enum[MOST_CODES:]))


def _refs(schema: dict[str, Any]) -> tuple[str, ...]:
    parts = [schema, *schema.get("oneOf", ()), *schema.get("allOf", ())]
    return tuple(part["$ref"].removeprefix(REF) for part in parts if "$ref" in part)


def _word(kind: str) -> str:
    return {
        "string": _("teks"),
        "integer": _("bilangan"),
        "boolean": _("ya/tidak"),
        "object": _("objek"),
        "null": "null",
    }.get(kind, kind)


def _limits(schema: dict[str, Any]) -> str:
    told = [schema["format"]] if "format" in schema else []
    for low, high in (
        ("minLength", "maxLength"),
        ("minimum", "maximum"),
        ("minItems", "maxItems"),
    ):
        if high in schema:
            told.append(f"{schema.get(low, 0)}–{schema[high]}")
    if "pattern" in schema:
        told.append(schema["pattern"])
    return f" ({', '.join(told)})" if told else ""


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    value: Value
    is_needed: bool
    about: str
    where: str = ""

    @classmethod
    def of_parameter(cls, told: dict[str, Any]) -> "Field":
        return cls(
            told["name"],
            Value.read(told["schema"]),
            told.get("required", False),
            told.get("description", ""),
            told["in"],
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """A JSON object by its members, or one of several objects."""

    name: str
    about: str
    fields: tuple[Field, ...]
    either: tuple[str, ...]

    @classmethod
    def read(cls, name: str, schema: dict[str, Any]) -> "Shape":
        needed = schema.get("required", ())
        fields = tuple(
            Field(
                member,
                Value.read(inner),
                member in needed,
                inner.get("description", inner.get("title", "")),
            )
            for member, inner in schema.get("properties", {}).items()
        )
        return cls(name, schema.get("description", ""), fields, _refs(schema))


@dataclass(frozen=True, slots=True)
class Answer:
    status: str
    about: str
    value: Value | None


@dataclass(frozen=True, slots=True)
class Operation:
    name: str
    method: str
    path: str
    about: str
    parameters: tuple[Field, ...]
    body: Value | None
    answers: tuple[Answer, ...]

    @classmethod
    def read(cls, path: str, method: str, told: dict[str, Any]) -> "Operation":
        return cls(
            told["operationId"],
            method.upper(),
            path,
            told.get("summary", ""),
            tuple(Field.of_parameter(one) for one in told.get("parameters", ())),
            _content(told.get("requestBody", {})),
            tuple(
                Answer(status, one.get("description", ""), _content(one))
                for status, one in told["responses"].items()
            ),
        )


def _content(told: dict[str, Any]) -> Value | None:
    for media in told.get("content", {}).values():
        return Value.read(media["schema"])
    return None


def nouns_of(paths: dict[str, Any]) -> Iterator[tuple[str, list[Operation]]]:
    """Operations by the first word of their address."""
    found: dict[str, list[Operation]] = {}
    for path, acts in paths.items():
        noun = path.split("/")[3]
        found.setdefault(noun, []).extend(
            Operation.read(path, method, told) for method, told in acts.items()
        )
    yield from found.items()
