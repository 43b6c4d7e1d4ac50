"""What every address may answer when it cannot answer: pages, and JSON for the API."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from agencies import carry
from tppo_tracker import logs

API = "/api/"


def sentence(status: int) -> str:
    """What the page and the API say about a status."""
    return {
        400: _("Permintaan ini tidak dapat dipahami."),
        403: _("Anda tidak berhak melakukan ini."),
        404: _("Halaman atau data ini tidak ada, atau tidak dapat Anda lihat."),
    }.get(status, _("Terjadi galat pada sistem. Data Anda tidak berubah."))


def answer(request: HttpRequest, status: int) -> HttpResponse:
    """The error page of a status, or `application/problem+json` under /api/."""
    if request.path.startswith(API):
        body = {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": sentence(status),
        }
        return JsonResponse(
            body, status=status, content_type="application/problem+json"
        )
    return page(request, str(status), status)


def page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    """An error page in words, with the number that finds the event in the logs."""
    context = {"request_id": logs.request_id.get()}
    return render(request, f"errors/{name}.html", context, status=status)


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
