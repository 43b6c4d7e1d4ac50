"""What every address may answer when it cannot answer: pages, and JSON for the API."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agencies.accounts import carry
from tppo_tracker import logs, problems

API = "/api/"


def answer(request: HttpRequest, status: int) -> HttpResponse:
    """The error page of a status, or `application/problem+json` under /api/."""
    if request.path.startswith(API):
        return problems.problem(status)
    return page(request, str(status), status)


def page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    """An error page in words, with the number that finds the event in the logs."""
    context = {"request_id": logs.request_id.get(), "case_id": _case_of(request)}
    return render(request, f"errors/{name}.html", context, status=status)


def _case_of(request: HttpRequest) -> UUID | None:
    """The case in the address of a page about one, for the link that explains it."""
    match = request.resolver_match
    if match is None or not (match.url_name or "").startswith("case_"):
        return None
    return match.kwargs.get("public_id")


def not_allowed(get_response: Callable) -> Callable:
    """Middleware: an empty 405 becomes the page that leads on. Many addresses take
    posts only, and a browser may ask for one again: a language is switched, a tab
    restored."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or request.path.startswith(API):
            return response
        told = page(request, "405", 405)
        told["Allow"] = response["Allow"]
        return told

    return middleware


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return answer(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    if request.path.startswith(API):
        return answer(request, 403)
    return carry.rescue(request) or page(request, "csrf", 403)
