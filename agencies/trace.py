"""The id that joins a request's log lines to its audit events."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
