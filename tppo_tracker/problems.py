"""Every refusal of the API as `application/problem+json` (RFC 9457).

`type` tells two kinds of 400 apart: `#shape` means that the JSON is not of the form
that the schema gives, `#rule` that a rule of the register refuses what it says.
"""

import math
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from psycopg2 import errors as database
from rest_framework import exceptions as api

from agencies import clock, denials, trace
from agencies.accounts import refusals
from agencies.accounts.attempts import LockedOut
from agencies.api.fields import RULE_CODES
from agencies.api.wire import Misshapen
from agencies.exports import Unavailable
from agencies.idempotency import KeyReused
from agencies.models import User
from cases.api.conflicts import conflicts_of
from cases.conflicts import StaleVersion
from cases.names import here
from cases.names.client import IndexDown

MEDIA_TYPE = "application/problem+json"
SHAPE, RULE = "/api/docs/#shape", "/api/docs/#rule"
LOCKED = (database.LockNotAvailable, database.DeadlockDetected)


def title(status: int) -> str:
    """A status in a few words, in the language of the request."""
    return {
        400: _("Permintaan tidak dapat diterima"),
        401: _("Belum masuk"),
        403: _("Tidak berhak"),
        404: _("Tidak ada"),
        405: _("Metode tidak tersedia"),
        406: _("Bentuk jawaban tidak tersedia"),
        409: _("Bentrok"),
        410: _("Kedaluwarsa"),
        412: _("Sudah diubah orang lain"),
        413: _("Terlalu besar"),
        415: _("Jenis isi tidak didukung"),
        422: _("Kunci sudah dipakai"),
        428: _("Versi harus disebut"),
        429: _("Terlalu banyak permintaan"),
        503: _("Sedang tidak tersedia"),
    }.get(status, HTTPStatus(status).phrase)


def sentence(status: int) -> str:
    """What the page and the API say about a status."""
    return {
        400: _("Permintaan ini tidak dapat dipahami."),
        403: _("Anda tidak berhak melakukan ini."),
        404: _("Laman atau data ini tidak ada, atau tidak dapat Anda lihat."),
        409: _("Data ini sedang diubah orang lain. Ulangi sebentar lagi."),
        412: _("Data ini sudah diubah sejak versi yang Anda sebut."),
        422: _("Idempotency-Key ini sudah dipakai untuk isi yang lain."),
    }.get(status, _("Terjadi galat pada sistem. Data Anda tidak berubah."))


def problem(status: int, detail: str = "", **more: Any) -> HttpResponse:
    """The answer to a refused request. `more` are further members, e.g. `errors`."""
    body = {
        "type": more.pop("type", "about:blank"),
        "title": title(status),
        "status": status,
        "detail": detail or sentence(status),
        "request_id": trace.request_id.get(),
        **more,
    }
    return HttpResponse(
        orjson.dumps(body, default=str), status=status, content_type=MEDIA_TYPE
    )


def handler(exception: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """DRF's exception handler; None lets a fault become a 500."""
    denials.note(context["request"], exception)
    if isinstance(exception, api.APIException):
        return _of_framework(exception)
    return _of_register(exception, context["request"].user)


def _of_register(exception: Exception, user: User) -> HttpResponse | None:
    """What the actions and the doors raise."""
    if isinstance(exception, Http404):
        return problem(404)
    if isinstance(exception, PermissionDenied):
        return problem(403, str(exception))
    if isinstance(exception, ValidationError):
        return _of_rule(exception)
    if isinstance(exception, StaleVersion):
        return problem(412, conflicts=conflicts_of(exception, user))
    if isinstance(exception, KeyReused):
        return problem(422)
    if isinstance(exception, Unavailable):
        return problem(exception.status, str(exception))
    return _of_services(exception)


def _of_services(exception: Exception) -> HttpResponse | None:
    """What the budgets, the database and the name index refuse."""
    if isinstance(exception, LockedOut):
        return _of_budget(exception)
    if isinstance(exception, IndexDown):
        return problem(503, str(here.DOWN))
    if isinstance(exception, OperationalError):
        return problem(409) if isinstance(exception.__cause__, LOCKED) else None
    return None


def _of_budget(refused: LockedOut) -> HttpResponse:
    answer = problem(429, refusals.words(refused, ""))
    seconds = (refused.until - clock.now()).total_seconds()
    answer.headers["Retry-After"] = str(max(1, math.ceil(seconds)))
    return answer


def _of_rule(refused: ValidationError) -> HttpResponse:
    if getattr(refused, "code", None) == "withdrawn":
        return problem(409, refused.messages[0])
    named = hasattr(refused, "error_dict")
    errors = refused.message_dict if named else {"__all__": refused.messages}
    return problem(400, _told(errors), type=RULE, errors=errors)


def _of_framework(exception: api.APIException) -> HttpResponse:
    if isinstance(exception, Misshapen):
        errors = exception.errors
        answer = problem(400, _told(errors), type=SHAPE, errors=errors)
    elif isinstance(exception, api.ValidationError):
        errors, codes = flat(exception.detail)
        kind = RULE if codes <= RULE_CODES else SHAPE
        answer = problem(400, _told(errors), type=kind, errors=errors)
    else:
        kind = SHAPE if isinstance(exception, api.ParseError) else "about:blank"
        answer = problem(exception.status_code, str(exception.detail), type=kind)
    if challenge := getattr(exception, "auth_header", None):
        answer.headers["WWW-Authenticate"] = challenge
    return answer


def flat(detail: Any, at: str = "") -> tuple[dict[str, list[str]], set[str]]:
    """`{"victims": [{"age": [e]}]}` as `{"victims.0.age": ["…"]}`, and the codes."""
    if isinstance(detail, Mapping):
        inner = [(str(name), value) for name, value in detail.items()]
    elif any(not isinstance(item, str) for item in detail):
        inner = [(str(place), item) for place, item in enumerate(detail)]
    else:
        return {at or "__all__": list(map(str, detail))}, {e.code for e in detail}
    errors: dict[str, list[str]] = {}
    codes: set[str] = set()
    for name, value in inner:
        if not value:
            continue
        below = at if name in ("non_field_errors", "__all__") else f"{at}.{name}"
        told, found = flat(value, below.lstrip("."))
        errors |= told
        codes |= found
    return errors, codes


def _told(errors: Mapping[str, list[str]]) -> str:
    """The first message, so that a program which shows only `detail` says why."""
    return next((str(words[0]) for words in errors.values() if words), "")
