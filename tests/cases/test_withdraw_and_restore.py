"""What was entered wrongly is withdrawn with a reason and comes back on request."""

import pytest
from django.urls import reverse

from agencies.models import AuditEvent
from cases import actions, facts
from cases.choices import Stage, WithdrawReason
from cases.models import Case
from tests.cases.examples import LP, PIMP, a_case, assign
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db
NOUNS = {
    "victim": "victims",
    "suspect": "suspects",
    "police_report": "police_reports",
    "place": "places",
}
each = pytest.mark.parametrize("noun", [*NOUNS, "case"])


@pytest.fixture
def case(sari):
    case = a_case(sari, suspects=(PIMP,), police_reports=(LP,))
    actions.add_place(case, {"country": "MY"}, by=sari)
    return case


@pytest.fixture
def client(sari):
    return browser_of("sari")


def row_of(case, noun):
    if noun == "case":
        return Case.objects.get(pk=case.pk)
    return getattr(case, NOUNS[noun]).get()


def url(act: str, case, noun: str) -> str:
    if noun == "case":
        return reverse(f"case_{act}", args=[case.public_id])
    args = [case.public_id, row_of(case, noun).public_id]
    return reverse(f"case_{noun}_{act}", args=args)


def withdraw(client, case, noun, reason="double", seen=None):
    seen = row_of(case, noun).version if seen is None else seen
    sent = {"reason": reason, "seen": seen}
    return client.post(url("withdraw", case, noun), sent)


def page(client, case) -> str:
    return client.get(reverse("case", args=[case.public_id])).content.decode()


@each
def test_withdrawn_with_a_reason_it_stops_counting_and_is_still_there(
    client, case, noun
):
    assert client.get(url("withdraw", case, noun)).status_code == 200
    assert withdraw(client, case, noun).status_code == 302
    row = row_of(case, noun)
    assert row.is_withdrawn
    assert row.withdraw_reason == WithdrawReason.DOUBLE
    assert all(facts.differences(unit) == 0 for unit in facts.UNITS)
    event = AuditEvent.objects.get(verb=f"withdrew_{noun}")
    assert event.reason == "double"
    assert "Tercatat ganda" in page(client, case)


@each
def test_without_a_reason_nothing_is_withdrawn(client, case, noun):
    response = withdraw(client, case, noun, reason="")
    assert "Pilih alasan penarikan." in response.content.decode()
    assert not row_of(case, noun).is_withdrawn


@each
def test_the_message_offers_to_undo_it_and_undoing_asks_once(client, case, noun):
    withdraw(client, case, noun)
    told = page(client, case).split('role="status"')[1].split("</div>")[0]
    assert f'href="{url("restore", case, noun)}">Urungkan' in told
    assert client.get(url("restore", case, noun)).status_code == 200
    assert row_of(case, noun).is_withdrawn
    assert client.post(url("restore", case, noun)).status_code == 302
    assert not row_of(case, noun).is_withdrawn
    assert all(facts.differences(unit) == 0 for unit in facts.UNITS)


@each
def test_a_button_on_the_page_restores_at_once(client, case, noun):
    withdraw(client, case, noun)
    assert f'action="{url("restore", case, noun)}"' in page(client, case)
    client.post(url("restore", case, noun), {"csrfmiddlewaretoken": "x"})
    assert not row_of(case, noun).is_withdrawn


@each
def test_what_stands_cannot_be_restored(client, case, noun):
    response = client.post(url("restore", case, noun), {"csrfmiddlewaretoken": "x"})
    assert "tidak sedang ditarik" in response.content.decode()


@each
def test_withdrawing_what_has_changed_meanwhile_asks_again(client, case, noun, sari):
    budi = person("budi")
    edit = getattr(actions, f"edit_{noun}")
    fields = {
        "victim": {"whereabouts": "shelter"},
        "suspect": {"custody": "wanted"},
        "police_report": {"model": "A"},
        "place": {"country": "SG"},
        "case": {"modus": "debt_bondage"},
    }[noun]
    row = row_of(case, noun)
    seen = row.version
    assign(case, "budi")
    edit(row, fields, by=budi, seen=seen)
    response = withdraw(client, case, noun, seen=seen)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Budi Hartono" in html
    assert f'name="seen" value="{seen + 1}"' in html
    assert 'value="double" ' in html.replace(">", " ")
    assert not row_of(case, noun).is_withdrawn


@each
@pytest.mark.parametrize(("who", "status"), [("dewi", 403), ("citra", 404)])
def test_who_may_neither_withdraw_nor_restore(case, noun, who, status):
    stranger = browser_of(who)
    assert withdraw(stranger, case, noun).status_code == status
    assert stranger.post(url("restore", case, noun)).status_code == status


def test_a_withdrawn_case_wears_a_band_and_offers_only_to_come_back(client, case):
    withdraw(client, case, "case")
    main = page(client, case).split("<main")[1].split("</main>")[0]
    assert "Perkara ini ditarik dan tidak dihitung." in main
    assert "Pulihkan perkara" in main
    for words in ("Tambah korban", "Catat kemajuan", ">Ubah", ">Tarik"):
        assert words not in main


def test_without_its_only_report_a_case_goes_back_to_intake_and_returns(client, case):
    withdraw(client, case, "police_report")
    assert row_of(case, "case").stage == Stage.INTAKE
    client.post(url("restore", case, "police_report"), {"csrfmiddlewaretoken": "x"})
    assert row_of(case, "case").stage == Stage.LP_ISSUED


def test_what_was_withdrawn_is_not_edited(client, case):
    withdraw(client, case, "victim")
    sent = {
        "sex": "male",
        "age_group": "adult",
        "determination": "presumed",
        "recording": "unknown",
        "whereabouts": "abroad",
        "seen": 2,
    }
    response = client.post(url("edit", case, "victim"), sent)
    assert "sudah ditarik" in response.content.decode()
    assert 'value="abroad"' in response.content.decode()
    assert row_of(case, "victim").whereabouts == "not_recorded"
