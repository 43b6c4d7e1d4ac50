"""How the schema tells what an operation takes, gives and refuses."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from agencies.api.fields import Codes, OneCode
from agencies.api.wire import IDEMPOTENCY_KEY, IF_MATCH

PROBLEM = "application/problem+json"


class Problem(serializers.Serializer):
    """RFC 9457."""

    type = serializers.CharField(
        help_text=_("Jenis: about:blank, /api/docs/#shape atau /api/docs/#rule.")
    )
    title = serializers.CharField()
    status = serializers.IntegerField(min_value=400, max_value=599)
    detail = serializers.CharField()
    request_id = serializers.CharField(
        required=False, help_text=_("Sebut nomor ini bila bertanya kepada pengelola.")
    )


class Errors(Problem):
    """A refused body, header or parameter: messages by field."""

    errors = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text=_("Pesan per isian; victims.0.age adalah umur korban pertama."),
    )


class Conflict(serializers.Serializer):
    """One field that somebody changed since the version that was named."""

    field = serializers.CharField()
    before = serializers.JSONField()
    now = serializers.JSONField()
    by = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)


class Stale(Problem):
    conflicts = Conflict(many=True)


WORDS = {
    304: _("Tidak berubah sejak versi dalam If-None-Match."),
    400: _("Bentuk atau isi permintaan ditolak."),
    401: _("Belum masuk, atau token tidak berlaku."),
    403: _("Tidak berhak, atau token CSRF tidak ada."),
    404: _("Tidak ada, atau di luar lingkup."),
    406: _("Hanya application/json yang tersedia."),
    409: _("Catatan ini ditarik, atau sedang diubah orang lain."),
    410: _("Kedaluwarsa: berkasnya sudah dihapus."),
    412: _("Sudah diubah sejak versi dalam If-Match."),
    413: _("Isi lebih dari 1 MB."),
    414: _("Alamat terlalu panjang."),
    415: _("Hanya application/json yang diterima."),
    422: _("Idempotency-Key sudah dipakai untuk isi yang lain."),
    428: _("If-Match tidak ada."),
    429: _("Terlalu banyak percobaan; Retry-After menyebut kapan lagi."),
    503: _("Sedang tidak tersedia; yang lain tetap berjalan."),
}
VERBS = {"GET": "read", "POST": "post", "PUT": "replace", "PATCH": "change"}
READ = (401, 406)
WRITE = (400, 401, 403, 404, 406, 409, 413, 415)


def header(name: str, words: Any, **options: Any) -> OpenApiParameter:
    return OpenApiParameter(
        name,
        location=OpenApiParameter.HEADER,
        description=words,
        **{"type": OpenApiTypes.STR, **options},
    )


def etag_of(*statuses: int) -> OpenApiParameter:
    schema = {"type": "string", "pattern": IF_MATCH}
    words = _("Versi baris ini, untuk If-Match; pada orang dengan siapa ia.")
    return header("ETag", words, type=schema, response=list(statuses))


IF_NONE_MATCH = header("If-None-Match", _("Jawab 304 bila versinya masih ini."))
NAME_VERSION = header(
    "If-Match",
    _("ETag yang Anda lihat. Versi milik orang lain ditolak seperti versi lama."),
    type={"type": "string", "pattern": IF_MATCH},
    required=True,
)
CREATE_ONCE = header(
    "Idempotency-Key",
    _("Permintaan kedua dengan kunci yang sama menjawab dengan baris yang sama."),
    type={"type": "string", "pattern": IDEMPOTENCY_KEY},
)


def refusals(statuses: Iterable[int]) -> dict:
    """Responses for these statuses: problems, each of its own shape."""
    shapes = {400: Errors, 412: Stale}
    return {
        (status, PROBLEM): OpenApiResponse(
            shapes.get(status, Problem), description=str(WORDS[status])
        )
        for status in sorted(statuses)
    }


# The web server's own answer, before any page is asked.
TOO_LONG = {414: OpenApiResponse(description=str(WORDS[414]))}


def listed(summary: Any, rows: Any, *, parameters: Iterable = ()) -> Callable:
    """A page of rows by keyset."""
    return extend_schema(
        summary=summary,
        parameters=list(parameters),
        responses={200: rows, **TOO_LONG, **refusals((*READ, 400, 403))},
    )


def retrieved(
    summary: Any, row: Any, *, versioned: bool = True, also: tuple[int, ...] = ()
) -> Callable:
    """`also`: statuses of refusals beside those that every row has."""
    parameters = [IF_NONE_MATCH, etag_of(200, 304)] if versioned else []
    unchanged = {304: OpenApiResponse(description=WORDS[304])} if versioned else {}
    return extend_schema(
        summary=summary,
        parameters=parameters,
        responses={200: row, **unchanged, **refusals((*READ, 403, 404, *also))},
    )


def created(summary: Any, taken: Any, row: Any) -> Callable:
    return extend_schema(
        summary=summary,
        request=taken,
        parameters=[CREATE_ONCE, etag_of(201), header("Location", "", response=[201])],
        responses={201: row, **refusals((*WRITE, 422))},
    )


def changed(summary: Any, taken: Any, row: Any) -> Callable:
    """An edit or another act on a row seen at a version."""
    return extend_schema(
        summary=summary,
        request=taken,
        parameters=[NAME_VERSION, etag_of(200)],
        responses={200: row, **refusals((*WRITE, 412, 428))},
    )


def done(summary: Any, row: Any) -> Callable:
    """An act that takes nothing: no body and no version."""
    return extend_schema(
        summary=summary,
        request=None,
        parameters=[etag_of(200)],
        responses={200: row, **refusals((400, 401, 403, 404, 406, 409))},
    )


def acted(summary: Any, taken: Any, row: Any) -> Callable:
    """An act that takes a body and no version: it is done once or refused."""
    return extend_schema(
        summary=summary,
        request=taken,
        parameters=[etag_of(200)],
        responses={200: row, **refusals(WRITE)},
    )


def _one_of(field: OneCode) -> dict[str, Any]:
    if field.allow_null:
        return {"type": ["string", "null"], "enum": [*field.known(), None]}
    return {"type": "string", "enum": field.known()}


def _in_list(code_list: str) -> str:
    return _("Kode dari /api/v1/code-lists/{name}/.").format(name=code_list)


class Operation(AutoSchema):
    """Names operations by verb and address: `list_cases`, `change_cases`."""

    def _map_serializer_field(self, field, direction, bypass_extensions=False):
        found = super()._map_serializer_field(field, direction, bypass_extensions)
        if isinstance(field, OneCode):
            found = _one_of(field)
        if isinstance(field, OneCode | Codes):
            found["description"] = _in_list(field.code_list)
        if isinstance(field, Codes):
            found["items"].pop("description", None)
            found["uniqueItems"] = True
        if isinstance(field, serializers.ListSerializer | serializers.ListField):
            if not field.allow_empty:
                found["minItems"] = 1
            if field.max_length:
                found["maxItems"] = field.max_length
        return found

    def get_operation_id(self) -> str:
        words = [w for w in self.path.split("/")[3:] if w]
        verb = VERBS[self.method]
        if verb == "read" and not words[-1].startswith("{"):
            verb = "list"
        named = [w for w in words if not w.startswith("{")]
        return "_".join([verb, *named]).replace("-", "_")


def close(result: dict, generator: Any, request: Any, public: bool) -> dict:
    """Spectacular's hook: objects have the members they name; bodies are sent."""
    for shape in result["components"]["schemas"].values():
        if "properties" in shape:
            shape["additionalProperties"] = False
    for acts in result["paths"].values():
        for act in acts.values():
            if "requestBody" in act:
                act["requestBody"]["required"] = True
    _forget_marks(result)
    return result


def _forget_marks(node: Any) -> None:
    """Spectacular's own notes on where an enum came from."""
    if isinstance(node, dict):
        node.pop("x-spec-enum-id", None)
    for inner in node.values() if isinstance(node, dict) else node:
        if isinstance(inner, dict | list):
            _forget_marks(inner)
