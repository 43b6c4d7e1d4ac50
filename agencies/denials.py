"""Remembering that a request was refused, so that the middleware can record it.

A denial is recorded after everything else was rolled back: 403 for a missing right,
404 for a row outside her scope. The reason names the route and the answer, no value.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from rest_framework.exceptions import PermissionDenied as ApiPermissionDenied

from agencies import audit
from agencies.access import OutOfScope

REASON_LENGTH = 40


def note(request, exception: Exception) -> None:
    """Called where a view's exception is turned into an answer, by page or API."""
    if isinstance(exception, OutOfScope):
        status = "404"
    elif isinstance(exception, PermissionDenied | ApiPermissionDenied):
        status = "403"
    else:
        return
    getattr(request, "_request", request).refused_with = status


def record(request: HttpRequest) -> None:
    """Write the denial that was noted, if any, in a transaction of its own."""
    status = getattr(request, "refused_with", "")
    if not status:
        return
    route = request.resolver_match.view_name if request.resolver_match else ""
    reason = f"{status} {route}"[:REASON_LENGTH]
    by = request.user if request.user.is_authenticated else None
    audit.record_denial(by=by, verb="denied", reason=reason)
