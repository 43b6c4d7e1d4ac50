"""One desk, several people: nothing of hers is left for the one who comes after."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from agencies.accounts import carry
from agencies.demo import PASSWORD
from agencies.models import Draft, SavedView
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db
SENTENCE = "Lima orang di pelabuhan Semayang"


def sign_in(client, username, **more):
    data = {"username": username, "password": PASSWORD, **more}
    return client.post("/sign-in/", data)


@pytest.mark.parametrize("username", ["budi", "sari"])
def test_a_sentence_without_a_draft_comes_back_to_its_writer_alone(username):
    """She signed out in another tab before the page had saved anything."""
    client = browser_of("sari")
    page = client.get(reverse("case_new"), follow=True)
    hidden = re.search(rf'name="{carry.MARK}" value="([^"]+)"', page.content.decode())
    draft = page.request["QUERY_STRING"].removeprefix("draft=")
    typed = {"narrative": SENTENCE, "draft": draft, carry.MARK: hidden[1]}
    client.post("/sign-out/")

    sealed = client.post(reverse("case_new"), typed).context["carry"]
    sign_in(client, username, carry=sealed)
    shown = client.get(reverse("case_new"), follow=True).content.decode()

    assert (SENTENCE in shown) is (username == "sari")
    assert not Draft.objects.exclude(by=person(username)).exists()
    assert Draft.objects.exists() is (username == "sari")


def test_text_whose_writer_nobody_knows_goes_to_nobody(client):
    sealed = client.post(reverse("case_new"), {"narrative": SENTENCE}).context["carry"]
    sign_in(client, "budi", carry=sealed)
    shown = client.get(reverse("case_new"), follow=True).content.decode()
    assert SENTENCE not in shown


@pytest.mark.parametrize("mark", ["", "x", "é", "AAAA"])
def test_a_made_up_mark_is_none(client, mark):
    typed = {"narrative": SENTENCE, carry.MARK: mark}
    sealed = client.post(reverse("case_new"), typed).context["carry"]
    assert carry._open(sealed).writer is None


def test_a_notice_that_nobody_read_is_gone_with_the_session():
    client = browser_of("sari")
    client.post(reverse("view_save"), {"list": "cases", "name": "Punya Sari"})
    client.post("/sign-out/")
    assert "Punya Sari" not in client.get("/sign-in/").content.decode()
    sign_in(client, "budi")
    assert "Punya Sari" not in client.get("/").content.decode()


def test_what_the_cache_holds_is_json():
    cache.set("x", {"a": [1, None]})
    cache.set("n", 1)
    cache.incr("n")
    assert (cache.get("x"), cache.get("n")) == ({"a": [1, None]}, 2)
    browser_of("sari").get("/")
    redis = cache._cache.get_client()
    held = [redis.get(key) for key in redis.keys("tppo:*")]
    assert held
    assert [value for value in held if value[:1] not in b'{["0123456789'] == []


def test_what_was_searched_for_never_waits_for_the_next_person(client):
    answer = client.get("/cases/?q=Siti+Aminah&has_lp=false")
    assert answer.url == "/sign-in/?next=/cases/%3Fhas_lp%3Dfalse"
    posted = client.post(
        "/account/hat/", {}, headers={"Referer": "http://testserver/cases/?q=Siti"}
    )
    assert posted.url == "/sign-in/?next=/cases/"
    for page, name in (("/people/", "of"), ("/audit/", "who")):
        answer = client.get(f"{page}?{name}=Siti")
        assert answer.url == f"/sign-in/?next={page}"


def test_a_broken_referer_is_no_page(client):
    answer = client.post("/account/hat/", {}, headers={"Referer": "http://["})
    assert answer.url == "/sign-in/?next=/"


@pytest.mark.parametrize("name", ["region", "agency", "period", "q", "after", "modus"])
@pytest.mark.parametrize("username", ["sari", "seto"])
def test_a_nul_in_an_address_is_no_code(username, name):
    answer = browser_of(username).get(f"/cases/?{name}=%00")
    assert answer.status_code in (200, 303, 403)


@pytest.mark.parametrize("name", ["region", "region_text", "narrative", "country"])
def test_a_nul_in_a_form_is_no_fault_of_ours(name):
    sari = browser_of("sari")
    typed = {name: "Bali\0", "save": "1"}
    assert sari.post(reverse("case_new"), typed).status_code == 200
    draft = reverse("case_draft", args=["0199b0f4-7f0c-7d5a-9b1e-6f4d5c2a7e12"])
    assert sari.post(draft, typed).status_code == 200
    assert sari.get("/regions/", {"q": "Bali\0"}).status_code in (200, 404)


def test_a_view_is_not_kept_under_a_name_that_nobody_can_write():
    sari = browser_of("sari")
    posted = {"list": "cases", "name": "Anak\0"}
    assert sari.post(reverse("view_save"), posted).status_code == 302
    assert not SavedView.objects.exists()


def test_a_hat_is_put_on_through_the_lazy_user_of_a_request():
    user = person("sari")
    home = user.assignment
    user.wear(home.pk + 1)
    assert user.assignment == home
    assert "assignment" in user.__dict__
    user.wear(home.pk)
    assert "assignment" not in user.__dict__
