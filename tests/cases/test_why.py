"""Why a part of a case is open or shut: what the page says is the rule itself."""

import pytest
from django.urls import reverse

from agencies.sections import Section
from cases import actions
from cases.models import Case
from tests.cases.examples import assign
from tests.cases.involved import (
    S,
    a_traced_case,
    asked,
    at,
    read,
    taken,
    words_of,
)
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db

# What the page of a case has only where the section opens.
SHOWN = {S.LAW: 'id="lp"', S.SUSPECT: 'id="tersangka"'}


@pytest.fixture
def case() -> Case:
    return a_traced_case()


def test_the_page_explains_from_the_rule(case):
    taken(case)
    told = {who: read(who, at("case_why", case)) for who in ("sari", "budi", "dewi")}
    assert "Identitas korban Ya Satuan Anda memimpin" in told["sari"]
    assert "Identitas korban Tidak Hanya untuk petugas yang ditugaskan." in told["budi"]
    assert "Identitas korban Tidak Hanya untuk satuan yang menangani" in told["dewi"]
    assert "Layanan bagi korban Tidak Instansi seperti" in told["sari"]
    wati = read("wati", at("case_why", case))
    assert "Identitas korban Ya Satuan Anda menerima rujukan" in wati
    assert "Laporan polisi dan kemajuan Tidak Rujukan tidak membuka" in wati
    shown = read("wati", at("case", case))
    assert "Dirahasiakan. Rujukan tidak membuka bagian ini" in shown
    assert "Tanggal kemajuan tidak terbuka bagi satuan Anda." in shown
    assert "Lidik –" not in shown
    assert "Tanggal kemajuan" not in read("sari", at("case", case))


def test_why_tells_her_who_wrote_the_case_from_who_is_assigned(case):
    assign(case, "budi")
    told = {who: read(who, at("case_why", case)) for who in ("sari", "budi")}
    assert "perkara ini. Anda yang mencatat perkara ini." in told["sari"]
    assert "perkara ini. Anda ditugaskan pada perkara ini." in told["budi"]
    assert "ditugaskan pada perkara ini" not in told["sari"]


def test_why_of_a_restricted_case_is_the_name(closed):
    page = read("sari", at("case_why", closed))
    assert "Uraian Ya Perkara terbatas: Anda pembaca yang disebut namanya." in page
    assert "Satuan Anda memimpin" not in page


def test_a_page_that_tells_of_no_case_says_why_one_is_not_found(case):
    missing = at("case", case)
    said = browser_of("citra").get(missing).content.decode()
    assert reverse("why") in said
    page = browser_of("citra").get(reverse("why"))
    assert "tidak menyatakan apakah suatu perkara ada" in words_of(page)


@pytest.mark.parametrize("who", ["sari", "budi", "rini", "dewi", "wati"])
def test_what_it_says_is_what_the_case_does(case, who):
    actions.accept_referral(asked(case, S.CARE), by=person("wati"))
    page = browser_of(who).get(at("case_why", case)).context["answers"]
    said = {part: each.is_open for part, each in zip(Section, page, strict=True)}
    shown = browser_of(who).get(at("case", case)).content.decode()
    for part, mark in SHOWN.items():
        assert said[part] == (mark in shown), part
    assert said[S.NARRATIVE] == (f"{at('case_narrative', case)}#uraian" in shown)
    assert all(each.reason for each in page)


def test_a_reader_by_name_is_told_of_no_referral(case):
    suspect = case.suspects.get()
    actions.edit_suspect(
        suspect, {"public_office": "police"}, by=person("budi"), seen=suspect.version
    )
    page = read("budi", at("case_why", case))
    assert "Identitas korban Tidak Pembukaan bagi Anda tidak mencakup" in page
    assert "rujukan baru" not in page


def test_who_may_assign_is_told_so_and_sent_to_nobody_above_her(case):
    page = read("rini", at("case_why", case))
    assert "Pelapor Tidak Hanya untuk petugas yang ditugaskan. Anda dapat" in page
    assert "Atasan langsung satuan Anda dapat" not in page


def test_a_summary_explains_itself_without_a_number(case):
    page = read("seto", at("case_why", case))
    assert "wilayah gugus tugas Anda" in page
    assert case.register_no not in page
    assert "Identitas" not in page


def test_outside_her_scope_nothing_is_explained(case):
    read("citra", at("case_why", case), 404)


def test_a_refusal_links_to_the_reason(case):
    refused = browser_of("budi").get(at("case_worker_new", case))
    assert refused.status_code == 403
    assert at("case_why", case) in refused.content.decode()
    assert "Terbuka pada perkara yang dipimpin satuan Anda" in read(
        "budi", reverse("why")
    )
