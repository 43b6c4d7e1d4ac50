"""Who works on a case: assigned by letter, by whoever is in charge, and ended."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from agencies import clock
from cases import actions, sight
from cases.choices import Work
from cases.forms.people import WorkerForm
from cases.models import Case, CaseWorker
from tests.cases.involved import S, a_traced_case, asked, at, order_for, read, send
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return a_traced_case()


def test_a_supervisor_assigns_by_letter_and_ends_it(case):
    send("rini", at("case_worker_new", case), order_for("budi"))

    worker = CaseWorker.objects.get()
    shown = read("budi", at("case", case))
    assert "Budi Hartono · Penyidik (Surat Perintah)" in shown
    assert "Penyidik Unit PPA, Unit PPA Satreskrim Polresta Balikpapan" in shown
    assert "Sprin/417/XI/2025" in shown
    assert sight.of(person("budi"), case).sees(S.VICTIM_IDENTITY)

    asks = read("rini", at("case_worker_end", case, worker.public_id))
    assert "Budi Hartono tidak lagi membuka bagian yang tertutup" in asks
    send("rini", at("case_worker_end", case, worker.public_id), {})
    assert not sight.of(person("budi"), case).sees(S.VICTIM_IDENTITY)
    shown = read("rini", at("case", case))
    assert "Orang dan instansi 0" in shown
    assert shown.index("Penugasan yang berakhir") < shown.index("Budi Hartono")


def test_who_is_assigned_from_the_day_that_is_proposed_works_at_once(case):
    """At half past midnight in Papua it is still yesterday in Jakarta."""
    with clock.set_to(datetime(2025, 11, 20, 15, 30, tzinfo=UTC)):
        proposed = WorkerForm(by=person("rini")).initial["starts_on"]
        actions.assign_worker(
            case,
            user=person("budi"),
            work=Work.INVESTIGATOR,
            letter_number="Sprin/417/XI/2025",
            starts_on=proposed,
            by=person("rini"),
        )
        assert sight.of(person("budi"), case).sees(S.VICTIM_IDENTITY)


def test_work_is_of_the_trade_of_her_office(case):
    actions.accept_referral(asked(case), by=person("wati"))
    works = [
        list(dict(WorkerForm(by=person(who)).fields["work"].choices))
        for who in ("rini", "wati")
    ]
    assert works == [["investigator", "companion"], ["case_manager", "companion"]]

    order = order_for("wati") | {"work": Work.PROSECUTOR.value}
    send("wati", at("case_worker_new", case), order, 200)
    with pytest.raises(ValidationError, match="tidak memegang tugas"):
        actions.assign_worker(
            case,
            user=person("wati"),
            work=Work.PROSECUTOR,
            letter_number="P-16/7",
            starts_on=clock.today(),
            by=person("wati"),
        )
    assert not CaseWorker.objects.exists()


def test_only_people_of_her_own_office_are_offered(case):
    page = read("rini", at("case_worker_new", case))
    assert "Sari Wulandari, Penyidik pembantu Unit PPA" in page
    assert "Kurniawati" not in page
    assert "Agus" not in page
    typed = order_for("budi") | {"user": person("wati").public_id}
    assert "Pilih" in send("rini", at("case_worker_new", case), typed, 200)


def test_what_is_missing_is_said_at_its_field(case):
    said = send("rini", at("case_worker_new", case), {}, 200)
    assert "Pilih petugasnya." in said
    assert "Isi nomor suratnya." in said
    assert not CaseWorker.objects.exists()


def test_twice_is_said_and_not_done(case):
    typed = order_for("budi")
    send("rini", at("case_worker_new", case), typed)
    said = send("rini", at("case_worker_new", case), typed, 200)
    assert "Petugas ini sudah ditugaskan." in said


@pytest.mark.parametrize("who", ["sari", "budi", "dewi"])
def test_who_is_not_in_charge_assigns_nobody(case, who):
    read(who, at("case_worker_new", case), 403)
    send(who, at("case_worker_new", case), order_for("budi"), 403)
    assert "Tugaskan petugas" not in read(who, at("case", case))
    assert not CaseWorker.objects.exists()
