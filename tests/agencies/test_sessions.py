"""A session: who has one, what it survives, what ends it, what it carries over."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, include, path, resolve
from django.urls.resolvers import URLPattern

from agencies import clock
from agencies.accounts import carry, sessions
from agencies.demo import PASSWORD
from agencies.models import Assignment, AuditEvent, Draft, User
from tests.people import browser_of, person
from tppo_tracker.urls import urlpatterns as real_urls

NOON = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)
# `api_nowhere` answers 404 to everybody: there is nothing to see.
OPEN = {"sign_in", "sign_out", "set_language", "healthz", "api_nowhere"}
SAMPLES = {
    "uuid": "01890a5d-ac96-774b-bcce-b302099a8057",
    "int": "1",
    "str": "x",
    "slug": "x",
}


def drawn_for(username: str) -> dict[str, str]:
    """The hidden field of a form that was drawn for her."""
    return {carry.MARK: carry.mark(person(username).pk)}


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


def is_sent_to_sign_in(response) -> bool:
    return response.status_code == 302 and response.url.startswith("/sign-in/?next=")


def sign_in(client, username="sari", **fields):
    data = {"username": username, "password": PASSWORD} | fields
    return client.post("/sign-in/", data)


def every_address(patterns=None, route=""):
    """(name, an address that leads there) of every pattern of the register."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        longer = route + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLPattern):
            address = "/" + filled(longer)
            assert resolve(address), "This walk must learn to fill the address."
            yield pattern.name, address
        else:
            yield from every_address(pattern.url_patterns, longer)


def filled(route):
    """A route with samples in the place of its variables."""
    route = re.sub(r"<drf_format_suffix:\w+>", ".json", route)
    route = re.sub(r"\(\?P<code>[^)]*\)", SAMPLES["str"], route)
    route = re.sub(r"<(?:(\w+):)?\w+>", lambda m: SAMPLES[m[1] or "str"], route)
    route = route.replace(r"\.(?P<format>[a-z0-9]+)", ".json")
    route = re.sub(r"\(\?P<\w+>[^)]*\)", SAMPLES["uuid"], route)
    return re.sub(r"\$|\^|\\Z|\?", "", route).replace("\\", "")


# Who has one


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_signed_out_every_address_but_the_open_ones_asks_to_sign_in(method):
    for name, address in every_address():
        response = getattr(Client(), method)(address)
        asked = is_sent_to_sign_in(response) or response.status_code == 401
        assert asked or name in OPEN, f"{name} at {address}: {response.status_code}"


@pytest.mark.django_db
def test_session_id_changes_at_sign_in_and_at_sign_out(client):
    client.get("/sign-in/")
    planted = client.session
    planted["planted"] = True
    planted.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    sign_in(client)
    inside = client.session.session_key
    client.post("/sign-out/")

    assert planted.session_key != inside
    assert not client.session.exists(planted.session_key)
    assert not client.session.exists(inside)


@pytest.mark.django_db
@with_test_pages
def test_signing_in_as_another_forgets_the_first_ones_session(client):
    sign_in(client, "sari")
    client.get("/count/")
    sign_in(client, "budi")

    assert client.get("/who/").content == b"budi"
    assert client.get("/count/").content == b"1"


@pytest.mark.django_db
def test_cookie_of_the_session_is_hidden_from_scripts_and_other_sites(client):
    sign_in(client)

    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""


@pytest.mark.django_db
def test_sign_out_is_recorded_and_takes_posts_only(client):
    sign_in(client)

    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").url == "/sign-in/"
    assert client.post("/sign-out/").url == "/sign-in/"
    verbs = AuditEvent.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["signed_in", "signed_out"]


@pytest.mark.django_db
@with_test_pages
def test_a_signed_in_request_asks_the_database_once_for_its_user(
    client, django_assert_num_queries
):
    sign_in(client)
    client.get("/who/")

    with django_assert_num_queries(1):
        client.get("/who/")


# What ends it


@pytest.mark.django_db
@with_test_pages
def test_half_an_hour_of_silence_ends_it_and_the_page_says_so(client):
    with clock.set_to(NOON):
        sign_in(client)
    with clock.set_to(NOON + timedelta(minutes=30)):
        response = client.get("/who/?page=2")
        page = client.get(response.url).content.decode()

    assert response.url == "/sign-in/?next=/who/%3Fpage%3D2"
    assert str(sessions.ENDED["idle"]) in page
    assert 'value="/who/?page=2"' in page


@pytest.mark.django_db
@with_test_pages
def test_use_keeps_it_alive_until_ten_hours_have_passed(client):
    with clock.set_to(NOON):
        sign_in(client)
    moment = NOON
    while (moment := moment + timedelta(minutes=25)) < NOON + timedelta(hours=10):
        with clock.set_to(moment):
            assert client.get("/who/").content == b"sari"
    with clock.set_to(NOON + timedelta(hours=10)):
        response = client.get("/who/")
        page = client.get(response.url).content.decode()

    assert is_sent_to_sign_in(response)
    assert str(sessions.ENDED["absolute"]) in page


@pytest.mark.django_db
@with_test_pages
def test_an_old_cookie_does_not_open_an_ended_session(client):
    with clock.set_to(NOON):
        sign_in(client)
        thief = Client()
        name = settings.SESSION_COOKIE_NAME
        thief.cookies[name] = client.cookies[name].value
        client.post("/sign-out/")
        assert is_sent_to_sign_in(thief.get("/who/"))


@pytest.mark.django_db
@with_test_pages
def test_suspension_acts_at_the_next_request():
    client = browser_of("sari")
    assert client.get("/who/").content == b"sari"
    User.objects.filter(username="sari").update(suspended_at=clock.now())

    assert is_sent_to_sign_in(client.get("/who/"))
    User.objects.filter(username="sari").update(suspended_at=None)
    assert is_sent_to_sign_in(client.get("/who/"))


@pytest.mark.django_db
@with_test_pages
@pytest.mark.parametrize(
    "change",
    [
        lambda hat: Assignment.objects.filter(pk=hat.pk).update(ends_on="2025-01-01"),
        lambda hat: Assignment.objects.filter(pk=hat.pk).update(
            post=person("wati").assignment.post
        ),
        lambda hat: (
            type(hat.post).objects.filter(pk=hat.post_id).update(role="auditor")
        ),
    ],
    ids=["ended", "moved", "role"],
)
def test_a_changed_posting_ends_it_at_the_next_request(change):
    client = browser_of("budi")
    assert client.get("/who/").content == b"budi"
    change(person("budi").assignment)

    response = client.get("/who/")
    assert is_sent_to_sign_in(response)
    page = client.get(response.url).content.decode()
    assert str(sessions.ENDED["posting"]) in page


@pytest.mark.django_db
@with_test_pages
def test_a_changed_password_ends_her_other_sessions_and_keeps_this_one():
    here, elsewhere = browser_of("sari"), browser_of("sari")
    new = "kopi pahit tanpa gula"
    data = {"current": PASSWORD, "new": new, "again": new}
    before = here.session.session_key

    assert here.post("/account/password/", data).url == "/account/"

    assert here.get("/who/").content == b"sari"
    assert here.session.session_key != before
    assert is_sent_to_sign_in(elsewhere.get("/who/"))
    assert AuditEvent.objects.get().verb == "changed_password"
    sari = User.objects.get(username="sari")
    assert sari.check_password(new)
    assert sari.password_changed_at is not None


# What it carries over


@pytest.mark.django_db
@with_test_pages
def test_text_typed_into_a_lost_session_is_there_after_sign_in(client):
    typed = {"sentence": "Lima orang di pelabuhan", "platform": ["wa", "fb"]}
    typed |= drawn_for("sari")
    response = client.post("/typed/?from=desk", typed)
    sealed = response.context["carry"]

    assert response.status_code == 401
    assert "pelabuhan" not in response.content.decode()
    landing = sign_in(client, carry=sealed, next=response.context["next"]).url
    assert landing == "/typed/?from=desk"
    assert "pelabuhan" not in str(dict(client.session))
    once, twice = client.get(landing).content, client.get(landing).content
    assert once == b"sentence=Lima+orang+di+pelabuhan&platform=wa&platform=fb"
    assert twice == b"nothing carried"


@pytest.mark.django_db
@with_test_pages
def test_a_wrong_password_on_the_way_loses_nothing(client):
    sealed = client.post("/typed/", {"sentence": "a"}).context["carry"]
    data = {"username": "sari", "password": "wrong", "carry": sealed}
    assert client.post("/sign-in/", data).context["carry"] == sealed


@pytest.mark.django_db
@with_test_pages
def test_text_goes_to_the_page_that_it_was_typed_on_only(client):
    typed = {"sentence": "a", **drawn_for("sari")}
    sealed = client.post("/typed/", typed).context["carry"]
    sign_in(client, carry=sealed)

    assert client.get("/other/").content == b"nothing carried"
    assert client.get("/typed/").content == b"sentence=a"


@pytest.mark.django_db
@with_test_pages
def test_text_of_anothers_draft_is_dropped():
    draft = Draft.objects.create(
        by=person("sari"), kind="case", sealed=b"", updated_at=clock.now()
    )
    for name, content in (("budi", b"nothing carried"), ("sari", b"sentence=a")):
        client = Client()
        typed = {"sentence": "a", "draft": draft.public_id}
        sealed = client.post("/typed/", typed).context["carry"]
        sign_in(client, name, carry=sealed)
        assert client.get("/typed/").content.startswith(content)


@pytest.mark.django_db
@with_test_pages
def test_text_typed_in_her_expired_session_is_not_shown_to_a_colleague():
    for name, content in (("budi", b"nothing carried"), ("sari", b"sentence=a")):
        client = Client()
        with clock.set_to(NOON):
            sign_in(client, "sari")
        with clock.set_to(NOON + timedelta(hours=1)):
            sealed = client.post("/typed/", {"sentence": "a"}).context["carry"]
            sign_in(client, name, carry=sealed)
            assert client.get("/typed/").content == content


@pytest.mark.django_db
@with_test_pages
def test_sealed_text_opens_for_two_hours_and_unchanged_only(client):
    typed = {"sentence": "a", **drawn_for("sari")}
    with clock.set_to(NOON):
        sealed = client.post("/typed/", typed).context["carry"]
    broken = sealed[:40] + ("A" if sealed[40] != "A" else "B") + sealed[41:]
    for text, later in (
        (sealed, timedelta(hours=2, seconds=1)),
        (broken, timedelta(0)),
        ("not even base64 é", timedelta(0)),
    ):
        with clock.set_to(NOON + later):
            client = Client()
            assert sign_in(client, carry=text).status_code == 302
            assert client.get("/typed/").content == b"nothing carried"


@pytest.mark.django_db
@with_test_pages
def test_a_post_without_a_form_returns_to_the_page_that_it_came_from(client):
    with clock.set_to(NOON):
        sign_in(client)
    with clock.set_to(NOON + timedelta(hours=1)):
        response = client.post(
            "/account/hat/", {}, headers={"Referer": "http://testserver/account/?a=1"}
        )
        page = client.get(response.url).content.decode()

    assert response.url == "/sign-in/?next=/account/%3Fa%3D1"
    assert str(sessions.ENDED["unsaved"]) in page
    elsewhere = Client().post("/who/", {}, headers={"Referer": "http://evil.example/x"})
    assert elsewhere.url == "/sign-in/?next=/"


@pytest.mark.django_db
@with_test_pages
@pytest.mark.parametrize("signed_in_beside", [True, False])
def test_a_form_that_grew_stale_beside_a_new_sign_in_comes_back_filled(
    signed_in_beside,
):
    old = browser_of("sari") if signed_in_beside else Client()
    client = Client(enforce_csrf_checks=True)
    client.cookies = old.cookies
    headers = {"Origin": "http://testserver"}
    typed = {"sentence": "a", "csrfmiddlewaretoken": "stale", **drawn_for("sari")}

    response = client.post("/typed/", typed, headers=headers)

    if signed_in_beside:
        assert response.url == "/typed/"
        assert client.get("/typed/").content == b"sentence=a"
    else:
        assert response.status_code == 401
        assert response.context["carry"]


@pytest.mark.django_db
@with_test_pages
@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
def test_a_form_from_another_site_is_not_rescued(rf, origin):
    request = rf.post("/typed/", {"sentence": "a"}, headers={"Origin": origin})
    request.resolver_match = resolve("/typed/")

    assert carry.rescue(request) is None


@pytest.mark.django_db
@with_test_pages
def test_text_typed_before_the_password_changed_elsewhere_stays_hers():
    here, elsewhere = browser_of("sari"), browser_of("sari")
    new = "kopi pahit tanpa gula"
    data = {"current": PASSWORD, "new": new, "again": new}
    elsewhere.post("/account/password/", data)
    sealed = here.post("/typed/", {"sentence": "a"}).context["carry"]

    sign_in(here, "budi", carry=sealed)

    assert here.get("/typed/").content == b"nothing carried"


# Language


@pytest.mark.django_db
@with_test_pages
def test_language_is_indonesian_whatever_the_browser_prefers(client):
    response = client.get("/sign-in/", headers={"Accept-Language": "en-US"})

    assert response.headers["Content-Language"] == "id"


@pytest.mark.django_db
@with_test_pages
def test_language_is_chosen_signed_out_by_cookie_and_signed_in_with_the_account():
    visitor = Client()
    visitor.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert visitor.get("/sign-in/").headers["Content-Language"] == "en"

    sign_in(visitor, "budi")
    assert visitor.get("/who/").headers["Content-Language"] == "id"
    response = visitor.post("/language/", {"language": "en", "next": "/who/"})
    assert response.url == "/who/"
    assert visitor.get("/who/").headers["Content-Language"] == "en"
    assert browser_of("budi").get("/who/").headers["Content-Language"] == "en"
    verbs = AuditEvent.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["signed_in", "chose_language"]


@pytest.mark.django_db
def test_a_language_that_we_do_not_speak_changes_nothing():
    client = browser_of("budi")
    client.post("/language/", {"language": "xx"})

    assert User.objects.get(username="budi").language == "id"
    assert not AuditEvent.objects.exists()
