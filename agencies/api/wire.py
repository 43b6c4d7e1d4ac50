"""What every answer of the API is made of: JSON in and out, versions and keys."""

import re
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

MEDIA_TYPE = "application/json"
MAX_BODY = 1_000_000  # bytes; a case with two hundred victims has 40,000
# The version of a row; of somebody's part in a case also whose it is, as a digest of
# that part's own, for by a merge it becomes that of another, who may stand at the same.
IF_MATCH = r'^"([0-9a-f]{32}-)?[1-9][0-9]{0,8}"$'
IDEMPOTENCY_KEY = r"^[!-~]{1,64}$"


class Misshapen(APIException):
    """What was sent has not the form that the schema gives (400).

    `errors` maps a field, header or parameter to its messages.
    """

    status_code = 400
    default_detail = _("Permintaan ini tidak dapat dipahami.")

    def __init__(self, errors: dict[str, list]):
        super().__init__()
        self.errors = errors


class VersionNeeded(APIException):
    status_code = 428
    default_detail = _(
        'Sertakan If-Match dengan ETag dari yang Anda lihat, misalnya “"3"”.'
    )


class TooLarge(APIException):
    status_code = 413
    default_detail = _("Permintaan ini terlalu besar.")


class JsonParser(BaseParser):
    """JSON in UTF-8, strictly: no NaN, no half surrogates, no endless nesting."""

    media_type = MEDIA_TYPE

    def parse(self, stream, media_type=None, parser_context=None):
        raw = stream.read(MAX_BODY + 1)
        if len(raw) > MAX_BODY:
            raise TooLarge
        try:
            return orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            raise ParseError(_("Isi permintaan bukan JSON yang benar.")) from error


class JsonRenderer(BaseRenderer):
    media_type = MEDIA_TYPE
    format = "json"
    charset = None

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return b"" if data is None else orjson.dumps(data)


def answer(
    data: Any, *, status: int = 200, version: int | str | None = None
) -> HttpResponse:
    """`data` as JSON; with `version`, the ETag that If-Match must repeat: `version_of`
    for who is told with whose it is."""
    response = HttpResponse(orjson.dumps(data), status=status, content_type=MEDIA_TYPE)
    if version is not None:
        response.headers["ETag"] = f'"{version}"'
    return response


def answer_row(request: Request, row: dict[str, Any]) -> HttpResponse:
    """A row with its version; 304 without a body if If-None-Match names it."""
    version = row.get("version")
    if version and request.headers.get("If-None-Match") == f'"{version}"':
        response = HttpResponse(status=304, headers={"ETag": f'"{version}"'})
        del response.headers["Content-Type"]
        return response
    return answer(row, version=version)


def body_of(request: Request) -> Any:
    """The JSON that was sent; ParseError (400) if nothing was."""
    if request.stream is None:
        raise ParseError(_("Permintaan ini memerlukan isi JSON."))
    return request.data


def version_of(whose: str, version: int) -> str:
    """A version that says whose it is, as `seen_of` reads it."""
    return f"{whose}-{version}"


def seen(request: Request) -> int:
    """The version in If-Match, which every edit must name (else 428); 0, which none is,
    for a version that says whose it is."""
    whose, version = seen_of(request)
    return 0 if whose else version


def seen_of(request: Request) -> tuple[str, int]:
    """The same with whose it is; "", which is nobody's, where that was not said."""
    sent = request.headers.get("If-Match")
    if sent is None:
        raise VersionNeeded
    if not re.fullmatch(IF_MATCH[1:-1], sent):
        raise Misshapen({"If-Match": [str(VersionNeeded.default_detail)]})
    whose, _dash, version = sent.strip('"').rpartition("-")
    return whose, int(version)


def key_of(request: Request) -> str:
    """The Idempotency-Key: up to 64 visible ASCII characters; "" if none was sent."""
    sent = request.headers.get("Idempotency-Key")
    if sent is None:
        return ""
    if not re.fullmatch(IDEMPOTENCY_KEY[1:-1], sent):
        words = _("Idempotency-Key berisi 1 sampai 64 karakter ASCII tanpa spasi.")
        raise Misshapen({"Idempotency-Key": [str(words)]})
    return sent
