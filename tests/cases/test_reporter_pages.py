"""Who reported a case, by page and program: one asks, a second one allows it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from agencies import clock
from agencies.models import AuditEvent
from cases import actions
from cases.actions.opening import MOST_WAITING
from cases.models import Case, Reporter, ReporterOpening
from cases.person_choices import ReporterKind
from tests.api.clients import program_of, told
from tests.cases.examples import WOMAN, a_case
from tests.cases.involved import at, read, send, words_of
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db

NAME = "Kenarijati Lapor"
WHY = {"reason": "interview"}


@pytest.fixture
def case() -> Case:
    return a_case(person("sari"), victims=(WOMAN,))


@pytest.fixture
def reporter(case) -> Reporter:
    told_of = {"name": NAME, "phones": ["081276543210"]}
    by = person("sari")
    return actions.add_reporter(case, ReporterKind.CONFIDENTIAL, told_of, by=by)


def opening() -> ReporterOpening:
    return ReporterOpening.objects.get()


def test_a_reporter_is_recorded_and_masked(case):
    address = at("case_reporter_new", case)
    send("sari", address, {"kind": "confidential", "name": NAME, "key": "k"})
    assert Reporter.objects.get().particulars().name == NAME
    text = read("sari", at("case", case))
    assert "Dirahasiakan •••• Nama tercatat" in text
    assert NAME not in text
    send("sari", address, {"kind": "anonymous", "name": "x"}, 200)
    send("sari", address, {"name": "x"}, 200)
    assert Reporter.objects.count() == 1


@pytest.mark.parametrize("who", ["budi", "rini", "dewi"])
def test_colleagues_and_chiefs_do_not_learn_that_there_is_one(case, reporter, who):
    assert 'id="pelapor"' not in browser_of(who).get(at("case", case)).content.decode()
    client = browser_of(who)
    for act in ("", "_ask", "_reveal"):
        address = at(f"case_reporter{act}", case, reporter.public_id)
        assert client.post(address, WHY).status_code in (404, 405)
        assert client.get(address).status_code == 404


def test_two_people_open_it_for_a_quarter_of_an_hour(case, reporter):
    sari, rini = browser_of("sari"), browser_of("rini")
    here = at("case_reporter", case, reporter.public_id)
    reveal = at("case_reporter_reveal", case, reporter.public_id)
    assert NAME not in words_of(sari.post(reveal))
    send(sari, at("case_reporter_ask", case, reporter.public_id), WHY)
    assert "menunggu orang kedua" in words_of(sari.get(here))

    home = words_of(rini.get(reverse("home")))
    assert (
        f"Sari Wulandari meminta pembukaan identitas pelapor {case.register_no}" in home
    )
    approve = at("case_opening_approve", case, opening().public_id)
    asked = words_of(rini.get(approve))
    assert "Wawancara atau pemeriksaan" in asked
    assert "Pilih jawabannya." in send(rini, approve, {}, 200)
    send(rini, approve, {"answer": "approved"})
    assert NAME not in words_of(rini.get(at("case", case)))

    assert "disetujui: bukalah sebelum" in words_of(sari.get(here))
    answer = sari.post(reveal)
    assert "terbuka bagi Anda sampai" in words_of(sari.get(here))
    assert NAME in words_of(answer)
    assert "no-store" in answer["Cache-Control"]
    assert sari.get(reveal).url == here
    with clock.set_to(clock.now() + timedelta(minutes=16)):
        assert NAME not in words_of(sari.post(reveal))
    verbs = AuditEvent.objects.filter(subject_type__startswith="cases.Reporter")
    found = set(verbs.values_list("verb", flat=True))
    assert {"asked_reporter", "approved_reporter", "revealed_reporter"} <= found


def test_who_asked_reads_why_it_was_refused_and_may_ask_again(case, reporter):
    sari, rini = browser_of("sari"), browser_of("rini")
    here = at("case_reporter", case, reporter.public_id)
    send(sari, at("case_reporter_ask", case, reporter.public_id), WHY)
    approve = at("case_opening_approve", case, opening().public_id)
    send(rini, approve, {"answer": "other_way"})
    text = words_of(sari.get(here))
    assert "permintaan Anda ditolak: Dapat ditempuh tanpa membuka pelapor" in text
    assert "Minta pembukaan" in text
    assert "sudah dijawab" in send(rini, approve, {"answer": "approved"}, 200)
    send(sari, at("case_reporter_ask", case, reporter.public_id), WHY)
    assert "menunggu orang kedua" in words_of(sari.get(here))
    timeline = words_of(sari.get(at("case_timeline", case)))
    assert "Pembukaan identitas pelapor ditolak" in timeline


def test_whoever_asks_for_too_many_reads_so_on_the_page(case, reporter):
    sari, by = browser_of("sari"), person("sari")
    for _each in range(MOST_WAITING):
        kind, fields = ReporterKind.CONFIDENTIAL, {"name": NAME}
        other = actions.add_reporter(case, kind, fields, by=by)
        actions.ask_reveal_reporter(other, by=by, reason="interview")
    ask = at("case_reporter_ask", case, reporter.public_id)
    said = send(sari, ask, WHY, 200)
    assert "Paling banyak 5 permintaan Anda menunggu jawaban." in said
    assert "Minta pembukaan" in said


def test_what_was_asked_twice_by_a_second_press_is_said_to_wait(case, reporter):
    sari = browser_of("sari")
    ask = at("case_reporter_ask", case, reporter.public_id)
    send(sari, ask, WHY)
    again = send(sari, ask, WHY, 200)
    assert "menunggu orang kedua" in again
    assert "Minta pembukaan" not in again
    assert ReporterOpening.objects.count() == 1


def test_who_asked_reads_that_nobody_has_answered(case, reporter):
    sari = browser_of("sari")
    with clock.set_to(clock.now() - timedelta(days=7)):
        by = person("sari")
        actions.ask_reveal_reporter(reporter, by=by, reason="interview")
    text = words_of(sari.get(at("case_reporter", case, reporter.public_id)))
    assert "tidak dijawab" in text
    assert "Minta pembukaan" in text
    home = words_of(browser_of("rini").get(reverse("home")))
    assert "meminta pembukaan" not in home


@pytest.mark.parametrize("who", ["sari", "budi", "wati", "citra", "ani"])
def test_who_is_not_the_second_one_allows_nothing(case, reporter, who):
    by = person("sari")
    actions.ask_reveal_reporter(reporter, by=by, reason="interview")
    approve = at("case_opening_approve", case, opening().public_id)
    client = browser_of(who)
    assert client.get(approve).status_code in (403, 404)
    for answer in ("approved", "danger"):
        assert client.post(approve, {"answer": answer}).status_code in (403, 404)
    assert "meminta pembukaan" not in words_of(client.get(reverse("home")))
    assert (opening().approved_at, opening().refused_at) == (None, None)


def test_a_program_asks_allows_and_opens(case, reporter):
    sari, dewi = program_of("sari"), program_of("dewi")
    here = f"cases/{case.public_id}/reporters/"
    (row,) = told(sari.call("GET", here))["results"]
    assert (row["recorded"], row["asked_at"]) == ({"name": 1, "phones": 1}, None)
    one = f"{here}{row['id']}/"
    told(sari.call("POST", f"{one}reveal/"), 403)
    asked = told(sari.call("POST", f"{one}openings/", WHY))
    (waiting,) = told(dewi.call("GET", "reporter-openings/"))["results"]
    assert waiting == asked
    assert NAME not in str(waiting)
    approval = f"cases/{case.public_id}/openings/{waiting['id']}/approval/"
    told(sari.call("POST", approval), 403)
    assert told(dewi.call("POST", approval))["ends_at"]
    told(dewi.call("POST", approval), 400)
    assert told(sari.call("POST", f"{one}reveal/"))["particulars"]["name"] == NAME
    told(dewi.call("POST", f"{one}reveal/"), 404)


def test_a_program_refuses(case, reporter):
    sari, dewi = program_of("sari"), program_of("dewi")
    one = f"cases/{case.public_id}/reporters/{reporter.public_id}/"
    asked = told(sari.call("POST", f"{one}openings/", WHY))
    refusal = f"cases/{case.public_id}/openings/{asked['id']}/refusal/"
    told(sari.call("POST", refusal, {"reason": "danger"}), 403)
    told(dewi.call("POST", refusal, {"reason": "x"}), 400)
    assert told(dewi.call("POST", refusal, {"reason": "danger"}))["refusal"] == "danger"
    told(dewi.call("POST", refusal, {"reason": "danger"}), 400)
    row = told(sari.call("GET", one))
    assert (row["refusal"], row["asked_at"]) == ("danger", None)


def test_a_program_records_and_withdraws(case):
    sari, here = program_of("sari"), f"cases/{case.public_id}/reporters/"
    new = {"kind": "confidential", "particulars": {"name": NAME}}
    answer = sari.call("POST", here, new, idempotency_key="r1")
    made = told(answer, 201)
    where = answer.headers["Location"].removeprefix("/api/v1/")
    assert told(sari.call("GET", where)) == made
    gone = {"reason": "wrong_case"}
    told(sari.call("POST", f"{where}withdrawal/", gone, if_match='"1"'))
    told(sari.call("GET", where), 404)
    told(program_of("budi").call("POST", f"{where}restoration/"), 404)
    assert told(sari.call("POST", f"{where}restoration/"))["version"] == 3
    told(sari.call("POST", f"{where}restoration/"), 400)
    told(program_of("budi").call("POST", here, new), 403)


def test_a_reporter_is_withdrawn_on_the_page(case, reporter):
    address = at("case_reporter_withdraw", case, reporter.public_id)
    send("budi", address, {}, 403)
    send("sari", address, {"reason": "wrong_case", "seen": 1})
    page = browser_of("sari").get(at("case", case)).content.decode()
    assert NAME not in page
    assert Reporter.objects.standing().count() == 0
    restore = at("case_reporter_restore", case, reporter.public_id)
    assert f'action="{restore}"' in page
    assert "Dirahasiakan •••• Nama tercatat" not in read("sari", at("case", case))
    assert "Pulihkan pelapor" in read("sari", restore)
    send("budi", restore, {}, 403)
    send("sari", restore, {})
    assert "Dirahasiakan •••• Nama tercatat" in read("sari", at("case", case))
    assert Reporter.objects.get().particulars().name == NAME
    assert "tidak sedang ditarik" in send("sari", restore, {}, 200)
