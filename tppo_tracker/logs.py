"""JSON lines on standard output that cannot carry a name.

One line per request (route, never the address with its query), and whatever
else is logged with model instances, querysets and requests made harmless.
"""

import json
import logging
import re
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from agencies.trace import request_id

SENT_ID = re.compile(r"[0-9A-Za-z-]{8,36}\Z")
ROUTINE = ("tppo_tracker.heartbeat", "agencies.seal_audit")
FIELDS = (
    *("user", "method", "route", "status", "ms", "task", "job"),
    *("head", "rows", "event"),
)

logger = logging.getLogger("tppo_tracker.requests")


def harmless(value: Any) -> Any:
    """The value as it may stand in a log: no field of a model, no query string."""
    if isinstance(value, Model):
        return f"<{type(value).__name__} {value.pk}>"
    if isinstance(value, QuerySet):
        return f"<QuerySet of {value.model.__name__}>"
    if isinstance(value, HttpRequest):
        return f"<{value.method} {value.path}>"
    if isinstance(value, BaseException):
        return f"<{type(value).__name__}>"
    if isinstance(value, dict):
        return {name: harmless(item) for name, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return type(value)(harmless(item) for item in value)
    return value


class Harmless(logging.Filter):
    """Replaces model instances, querysets, requests and exceptions in log calls."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = harmless(record.msg)
        record.args = harmless(record.args)
        for name in FIELDS:
            if hasattr(record, name):
                setattr(record, name, harmless(getattr(record, name)))
        return True


class NotRoutine(logging.Filter):
    """Drops what says nothing new: heartbeats, and answers that have their own line."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "django.request":
            return bool(record.exc_info)
        said = record.getMessage() if record.levelno <= logging.INFO else ""
        return not any(task in said for task in ROUTINE)


class JsonLines(logging.Formatter):
    """One JSON object per line: time, level, logger, message, request_id, …

    An exception gives its type and its frames. Its own words are left out, as
    they may quote what someone typed, unless `words` (development) is true.
    """

    def __init__(self, *, words: bool = False) -> None:
        super().__init__()
        self.words = words

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id.get(),
        }
        told |= {
            name: getattr(record, name) for name in FIELDS if hasattr(record, name)
        }
        if record.exc_info and record.exc_info[1]:
            told["exception"] = self.frames(record.exc_info[1])
        return json.dumps(told, default=str, ensure_ascii=False)

    def frames(self, error: BaseException) -> dict:
        """The exception's type and the places it passed, outermost first."""
        places = traceback.extract_tb(error.__traceback__)
        told: dict = {
            "type": f"{type(error).__module__}.{type(error).__qualname__}",
            "frames": [
                f"{place.filename}:{place.lineno} {place.name}" for place in places
            ],
        }
        if self.words:
            told["words"] = str(error)
        return told


class RequestLog:
    """Middleware: gives each request an id and writes one line when it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = request.headers.get("X-Request-ID", "")
        number = sent if SENT_ID.match(sent) else uuid4().hex
        token = request_id.set(number)
        start = time.perf_counter()
        try:
            response = self.get_response(request)
            told = facts(request, response, start)
            logger.log(level_of(told), "answered", extra=told)
        finally:
            request_id.reset(token)
        response.headers["X-Request-ID"] = number
        return response


def level_of(told: dict) -> int:
    """A health check that finds all well comes every few seconds: DEBUG."""
    return logging.DEBUG if told["route"] == "healthz" else logging.INFO


def facts(request: HttpRequest, response: HttpResponse, start: float) -> dict:
    """What the line of a request tells: the route's pattern, never the address."""
    user = getattr(request, "user", None)
    match = request.resolver_match
    return {
        "user": user.pk if user and user.is_authenticated else None,
        "method": request.method,
        "route": match.route if match else None,
        "status": response.status_code,
        "ms": round((time.perf_counter() - start) * 1000, 1),
    }


def config(*, words: bool, level: str) -> dict:
    """Django's LOGGING: everything to standard output by the rules above."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "harmless": {"()": "tppo_tracker.logs.Harmless"},
            "not_routine": {"()": "tppo_tracker.logs.NotRoutine"},
        },
        "formatters": {"json": {"()": "tppo_tracker.logs.JsonLines", "words": words}},
        "handlers": {
            "out": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stdout",
                "formatter": "json",
                "filters": ["harmless", "not_routine"],
            }
        },
        "root": {"handlers": ["out"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True, "level": level},
            "django.request": {"level": "ERROR"},
            "celery.beat": {"level": "WARNING"},
            "django.server": {"handlers": [], "propagate": True},
            "gunicorn.error": {"handlers": [], "propagate": True},
        },
    }
