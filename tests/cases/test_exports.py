"""Lists that leave: the same rows, one's own, for a day, under a password told once."""

import hashlib
import logging
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from agencies import audit, clock, exports
from agencies.choices import JobState
from agencies.lookup import codes
from agencies.models import Assignment, AuditEvent, Export, Job, User
from agencies.sealing import keystore
from cases import actions
from cases.choices import RestrictReason
from cases.exports import KINDS, asked, making
from cases.lists import walk
from cases.models import Case
from tests.cases.examples import (
    GIRL,
    LP,
    LP_NUMBER,
    MAN,
    PIMP,
    WOMAN,
    a_case,
    assign,
)
from tests.cases.exported import (
    API,
    SAID,
    ask,
    compare,
    lines_of,
    made,
    opened,
    password_of,
    rows_of,
    sheet_of,
    taken,
    unpacked,
)
from tests.cases.test_sections import asked as referral
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db
LISTS = sorted(KINDS)
# A day in a sheet has no zone.
MIDNIGHT = datetime.fromisoformat("2025-11-11")


@pytest.fixture
def cases():
    """Three of sari's, one of citra's, who works elsewhere."""
    a_case(person("sari"), victims=(GIRL, WOMAN), suspects=(PIMP,))
    a_case(person("sari"), victims=(GIRL,), police_reports=(LP,))
    a_case(person("budi"), victims=(MAN,), region=None, country="MY")
    a_case(person("citra"), victims=(WOMAN,), region="51.71")


def events(verb: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(verb=verb).order_by("at"))


# -- What stands in it -----------------------------------------------------------------


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("who", ["sari", "dewi", "citra", "seto"])
def test_the_file_has_the_rows_of_the_list(cases, who, name):
    client = browser_of(who)
    kind = KINDS[name]
    shown = kind.register_list(person(who)).page().rows
    data, manifest = taken(client, name)
    told = client.get(f"/api/v1/{kind.noun.path}/?count=true").json()
    rows = rows_of(data)
    assert len(rows) == manifest["rows"] == len(shown) == told["count"]["n"]
    of_case = [row.get("case", row).get("register_no") for row in shown]
    assert [row.get("Nomor register") for row in rows] == of_case


@pytest.mark.parametrize("who", ["sari", "dewi", "eko"])
def test_page_program_and_file_agree_on_every_list(cases, who):
    heard = SimpleNamespace(differences=[])
    assert compare(who, browser_of(who), heard) >= 3
    assert heard.differences == []


def test_dates_are_dates_and_numbers_numbers(cases):
    row = rows_of(taken(browser_of("sari"), "cases")[0])[-1]
    assert row["Tanggal lapor"] == MIDNIGHT
    assert (row["Korban anak"], row["Korban dewasa"]) == (1, 1)
    assert row["Modus utama"] == codes.label("modus_operandi", "pimping_online")
    lp = rows_of(taken(browser_of("sari"), "police_reports")[0])[0]
    assert (lp["Nomor LP"], lp["Tanggal LP"]) == (LP_NUMBER, MIDNIGHT + timedelta(1))


def test_a_summary_has_month_regency_group_and_counts_alone(cases):
    data, _manifest = taken(browser_of("eko"), "cases")
    [foreign] = [r for r in rows_of(data) if r["Kabupaten/kota"] == "Kota Denpasar"]
    assert set(foreign) == {
        "Bulan lapor",
        "Kemajuan",
        "Kabupaten/kota",
        "Negara",
        "Korban anak",
        "Korban dewasa",
        "Korban umur tidak tercatat",
    }
    assert foreign["Bulan lapor"] == "2025-11"


def test_the_filter_of_the_page_is_the_filter_of_the_file(cases):
    client, query = browser_of("sari"), "has_lp=true&period=2025"
    data, manifest = taken(client, "cases", query)
    assert manifest["rows"] == len(rows_of(data)) == 1
    assert manifest["filters"] == ["Periode lapor: Tahun 2025", "Laporan polisi: Ada"]


def test_pages_of_the_walk_are_joined_in_order(cases, monkeypatch):
    whole = rows_of(taken(browser_of("dewi"), "cases", "sort=number")[0])
    monkeypatch.setattr(making, "AT_ONCE", 1)
    assert rows_of(taken(browser_of("dewi"), "cases", "sort=number")[0]) == whole
    assert len(whole) == 3


def test_progress_counts_further_than_a_page_does(cases, monkeypatch):
    monkeypatch.setattr(walk, "COUNTED_TO", 1)
    export = asked.ask(
        asked.read("cases", "", by=person("dewi")),
        ("csv", "report", "Nota dinas"),
        by=person("dewi"),
    )
    assert export.job.of == 3


def test_every_sheet_says_whose_copy_it_is_of_when_and_for_what(cases):
    with clock.set_to(datetime.fromisoformat("2025-11-12T06:05:00+00:00")):
        data, manifest = taken(browser_of("sari"), "victims")
        text, _manifest = taken(browser_of("sari"), "victims", format="csv")
    sari = person("sari")
    post = f"{sari.assignment.post.title}, {sari.assignment.post.agency.name}"
    when = "12 November 2025 pukul 14.05 WITA"
    marks = [
        f"TERBATAS · {sari.full_name} (sari) · {post} · {when}",
        "Keperluan: Laporan kepada pimpinan (Nota dinas 12/XI/2025)",
    ]
    for sheet in sheet_of(data).parent.worksheets:
        column = [cell.value for cell in sheet["A"]]
        assert column[-2:] == marks
        assert marks[0] in sheet.oddFooter.left.text
    assert [line[0] for line in lines_of(text)[-2:]] == marks
    assert manifest["purpose"] == "Laporan kepada pimpinan"
    assert manifest["sha256"] == hashlib.sha256(data).hexdigest()
    assert manifest["code_lists"]


def test_names_of_files_say_nothing(cases):
    client = browser_of("sari")
    export = made(ask(client, "victims"))
    answer = client.get(reverse("export_file", args=[export.public_id]))
    told = answer.headers["Content-Disposition"].lower() + str(answer.content[:4000])
    assert "tppo" not in told
    assert "victim" not in told
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "application/zip"


def test_the_file_opens_under_its_password_alone(cases):
    client = browser_of("sari")
    export = made(ask(client, "victims"))
    parcel = client.get(reverse("export_file", args=[export.public_id])).content
    assert b"Kota Balikpapan" not in parcel
    with pytest.raises(RuntimeError, match="password"):
        opened(parcel, "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA")
    assert opened(parcel, password_of(client, export))


# -- Who gets it -----------------------------------------------------------------------


DOORS = ("export", "export_file", "api_export", "api_export_file")


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("who", ["budi", "dewi", "citra", "ani", "tono"])
def test_only_the_asker_gets_at_it(cases, who, door):
    export = made(ask(browser_of("sari"), "victims"))
    args = [export.public_id]
    assert browser_of(who).get(reverse(door, args=args)).status_code == 404
    for act in ("export_password", "api_export_password"):
        assert browser_of(who).post(reverse(act, args=args)).status_code == 404
    assert Export.objects.get().told_at is None
    assert browser_of("sari").get(reverse(door, args=args)).status_code == 200


def test_not_even_the_asker_under_another_hat(cases):
    export = made(ask(browser_of("sari"), "victims"))
    sari = person("sari")
    second = Assignment.objects.create(
        user=sari,
        post=person("wati").assignment.post,
        kind="bko",
        letter_number="Sprin/1/XI/2025",
        starts_on=clock.today(),
    )
    client = browser_of("sari")
    client.post(reverse("switch_hat"), {"assignment": second.pk})
    assert client.get(reverse("export", args=[export.public_id])).status_code == 404
    assert Export.objects.of(person("sari")).count() == 1


@pytest.mark.parametrize("who", ["ani", "tono"])
def test_who_has_no_right_asks_in_vain(cases, who):
    client = browser_of(who)
    address = reverse("export_new", query={"list": "cases"})
    assert client.get(address).status_code == 403
    assert client.post(address, SAID).status_code == 403
    assert client.get(reverse("export_list")).status_code == 403
    sent = SAID | {"list": "cases"}
    answer = client.post(API, sent, content_type="application/json")
    assert answer.status_code == 403
    assert not Export.objects.exists()


# -- What changes while a worker is at it ----------------------------------------------


def suspend(username: str) -> None:
    User.objects.filter(username=username).update(suspended_at=clock.now())


def test_a_suspended_askers_job_does_not_run(cases):
    export = ask(browser_of("sari"), "cases")
    suspend("sari")
    export = made(export)
    assert export.job.state == JobState.FAILED or export.job.tries == 1
    assert export.file is None
    assert [e.reason for e in events("denied")] == ["403 export"]


def test_who_is_suspended_in_mid_work_gets_nothing(cases, monkeypatch):
    monkeypatch.setattr(making, "AT_ONCE", 1)
    export = ask(browser_of("sari"), "cases")
    read = []

    def tell(n: int) -> None:
        read.append(n)
        suspend("sari")

    with pytest.raises(PermissionDenied):
        making.make(export, tell=tell)
    assert read == [1]
    assert Export.objects.get(file=None)


def test_a_post_that_changed_meanwhile_ends_it(cases):
    export = ask(browser_of("sari"), "cases")
    post = person("sari").assignment.post
    post.agency = person("citra").assignment.post.agency
    post.save()
    with pytest.raises(PermissionDenied):
        making.make(export, tell=print)


def test_what_is_in_the_list_when_it_is_made_is_in_the_file(cases):
    """Scope is asked for when the rows are read, not when they were asked for."""
    export = ask(browser_of("dewi"), "cases")
    withdrawn, *_others = Case.objects.visible_to(person("sari"))
    actions.withdraw_case(
        withdrawn, by=person("sari"), seen=withdrawn.version, reason="wrong_case"
    )
    a_case(person("sari"), victims=(MAN,))
    a_case(person("citra"), region="51.71")
    rows = rows_of(unpacked(browser_of("dewi"), made(export))[0])
    shown = asked.read("cases", "", by=person("dewi")).list.page().rows
    numbers = [row["Nomor register"] for row in rows]
    assert numbers == [row["register_no"] for row in shown]
    assert len(numbers) == 3
    assert withdrawn.register_no not in numbers


def test_what_is_shut_to_her_is_shut_in_the_file():
    """Masks are applied where rows are read: an age is for who works on the case."""
    a_case(person("sari"), victims=(GIRL | {"age": 15},))
    ages = {
        who: [row["Umur"] for row in rows_of(taken(browser_of(who), "victims")[0])]
        for who in ("sari", "budi", "dewi")
    }
    assert ages == {"sari": [15], "budi": [None], "dewi": [None]}


def test_a_grant_that_ended_meanwhile_opens_nothing():
    """wati asks for her list while she is asked in; when it is made she is not."""
    case = a_case(person("sari"))
    asked_in = referral(case, "UPTD-PPA-BPP", by="sari")
    actions.accept_referral(asked_in, by=person("wati"))
    assert len(rows_of(taken(browser_of("wati"), "cases")[0])) == 1
    export = ask(browser_of("wati"), "cases")
    actions.end_referral(asked_in, by=person("sari"))
    assert rows_of(unpacked(browser_of("wati"), made(export))[0]) == []


# -- What changes once it is made ------------------------------------------------------


def asked_in_with_a_file():
    """wati's file of the one case that she is asked in for, and the referral."""
    case = a_case(person("sari"), victims=(GIRL | {"age": 15},))
    asked_in = referral(case, "UPTD-PPA-BPP", by="sari")
    actions.accept_referral(asked_in, by=person("wati"))
    return made(ask(browser_of("wati"), "cases")), asked_in


def is_destroyed(export: Export, client) -> bool:
    """Nothing is left, both doors say so, and so does the trail."""
    at = f"{API}{export.public_id}/"
    doors = [client.get(f"{at}file/"), client.post(f"{at}password/")]
    doors += [client.get(reverse("export_file", args=[export.public_id]))]
    kept = Export.objects.get(pk=export.pk)
    assert [door.status_code for door in doors] == [410] * len(doors)
    with pytest.raises(keystore.KeyGone):
        keystore.key_of(exports.ref_of_export(export.public_id))
    [event] = events("destroyed_export")
    assert event.subject_id == export.pk
    return (kept.file, kept.sealed, kept.holds) == (None, None, None)


@pytest.mark.parametrize("door", ["export_file", "export_password"])
def test_a_file_goes_with_the_grant_that_opened_it(
    door, django_capture_on_commit_callbacks
):
    export, asked_in = asked_in_with_a_file()
    actions.end_referral(asked_in, by=person("sari"))
    client, address = browser_of("wati"), reverse(door, args=[export.public_id])
    with django_capture_on_commit_callbacks(execute=True):
        way = client.post if door == "export_password" else client.get
        answer = way(address)
    assert answer.status_code == 410
    assert "tidak lagi terbuka bagi Anda" in answer.content.decode()
    assert is_destroyed(export, client)


@pytest.mark.parametrize("who", ["budi", "dewi", "seto"])
def test_a_file_with_a_case_that_became_restricted_goes(
    who, django_capture_on_commit_callbacks
):
    """Of seto it holds the summary alone."""
    case = a_case(person("sari"), victims=(GIRL,))
    export = made(ask(browser_of(who), "cases"))
    assert export.rows == 1
    actions.restrict_case(case, by=person("sari"), reason=RestrictReason.LEAK)
    client = browser_of(who)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.get(f"{API}{export.public_id}/file/").status_code == 410
    assert is_destroyed(export, client)


def test_ages_go_when_the_work_on_the_case_ends(django_capture_on_commit_callbacks):
    """The row is still in sight, what stands in it is not."""
    case = a_case(person("sari"), victims=(GIRL | {"age": 15},))
    worker = assign(case, "budi")
    export = made(ask(browser_of("budi"), "victims"))
    actions.end_work(worker, by=person("rini"))
    client = browser_of("budi")
    with django_capture_on_commit_callbacks(execute=True):
        assert client.get(f"{API}{export.public_id}/file/").status_code == 410
    assert is_destroyed(export, client)
    assert rows_of(taken(client, "victims")[0])[0]["Umur"] is None


def test_rows_that_came_since_shut_nothing(cases):
    export = made(ask(browser_of("sari"), "cases"))
    a_case(person("sari"), victims=(MAN,))
    assert len(rows_of(unpacked(browser_of("sari"), export)[0])) == 3


def test_the_files_of_who_may_not_fetch_them_are_swept(
    cases, django_capture_on_commit_callbacks
):
    export = made(ask(browser_of("sari"), "cases"))
    made(ask(browser_of("budi"), "cases"))
    assert exports.sweep() == 0
    suspend("sari")
    with django_capture_on_commit_callbacks(execute=True):
        assert exports.sweep() == 1
    assert exports.sweep() == 0
    assert [event.subject_id for event in events("destroyed_export")] == [export.pk]
    assert Export.objects.exclude(file=None).get().by == person("budi")


def test_a_day_has_its_limit(cases, monkeypatch):
    """Those that came to nothing take nothing from it."""
    monkeypatch.setattr(exports, "MOST_A_DAY", 2)
    client = browser_of("sari")
    for _time in range(2):
        failed = ask(client, "cases")
        Job.objects.filter(pk=failed.job_id).update(state=JobState.FAILED)
        made(ask(client, "cases"))
    answer = client.post(reverse("export_new", query={"list": "cases"}), SAID)
    assert answer.status_code == 400
    assert "Paling banyak 2 ekspor sehari" in answer.content.decode()
    sent = SAID | {"list": "cases"}
    answer = client.post(API, sent, content_type="application/json")
    assert answer.status_code == 400
    assert made(ask(browser_of("budi"), "cases")).made_at
    with clock.set_to(clock.now() + timedelta(hours=24, minutes=1)):
        assert ask(browser_of("sari"), "cases")


def test_a_second_run_makes_no_second_file(cases):
    export = made(ask(browser_of("sari"), "cases"))
    before = bytes(Export.objects.get().file)
    making.make(export, tell=print)
    assert bytes(Export.objects.get().file) == before
    assert len(events("made_export")) == 1


def test_too_many_rows_are_refused_with_a_sentence(cases, settings):
    settings.EXPORT_MOST_ROWS = 2
    export = made(ask(browser_of("sari"), "cases"))
    assert export.file is None
    assert "Paling banyak 2 baris" in export.job.reason


def test_few_wait_at_once(cases):
    client = browser_of("sari")
    for _time in range(exports.MOST_OPEN):
        ask(client, "cases")
    address = reverse("export_new", query={"list": "cases"})
    answer = client.post(address, SAID)
    assert answer.status_code == 400
    assert "Paling banyak 3 ekspor" in answer.content.decode()
    assert Export.objects.count() == exports.MOST_OPEN


# -- Its day ---------------------------------------------------------------------------


def test_after_a_day_it_is_gone_and_says_so(cases, django_capture_on_commit_callbacks):
    client = browser_of("sari")
    export = made(ask(client, "cases", "has_lp=true"))
    tomorrow = clock.now() + timedelta(hours=24, minutes=1)
    with clock.set_to(tomorrow):
        client = browser_of("sari")
        page = client.get(reverse("export", args=[export.public_id]))
        assert "sudah kedaluwarsa" in page.content.decode()
        assert "query=has_lp%3Dtrue" in page.content.decode()
        gone = client.get(reverse("export_file", args=[export.public_id]))
        assert gone.status_code == 410
        assert client.get(f"{API}{export.public_id}/file/").status_code == 410
        with django_capture_on_commit_callbacks(execute=True):
            assert exports.sweep() == 1
        assert exports.sweep() == 0
    export = Export.objects.get()
    assert (export.file, export.sealed, export.rows) == (None, None, 1)
    with pytest.raises(keystore.KeyGone):
        exports.note_of(made(export))
    [event] = events("expired_export")
    assert event.by is None


def test_the_password_is_told_once_and_kept_nowhere(
    cases, django_capture_on_commit_callbacks
):
    client = browser_of("sari")
    export = made(ask(client, "cases"))
    address = reverse("export_password", args=[export.public_id])
    assert client.get(address).status_code == 405
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(address).content.decode()
    password = page.split('<code class="secret">')[1].split("<")[0]
    data = client.get(reverse("export_file", args=[export.public_id])).content
    assert opened(data, password)
    again = client.post(address)
    assert again.status_code == 409
    assert password not in again.content.decode()
    assert "sudah ditampilkan" in again.content.decode()
    export.refresh_from_db()
    assert export.sealed is None
    assert export.told_at is not None
    with pytest.raises(keystore.KeyGone):
        keystore.key_of(exports.ref_of_export(export.public_id))


def test_before_it_is_made_there_is_nothing_to_give(cases):
    client = browser_of("sari")
    export = ask(client, "cases")
    at = f"{API}{export.public_id}/"
    assert client.get(f"{at}file/").status_code == 409
    assert client.post(f"{at}password/").status_code == 409
    page = client.get(reverse("export", args=[export.public_id])).content.decode()
    assert 'data-poll="open"' in page


# -- What is on record -----------------------------------------------------------------


def test_asking_making_fetching_and_telling_are_on_record_without_values(cases):
    client = browser_of("sari")
    export = made(ask(client, "victims", "sex=female&period=2025"))
    _data, manifest = unpacked(client, export)
    told = {
        e.verb: e for e in AuditEvent.objects.filter(subject_type="agencies.Export")
    }
    assert set(told) == {
        "asked_export",
        "made_export",
        "downloaded_export",
        "opened_export_password",
    }
    for event in told.values():
        assert (event.by, event.subject_id) == (person("sari"), export.pk)
        assert event.reason == "report"
        assert event.post == person("sari").assignment.post
        assert audit.is_genuine(event)
    assert told["asked_export"].changes == {
        "list": [None, "victims"],
        "format": [None, "xlsx"],
        "filters": [None, ["period", "sex"]],
    }
    for verb in ("made_export", "downloaded_export"):
        assert told[verb].changes == {
            "rows": [None, 3],
            "sha256": [None, manifest["sha256"]],
        }
    assert "Nota dinas" not in str([e.changes for e in told.values()])


def test_neither_note_nor_password_is_logged_or_stored_in_clear(cases, caplog):
    client = browser_of("sari")
    with caplog.at_level(logging.DEBUG):
        export = made(ask(client, "cases"))
        parcel = client.get(reverse("export_file", args=[export.public_id])).content
        password = password_of(client, export)
    assert opened(parcel, password)
    row = Export.objects.values_list().get()
    stored = repr([bytes(v) if isinstance(v, memoryview) else v for v in row])
    stored += repr(export.job.__dict__) + caplog.text
    assert "Nota dinas" not in stored
    assert password not in stored


# -- What is typed ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        {"purpose": ""},
        {"purpose": "curiosity"},
        {"note": "   "},
        {"note": "NIK 6471010101010001"},
        {"note": "untuk a.n. Melati"},
        {"note": "Jalan Melati 3, berkas korban"},
        {"note": "Dewi Lestari (15)"},
        {"format": "ods"},
    ],
)
def test_without_a_purpose_nothing_leaves(cases, said):
    address = reverse("export_new", query={"list": "cases"})
    client = browser_of("sari")
    assert client.post(address, SAID | said).status_code == 400
    sent = SAID | {"list": "cases"} | said
    answer = client.post(API, sent, content_type="application/json")
    assert answer.status_code == 400
    assert not Export.objects.exists()


def test_a_list_that_there_is_not(cases):
    for name in ("", "users", "case"):
        address = reverse("export_new", query={"list": name})
        assert browser_of("sari").get(address).status_code == 404


def test_the_list_leads_to_its_export(cases):
    client = browser_of("sari")
    page = client.get("/victims/?sex=female&nonsense=1").content.decode()
    link = "/exports/new/?list=victims&amp;query=sex%3Dfemale"
    assert link in page
    form = client.get(link.replace("&amp;", "&")).content.decode()
    assert "Jenis kelamin: Perempuan" in form
    assert "3 baris" in form


def test_who_may_not_export_is_offered_nothing(cases):
    Assignment.objects.filter(user=person("budi")).update(
        post=make_companion_of(person("budi"))
    )
    page = browser_of("budi").get("/cases/").content.decode()
    assert "/exports/new/" not in page


def make_companion_of(user: User):
    post = user.assignment.post
    post.pk, post.role, post.title = None, "companion", "Pendamping"
    post.save()
    return post


# -- Programs --------------------------------------------------------------------------


def test_programs_have_the_same_doors(cases):
    client = browser_of("sari")
    sent = SAID | {"list": "victims", "query": "sex=female", "format": "csv"}
    answer = client.post(API, sent, content_type="application/json")
    assert answer.status_code == 201, answer.content
    at = answer.headers["Location"]
    assert client.get(at).json() == answer.json()
    assert answer.json()["state"] == "queued"
    made(Export.objects.get())
    told = client.get(at).json()
    assert (told["state"], told["rows"], told["password_told"]) == ("done", 3, False)
    assert [row["id"] for row in client.get(API).json()] == [told["id"]]
    file = client.get(f"{at}file/", headers={"Accept": "application/zip"})
    password = client.post(f"{at}password/").json()["password"]
    data, manifest = opened(file.content, password)
    assert told["sha256"] == manifest["sha256"] == hashlib.sha256(data).hexdigest()
    assert client.post(f"{at}password/").status_code == 409


@pytest.mark.parametrize(
    "query", ["seks=female", "sex=x", "region=99.99", "reported_from=31/31/2025"]
)
def test_a_misspelt_filter_is_refused_to_a_program(cases, query):
    sent = SAID | {"list": "victims", "query": query}
    answer = browser_of("sari").post(API, sent, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["type"] == "/api/docs/#rule"
    assert not Export.objects.exists()
