"""Security headers stand on every answer, and nothing personal is cached."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from tppo_tracker.headers import HEADERS, SecurityHeaders

EXPECTED_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def policy_of(answer) -> dict[str, str]:
    parts = answer.headers["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/healthz", "/sign-in/", "/tidak-ada", "/api/v1/tidak"]
)
def test_every_answer_has_every_header(client, path):
    answer = client.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert policy_of(answer) == EXPECTED_POLICY
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_pages_of_someone_signed_in_are_never_stored(signed_in):
    answer = signed_in("sari").get("/healthz")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_view_cannot_make_a_personal_page_cacheable(rf: RequestFactory):
    class Somebody:
        is_authenticated = True

    def view(request):
        request.user = Somebody()
        return HttpResponse("x", headers={"Cache-Control": "public, max-age=60"})

    answer = SecurityHeaders(view)(rf.get("/"))
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_view_may_let_a_public_answer_be_cached(rf: RequestFactory):
    answer = SecurityHeaders(
        lambda _: HttpResponse("x", headers={"Cache-Control": "max-age=60"})
    )(rf.get("/"))
    assert answer.headers["Cache-Control"] == "max-age=60"


def test_static_files_have_the_headers_and_may_be_cached(live_server_url, page):
    answer = page.request.get("/static/app.css")
    assert answer.status == 200
    for name, value in HEADERS.items():
        assert answer.headers[name.lower()] == value
    assert "no-store" not in answer.headers.get("cache-control", "")


def test_signed_out_means_the_sign_in_page(live_server_url, page):
    page.goto("/")
    assert page.url.startswith(f"{live_server_url}{reverse('sign_in')}")
