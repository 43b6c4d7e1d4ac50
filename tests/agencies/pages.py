"""Pages beside the real ones, for tests of sessions and of what they carry over."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path

from agencies.accounts import carry
from agencies.demo import PASSWORD
from tests.people import person
from tppo_tracker.urls import urlpatterns as real_urls


@carry.keeps_typed_text
def typed_text(request):
    """Stands for a page with a form."""
    if request.method == "POST":
        return HttpResponse("saved")
    carried = carry.take(request)
    return HttpResponse(carried.urlencode() if carried else "nothing carried")


def who(request):
    return HttpResponse(request.user.username)


@login_not_required
def count(request):
    request.session["n"] = request.session.get("n", 0) + 1
    return HttpResponse(str(request.session["n"]))


urlpatterns = [
    *real_urls,
    path("typed/", typed_text, name="typed"),
    path("other/", typed_text, name="other"),
    path("who/", who, name="who"),
    path("count/", count, name="count"),
    path("inner/", include([path("who/", who)])),
]
with_test_pages = pytest.mark.urls(__name__)


def drawn_for(username: str) -> dict[str, str]:
    """The hidden field of a form that was drawn for her."""
    return {carry.MARK: carry.mark(person(username).pk)}


def is_sent_to_sign_in(response) -> bool:
    return response.status_code == 302 and response.url.startswith("/sign-in/?next=")


def sign_in(client, username="sari", **fields):
    data = {"username": username, "password": PASSWORD} | fields
    return client.post("/sign-in/", data)
