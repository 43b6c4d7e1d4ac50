"""Drafts: sealed under a key of their own, for one reader, gone when they are done."""

import html
import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.http import QueryDict

from agencies import clock, drafts
from agencies.access import OutOfScope
from agencies.accounts.carry import MARK, mark
from agencies.demo import PASSWORD
from agencies.draft_keys import ref_of, shred_stray
from agencies.models import AuditEvent, Draft
from agencies.sealing import keystore
from cases import actions
from cases.models import Case
from cases.views.drafts import KIND, keep
from tests import ground
from tests.cases.examples import a_case
from tests.cases.typed import SENTENCE, six_inputs
from tests.people import browser_of, person
from tppo_tracker import environment

NEW = "/cases/new/"
NOON = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)  # 12.00 WITA


def url_of(typed: dict, act: str = "") -> str:
    return f"/cases/drafts/{typed['draft']}/{act}"


def resume(client, typed: dict):
    return client.get(NEW, {"draft": typed["draft"]})


def body(answer) -> str:
    return html.unescape(answer.content.decode())


def key_of(typed: dict) -> bytes:
    return keystore.key_of(ref_of(UUID(typed["draft"])))


@pytest.fixture
def sari(signed_in):
    return signed_in("sari")


@pytest.mark.django_db
def test_typing_is_saved_and_answered_with_the_time_of_the_office():
    with clock.set_to(NOON):
        answer = browser_of("sari").post(url_of(six_inputs()), six_inputs())

    assert answer.json() == {"saved_at": "12.00 WITA"}


@pytest.mark.django_db
def test_a_draft_comes_back_as_it_was_typed_and_unjudged(sari):
    typed = six_inputs(modus="", platforms=["michat", "line"], happened_day="3/4")
    sari.post(url_of(typed), typed)

    page = body(resume(sari, typed))

    assert 'class="errors"' not in page
    assert 'name="happened_day" value="3/4"' in page
    assert SENTENCE in page
    assert len(re.findall(r'value="(?:michat|line)"[^>]* checked', page)) == 2
    assert f'name="draft" value="{typed["draft"]}"' in page
    assert "Draf tersimpan " in page


@pytest.mark.django_db
def test_a_resumed_draft_tells_the_date_of_an_older_day():
    typed = six_inputs()
    with clock.set_to(NOON):
        browser_of("sari").post(url_of(typed), typed)
    with clock.set_to(NOON + timedelta(days=1)):
        page = body(resume(browser_of("sari"), typed))

    assert "Draf tersimpan 12/11/2025 12.00 WITA" in page


@pytest.mark.django_db
def test_nothing_typed_is_readable_in_the_database(sari):
    typed = six_inputs()
    sari.post(url_of(typed), typed)

    sealed = bytes(Draft.objects.get().sealed)

    assert b"hotel" not in sealed
    assert b"pimping" not in sealed
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(d)::text FROM agencies_draft d")
        assert "hotel" not in cursor.fetchone()[0]


@pytest.mark.django_db
def test_it_counts_the_required_inputs_that_are_filled(sari):
    typed = six_inputs(modus="", victims_female_child="0", victims_female_adult="")
    sari.post(url_of(typed), typed)

    assert Draft.objects.get().done == 4


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["budi", "dewi", "citra"])
def test_nobody_else_opens_saves_or_discards_it(signed_in, sari, who):
    typed = six_inputs()
    sari.post(url_of(typed), typed)
    before = bytes(Draft.objects.get().sealed)
    other = signed_in(who)

    assert resume(other, typed).status_code == 404
    assert other.post(url_of(typed), typed).status_code == 404
    assert other.post(NEW, typed).status_code == 404
    assert other.post(url_of(typed, "discard/")).status_code == 404

    assert bytes(Draft.objects.get().sealed) == before
    assert key_of(typed)
    assert AuditEvent.objects.filter(verb="denied").count() == 4
    assert not Case.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("draft", ["", "nonsense"])
def test_an_address_that_holds_no_id_is_not_found(sari, draft):
    assert sari.get(NEW, {"draft": draft}).status_code == 404


@pytest.mark.django_db
def test_a_fresh_page_has_an_id_in_its_address(sari):
    first, second = sari.get(NEW), sari.get(NEW)
    page = body(sari.get(first.url))

    assert first.url != second.url
    assert f'name="draft" value="{first.url.partition("draft=")[2]}"' in page
    assert f'action="{first.url}"' in page
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_a_failed_submit_is_kept_too(sari):
    typed = six_inputs(modus="")
    sari.post(NEW, typed)

    assert SENTENCE in body(resume(sari, typed))


@pytest.mark.django_db
def test_continue_later_keeps_it_and_goes_home(sari):
    typed = six_inputs(save=None, later="1", modus="")
    answer = sari.post(NEW, typed)

    assert (answer.status_code, answer.url) == (302, "/")
    assert SENTENCE in body(resume(sari, typed))


@pytest.mark.django_db
def test_discarding_deletes_it_and_shreds_its_key(
    sari, django_capture_on_commit_callbacks
):
    typed = six_inputs()
    sari.post(url_of(typed), typed)
    with django_capture_on_commit_callbacks(execute=True):
        answer = sari.post(url_of(typed, "discard/"))

    assert (answer.status_code, answer.url) == (302, "/")
    assert not Draft.objects.exists()
    with pytest.raises(keystore.KeyGone):
        key_of(typed)
    assert SENTENCE not in body(resume(sari, typed))


@pytest.mark.django_db
def test_saving_the_case_deletes_the_draft_and_shreds_its_key(
    sari, django_capture_on_commit_callbacks
):
    typed = six_inputs()
    sari.post(url_of(typed), typed)
    with django_capture_on_commit_callbacks(execute=True):
        assert sari.post(NEW, typed).status_code == 302

    assert not Draft.objects.exists()
    with pytest.raises(keystore.KeyGone):
        key_of(typed)
    case = Case.objects.get()
    assert actions.read_narrative(case, by=person("sari")) == SENTENCE


@pytest.mark.django_db
def test_a_late_autosave_does_not_bring_a_sent_draft_back(sari):
    typed = six_inputs()
    sari.post(NEW, typed)

    assert sari.post(url_of(typed), typed).status_code == 409
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_the_address_of_a_sent_draft_leads_to_its_case(sari):
    typed = six_inputs()
    made = sari.post(NEW, typed)

    answer = resume(sari, typed)

    assert (answer.status_code, answer.url) == (302, made.url)


@pytest.mark.django_db
@pytest.mark.parametrize("button", ["later", "plus", "find_region", "more_suspects"])
def test_a_sent_page_is_not_kept_as_a_draft_of_the_same_case(sari, button):
    typed = six_inputs()
    sari.post(NEW, typed)

    answer = sari.post(NEW, typed | {"save": "", button: "victims_female_child"})
    del typed["save"]
    answer = sari.post(NEW, typed | {button: "victims_female_child"})

    assert answer.status_code == 409
    assert Case.objects.get().register_no in body(answer)
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_an_id_from_a_page_never_reaches_the_key_of_a_case(
    sari, django_capture_on_commit_callbacks
):
    case = a_case(person("sari"), narrative=SENTENCE)
    typed = six_inputs(draft=str(case.public_id))

    sari.post(url_of(typed), typed)
    with django_capture_on_commit_callbacks(execute=True):
        sari.post(url_of(typed, "discard/"))

    assert actions.read_narrative(case, by=person("sari")) == SENTENCE


@pytest.mark.django_db
def test_a_key_left_by_a_rollback_is_used_again(sari):
    typed = six_inputs()
    keystore.make(ref_of(UUID(typed["draft"])), keystore.DRAFT)

    assert sari.post(url_of(typed), typed).status_code == 200
    assert SENTENCE in body(resume(sari, typed))


@pytest.mark.django_db
def test_its_life_is_on_record_without_what_was_typed(sari):
    typed = six_inputs()
    for _nth in range(3):
        sari.post(url_of(typed), typed)
    resume(sari, typed)
    sari.post(url_of(typed, "discard/"))

    events = AuditEvent.objects.order_by("at", "id")
    assert [(e.verb, e.by.username, e.changes, e.reason) for e in events] == [
        ("began_draft", "sari", {}, ""),
        ("opened_draft", "sari", {}, ""),
        ("discarded_draft", "sari", {}, "thrown_away"),
    ]


@pytest.mark.django_db
def test_a_draft_too_long_to_keep_is_refused(sari):
    typed = six_inputs(narrative="x" * drafts.LONGEST)

    assert sari.post(url_of(typed), typed).status_code == 413
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_a_page_too_long_to_keep_is_still_answered(sari):
    answer = sari.post(NEW, six_inputs(narrative="x" * drafts.LONGEST))

    assert answer.status_code == 200
    assert "Paling banyak 500 karakter" in body(answer)


@pytest.mark.django_db
def test_too_long_to_continue_later_says_what_to_shorten(sari):
    typed = six_inputs(save=None, later="1", narrative="x" * drafts.LONGEST)

    assert "Paling banyak 500 karakter" in body(sari.post(NEW, typed))


@pytest.mark.django_db
def test_drafts_of_other_kinds_are_not_opened_here(sari):
    typed = six_inputs()
    drafts.save_draft(
        by=person("sari"),
        public_id=UUID(typed["draft"]),
        kind="other",
        fields={},
        done=0,
    )

    assert resume(sari, typed).status_code == 404
    with pytest.raises(OutOfScope):
        drafts.open_draft(by=person("sari"), public_id=UUID(typed["draft"]), kind=KIND)


@pytest.mark.django_db
def test_text_that_met_a_lost_session_comes_back_after_signing_in(client):
    typed = six_inputs(modus="") | {MARK: mark(person("sari").pk)}
    asked = client.post(NEW, typed)
    carry = re.search(r'name="carry" value="(.*?)"', asked.content.decode())[1]

    signed_in = client.post(
        "/sign-in/",
        {"username": "sari", "password": PASSWORD, "carry": carry, "next": NEW},
    )
    page = body(client.get(signed_in.url, follow=True))

    assert asked.status_code == 401
    assert SENTENCE not in asked.content.decode()
    assert "Isian Anda kembali" in page
    assert SENTENCE in page
    assert Draft.objects.get().by == person("sari")


@pytest.mark.django_db
def test_signed_out_no_draft_is_saved(client):
    typed = six_inputs()

    assert client.post(url_of(typed), typed).status_code == 302
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_a_key_that_made_another_row_is_no_draft_that_was_sent(signed_in):
    sari = person("sari")
    typed = six_inputs()
    man = {"sex": "male", "age_group": "adult", "determination": "presumed"}
    actions.add_victim(a_case(sari), man, by=sari, key=typed["draft"])

    assert resume(signed_in("sari"), typed).status_code == 200


@pytest.mark.django_db
def test_a_key_that_a_crash_left_behind_is_shredded_within_the_hour(settings):
    kept, stray, new = six_inputs(), uuid4(), uuid4()
    data = QueryDict(mutable=True)
    data.update(kept)
    keep(person("sari"), data)
    for ref in (stray, new):
        keystore.make(ref, keystore.DRAFT)
    store = environment.database(settings.KEYSTORE_URL)["NAME"]
    with closing(ground.superuser(store)) as connection:
        connection.cursor().execute(
            "UPDATE data_key SET made_at = now() - interval '2 hours'"
            " WHERE ref = ANY(%s::uuid[])",
            [[str(stray), str(ref_of(UUID(kept["draft"])))]],
        )

    assert shred_stray() >= 1

    with pytest.raises(keystore.KeyGone):
        keystore.key_of(stray)
    assert keystore.key_of(new)
    assert key_of(kept)
