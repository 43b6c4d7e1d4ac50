"""The pages and the API of break-glass, of accounts and of what is left to a unit."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from agencies import clock, drafts
from agencies.accounts.actions import make_api_token
from agencies.accounts.attempts import TRIES
from agencies.models import Assignment, User
from cases.models import Case, CaseWorker
from cases.views import staff as views
from tests.agencies.pages import is_sent_to_sign_in
from tests.cases.examples import DAY, a_case
from tests.cases.moving import move_person
from tests.cases.test_posting import post_in
from tests.people import browser_of, person
from tests.security.visitors import in_second_hat

pytestmark = pytest.mark.django_db

PAGE = "/cases/in-danger/"
API = "/api/v1/emergency-access/"


def a_numbered_case(by: str = "sari") -> Case:
    case = a_case(person(by))
    case.refresh_from_db()
    return case


def typed(case: Case, **more) -> dict:
    day = {
        "day_day": f"{DAY.day}",
        "day_month": f"{DAY.month}",
        "day_year": f"{DAY.year}",
    }
    return {"number": case.register_no, "reason": "missing", **day, **more}


def sent(client, case: Case, **more):
    body = {"number": case.register_no, "day": str(DAY), "reason": "missing"} | more
    return client.post(API, body, content_type="application/json")


def test_the_page_opens_the_case_and_says_until_when():
    case, citra = a_numbered_case(), browser_of("citra")
    assert "Perkara terbuka 4 jam; uraian" in citra.get(PAGE).content.decode()
    page = citra.post(PAGE, typed(case), follow=True).content.decode()
    assert "Perkara ini Anda buka darurat" in page
    assert "sisa 3 jam 59 menit" in page
    assert reverse("case_narrative", args=[case.public_id]) not in page
    why = citra.get(reverse("case_why", args=[case.public_id])).content.decode()
    assert "Perkara ini Anda buka darurat, sampai" in why
    other = browser_of("sari").get(f"/cases/{case.public_id}/").content.decode()
    assert "Perkara ini Anda buka darurat" not in other


def test_the_api_opens_it_too_and_shows_neither_sentence_nor_shelter():
    case = a_numbered_case()
    answer = sent(browser_of("citra"), case)
    assert answer.status_code == 200
    assert answer.json()["sections"] == [
        "summary",
        "law",
        "suspect",
        "victim_identity",
    ]


def test_what_she_sees_under_another_hat_is_not_opened_in_danger():
    """Nor with a token, which knows the hat that it was made for alone."""
    case, said = a_numbered_case(), "Perkara ini sudah tampak bagi Anda."
    away = in_second_hat("budi").client
    assert said in away.post(PAGE, typed(case)).content.decode()

    budi = person("budi")
    budi.wear(budi.assignments_today[1].pk)
    token = make_api_token(by=budi, user=budi, label="uji", days=1)
    program = Client(headers={"Authorization": f"Bearer {token}"})
    answer = sent(program, case)
    assert (answer.status_code, said in answer.json()["detail"]) == (400, True)
    assert not case.keys.exists()


def test_page_and_api_say_one_sentence_of_every_miss_and_then_wait():
    case, citra = a_numbered_case(), browser_of("citra")
    said = "Tidak ada perkara yang dapat dibuka dengan nomor dan tanggal itu."
    for _try in range(TRIES["break-glass"] - 1):
        answer = sent(citra, case, day="2024-02-02")
        assert answer.status_code == 400
        assert said in answer.json()["detail"]
    page = citra.post(PAGE, typed(case, day_year="2024"))
    assert said in page.content.decode()
    assert citra.post(PAGE, typed(case)).status_code == 429
    assert sent(citra, case).status_code == 429
    assert not Case.objects.visible_to(person("citra")).exists()


def test_her_first_page_counts_what_a_supervisor_has_to_review():
    case = a_numbered_case()
    browser_of("citra").post(PAGE, typed(case), follow=True)
    rini = browser_of("rini")
    assert "1 perkara dibuka darurat" in rini.get("/").content.decode()
    page = rini.get("/reviews/").content.decode()
    for words in (case.register_no, "Pramesti", "Denpasar", "Korban hilang"):
        assert words in page
    assert "· Perkara dibuka\n" in page
    [key] = case.keys.all()
    where = reverse("review", args=[key.public_id])
    assert browser_of("sari").post(where, {"verdict": "justified"}).status_code == 404
    rini.post(where, {"verdict": "unjustified"})
    assert case.register_no not in rini.get("/reviews/").content.decode()
    assert is_shut(browser_of("citra"), case)


def is_shut(client, case: Case) -> bool:
    return client.get(f"/cases/{case.public_id}/").status_code == 404


def test_a_supervisor_suspends_and_the_next_click_is_refused():
    budi, rini = browser_of("budi"), browser_of("rini")
    assert budi.get("/").status_code == 200
    account = User.objects.get(username="budi")
    assert account.full_name in rini.get("/people/").content.decode()
    page = rini.get(f"/people/{account.public_id}/").content.decode()
    assert "Bekukan akun" in page
    assert "Mutasi" not in page

    where = f"/people/{account.public_id}/suspend/"
    assert "Pilih alasannya." in rini.post(where, {}).content.decode()
    why = {"reason": "unsafe", "letter_number": "ND/7/XI/2025"}
    page = rini.post(where, why, follow=True).content.decode()
    for words in ("jatuh ke tangan orang lain", "ND/7/XI/2025"):
        assert words in page
    assert "sudah dibekukan" in rini.post(where, why).content.decode()
    assert is_sent_to_sign_in(budi.get("/"))
    assert rini.post(f"/people/{account.public_id}/unsuspend/").status_code == 403
    stranger = User.objects.get(username="citra")
    assert rini.get(f"/people/{stranger.public_id}/").status_code == 404


def test_an_administrator_finds_an_account_and_moves_it_by_letter():
    tono, account = browser_of("tono"), User.objects.get(username="budi")
    for asked in ("budi", "POLRESTA-BPP-PPA", "di  harto"):
        found = tono.get("/people/", {"of": asked}).content.decode()
        assert account.full_name in found
        assert person("budi").assignment.post.title in found
    assert account.full_name not in tono.get("/people/?of=sari").content.decode()
    where = f"/people/{account.public_id}/move/"
    assert tono.get(where).status_code == 200
    letter = {"agency": "resta denpasar", "role": "officer", "title": "Penydik"}
    several = tono.post(where, letter).content.decode()
    assert "Yang mana?" in several
    assert "(POLRESTA-DPS-PPA)" in several
    whole = letter | {"agency": "Propam", "post": "new", "letter_number": "ST/9/2025"}
    assert "Yang mana? Div" in tono.post(where, whole).content.decode()
    letter["agency"] = "polresta-dps-ppa"
    assert "nomor surat" in tono.post(where, letter).content.decode()
    letter |= {"letter_number": "ST/9/2025", "post": "there"}
    there = person("citra").assignment.post
    assert there.title in tono.post(where, letter).content.decode()
    tono.post(where, letter | {"title": there.title.upper()})
    assert person("budi").assignment.post != there
    asked = account.requests.get()
    page = tono.get(f"/people/{account.public_id}/").content.decode()
    assert "Menunggu persetujuan:" in page
    decide = f"/people/requests/{asked.public_id}/approve/"
    assert tono.post(decide).status_code == 403
    browser_of("yuli").post(decide)
    assert person("budi").assignment.post == there
    tono.post(f"/people/{account.public_id}/suspend/", {"reason": "away"})
    back = f"/people/{account.public_id}/unsuspend/"
    assert "dapat masuk lagi" in tono.get(back).content.decode()
    assert not User.objects.get(pk=account.pk).is_active
    tono.post(back)
    assert person("budi")


def test_a_post_is_ended_after_a_page_that_asks():
    tono, held = browser_of("tono"), person("budi").assignment
    where = f"/people/{held.user.public_id}/posts/{held.pk}/end/"
    asks = tono.get(where).content.decode()
    assert f"tidak lagi bertindak sebagai {held.post.title}" in asks
    assert person("budi").assignment == held
    assert browser_of("rini").get(where).status_code == 403

    tono.post(where)
    assert Assignment.objects.get(pk=held.pk).ends_on < clock.today()


def test_accounts_come_page_by_page(monkeypatch):
    monkeypatch.setattr(views, "SHOWN", 2)
    tono, seen, address = browser_of("tono"), [], "/people/"
    while address:
        page = tono.get(address).context
        seen += [user.username for user, _posts in page["people"]]
        address = page["next_url"] and f"/people/{page['next_url']}"
    others = User.objects.exclude(username="tono")
    assert seen == list(others.order_by("username").values_list("username", flat=True))
    assert page["total"] == len(seen)
    assert page["first_url"]


def test_the_handover_shows_what_is_left_and_gives_it_to_others():
    case = a_numbered_case("budi")
    draft = uuid4()
    budi = person("budi")
    drafts.save_draft(by=budi, public_id=draft, kind="case", fields={}, done=1)
    move_person(
        person("budi"),
        to=post_in("POLRESTA-DPS-PPA"),
        letter_number="ST/9/2025",
        by=person("tono"),
    )
    rini, sari = browser_of("rini"), User.objects.get(username="sari")
    page = rini.get("/handover/").content.decode()
    assert case.register_no in page
    assert "Budi Hartono" in page
    where = f"/cases/{case.public_id}/workers/new/"
    assert where in page
    assert rini.get(where).status_code == 200

    given = {"work": "investigator", "letter_number": "Sprin/1/2025"}
    given["user"] = str(sari.public_id)
    day = {"starts_on_day": "1", "starts_on_month": "11", "starts_on_year": "2025"}
    assert rini.post(where, given | day).status_code == 302
    taken = rini.post(f"/handover/drafts/{draft}/", follow=True)
    assert f'<a href="/cases/new/?draft={draft}">' in taken.content.decode()

    assert CaseWorker.objects.today().get(case=case).user == sari
    page = rini.get("/handover/").content.decode()
    assert case.register_no not in page
    assert "Budi Hartono" not in page
