"""Who asks to know who reported reads the answer and may take the request back; who
answers sees the mask, and takes back what was not opened."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from agencies import clock
from agencies.access import OutOfScope
from agencies.models import AuditEvent
from cases import actions
from cases.models import Case, Reporter, ReporterOpening
from cases.person_choices import RefusalReason, ReporterKind, RevealReason
from tests.api.clients import program_of, told
from tests.cases.examples import WOMAN, a_case, assign
from tests.cases.involved import at, read, send
from tests.cases.test_reporters import no_gaps
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db

TOLD = {"name": "Kenarijati Lapor", "phones": ["081276543210"]}
WHY = RevealReason.INTERVIEW
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def case() -> Case:
    return a_case(person("sari"), victims=(WOMAN,))


@pytest.fixture
def reporter(case) -> Reporter:
    kind = ReporterKind.CONFIDENTIAL
    return actions.add_reporter(case, kind, TOLD, by=person("sari"))


@pytest.fixture
def asked(reporter) -> ReporterOpening:
    return ask(reporter)


def ask(reporter: Reporter, who: str = "sari", why=WHY) -> ReporterOpening:
    return actions.ask_reveal_reporter(reporter, by=person(who), reason=why)


def allow(asked: ReporterOpening) -> ReporterOpening:
    return actions.approve_reveal_reporter(asked, by=person("rini"))


def refuse(asked: ReporterOpening, why: RefusalReason) -> ReporterOpening:
    return actions.refuse_reveal_reporter(asked, by=person("rini"), reason=why)


def home(who: str) -> str:
    return read(who, reverse("home"))


# -- The answer ------------------------------------------------------------------------


def test_what_is_not_opened_within_a_day_has_lapsed(reporter, asked):
    allow(asked)
    over = clock.set_to(clock.now() + DAY + MINUTE)
    with over, pytest.raises(PermissionDenied):
        actions.reveal_reporter(reporter, by=person("sari"))


def test_the_database_lets_nobody_open_it_for_longer(reporter, asked):
    found = ReporterOpening.objects.filter(pk=allow(asked).pk)
    now = clock.now()
    for lie in (
        {"ends_at": now + 2 * DAY},
        {"opened_at": now, "ends_at": now + DAY},
        {"opened_at": now + 2 * DAY, "ends_at": now + 2 * DAY + MINUTE},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            found.update(**lie)


def test_who_asked_reads_the_answer_on_her_first_page_until_it_is_over(case, asked):
    assert "disetujui" not in home("sari")
    allow(asked)
    said = f"Pembukaan identitas pelapor {case.register_no} disetujui."
    assert said in home("sari")
    assert said not in home("budi")
    here = reverse("case_reporter", args=[case.public_id, asked.reporter.public_id])
    assert f'href="{here}"' in browser_of("sari").get("/").content.decode()
    actions.reveal_reporter(asked.reporter, by=person("sari"))
    assert f"Identitas pelapor {case.register_no} terbuka bagi Anda" in home("sari")
    with clock.set_to(clock.now() + 16 * MINUTE):
        assert "Identitas pelapor" not in home("sari")


def test_who_asked_reads_there_why_it_was_refused(case, reporter, asked):
    refuse(asked, RefusalReason.OTHER_WAY)
    said = f"{case.register_no} ditolak: Dapat ditempuh tanpa membuka pelapor"
    assert said in home("sari")
    ask(reporter)
    assert said not in home("sari")


def test_who_works_on_it_no_more_reads_no_answer(case, asked):
    by = assign(case, "budi")
    other = ask(asked.reporter, "budi")
    allow(other)
    assert "disetujui" in home("budi")
    actions.end_work(by, by=person("rini"))
    assert "disetujui" not in home("budi")


# -- Asking again, and taking back -----------------------------------------------------


def test_what_was_refused_as_dangerous_is_not_asked_again_at_once(reporter, asked):
    refuse(asked, RefusalReason.DANGER)
    with pytest.raises(ValidationError, match="membahayakan pelapor"):
        ask(reporter)
    with clock.set_to(clock.now() + DAY + MINUTE):
        assert ask(reporter)


def test_for_another_reason_it_is_asked_again_at_once(reporter, asked):
    refuse(asked, RefusalReason.DANGER)
    assert ask(reporter, why=RevealReason.COURT_ORDER)


def test_who_asked_takes_the_request_back_and_not_the_reporter(case, reporter, asked):
    here = read("sari", at("case_reporter", case, reporter.public_id))
    assert "Tarik permintaan" in here
    assert "Tarik pelapor" in here
    unask = at("case_reporter_unask", case, reporter.public_id)
    assert "Pelapor tetap tercatat" in read("sari", unask)
    send("sari", unask, {})
    assert not ReporterOpening.objects.to_approve_by(person("rini")).exists()
    with pytest.raises(ValidationError, match="sudah ditarik"):
        allow(asked)
    assert "Tidak ada permintaan Anda" in send("sari", unask, {}, 200)
    assert Reporter.objects.standing().get() == reporter
    page = read("sari", at("case_reporter", case, reporter.public_id))
    assert "Tarik permintaan" not in page
    assert "tidak dijawab" not in page
    timeline = read("sari", at("case_timeline", case))
    assert "Permintaan membuka identitas pelapor ditarik" in timeline
    assert ask(reporter)
    assert no_gaps()


def test_nobody_takes_back_what_another_asked(case, reporter, asked):
    assign(case, "budi")
    with pytest.raises(ValidationError, match="Tidak ada permintaan Anda"):
        actions.take_back_asking(reporter, by=person("budi"))
    for who in ("rini", "dewi", "citra", "wati"):
        with pytest.raises((PermissionDenied, OutOfScope)):
            actions.take_back_asking(reporter, by=person(who))
    asked.refresh_from_db()
    assert asked.taken_back_at is None


# -- Who answers -----------------------------------------------------------------------


def test_who_decides_sees_the_mask_and_never_a_value(case, reporter, asked):
    rini = browser_of("rini")
    approve = at("case_opening_approve", case, asked.public_id)
    assert rini.get(at("case_reporter", case, reporter.public_id)).url == approve
    page = read("rini", approve)
    assert "Nama tercatat · 1 nomor telepon" in page
    assert TOLD["name"] not in page
    send(rini, approve, {"answer": "other_way"})
    assert rini.get(at("case_reporter", case, reporter.public_id)).status_code == 404
    assert "sudah ditolak" in rini.get(approve, follow=True).content.decode()


@pytest.mark.parametrize("who", ["rini", "dewi"])
def test_who_may_allow_it_takes_back_what_was_not_opened(case, reporter, asked, who):
    allow(asked)
    assert ("Anda menyetujui Sari Wulandari" in home(who)) == (who == "rini")
    client = browser_of(who)
    take_back = at("case_opening_take_back", case, asked.public_id)
    assert client.get(at("case_opening_approve", case, asked.public_id)).url == (
        take_back
    )
    assert "belum membukanya" in read(who, take_back)
    send(client, take_back, {})
    with pytest.raises(PermissionDenied):
        actions.reveal_reporter(reporter, by=person("sari"))
    assert "ditarik kembali" in home("sari")
    here = read("sari", at("case_reporter", case, reporter.public_id))
    assert "persetujuannya ditarik kembali" in here
    assert "belum dibuka" not in home("rini")
    event = AuditEvent.objects.get(verb="took_back_approval")
    assert (event.by, event.changes) == (person(who), {})
    assert no_gaps()


def test_what_was_opened_is_not_taken_back(case, reporter, asked):
    allow(asked)
    actions.reveal_reporter(reporter, by=person("sari"))
    with pytest.raises(ValidationError, match="sudah dibuka"):
        actions.take_back_approval(asked, by=person("rini"))
    take_back = at("case_opening_take_back", case, asked.public_id)
    assert "sudah membukanya" in read("rini", take_back)
    found = ReporterOpening.objects.filter(pk=asked.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        found.update(taken_back_by=person("rini"), taken_back_at=clock.now())


@pytest.mark.parametrize("who", ["sari", "budi", "citra", "wati", "seto", "ani"])
def test_nobody_else_takes_back_an_approval(asked, who):
    allow(asked)
    with pytest.raises((PermissionDenied, OutOfScope)):
        actions.take_back_approval(asked, by=person(who))
    asked.refresh_from_db()
    assert asked.taken_back_at is None


def test_programs_take_back_what_they_asked_and_allowed(case, reporter):
    sari, rini = program_of("sari"), program_of("rini")
    one = f"cases/{case.public_id}/reporters/{reporter.public_id}/"
    told(sari.call("POST", f"{one}openings/", {"reason": "interview"}))
    assert told(sari.call("POST", f"{one}openings/withdrawal/"))["taken_back_at"]
    told(sari.call("POST", f"{one}openings/withdrawal/"), 400)
    asked = told(sari.call("POST", f"{one}openings/", {"reason": "interview"}))
    answers = f"cases/{case.public_id}/openings/{asked['id']}/"
    told(rini.call("POST", f"{answers}approval/"))
    told(sari.call("POST", f"{answers}taking-back/"), 403)
    assert told(rini.call("POST", f"{answers}taking-back/"))["taken_back_at"]
    told(sari.call("POST", f"{one}reveal/"), 403)
