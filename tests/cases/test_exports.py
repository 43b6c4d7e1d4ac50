"""Lists that leave: the same rows as on the page, asked for with a purpose."""

import hashlib
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from agencies import clock
from agencies.lookup import codes
from agencies.models import Assignment, Export, User
from cases.exports import KINDS, asked, making
from cases.lists import walk
from tests.cases.examples import (
    LP_NUMBER,
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
)
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db
LISTS = sorted(KINDS)
# A day in a sheet has no zone.
MIDNIGHT = datetime.fromisoformat("2025-11-11")


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
