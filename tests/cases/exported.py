"""Lists taken out for tests, by the doors that people use, and read back again."""

import csv
import io
import json
from typing import Any

import openpyxl
import pyzipper
from django.test import Client
from django.urls import reverse

from agencies import clock
from agencies.models import AuditEvent, Export, User
from cases import exports, tasks
from cases.exports import KINDS
from tests.cases.examples import GIRL, LP, MAN, PIMP, WOMAN, a_case
from tests.parallel import by_whoever_is_first
from tests.people import person

SAID = {"purpose": "report", "note": "Nota dinas 12/XI/2025", "format": "xlsx"}
API = "/api/v1/exports/"


def four_cases() -> None:
    """Three of sari's, one of citra's, who works elsewhere."""
    a_case(person("sari"), victims=(GIRL, WOMAN), suspects=(PIMP,))
    a_case(person("sari"), victims=(GIRL,), police_reports=(LP,))
    a_case(person("budi"), victims=(MAN,), region=None, country="MY")
    a_case(person("citra"), victims=(WOMAN,), region="51.71")


def events(verb: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(verb=verb).order_by("at"))


def suspend(username: str) -> None:
    User.objects.filter(username=username).update(suspended_at=clock.now())


def ask(client: Client, register_list: str, query: str = "", **said: str) -> Export:
    """By the page; the export that came of it, not yet made."""
    address = reverse("export_new", query={"list": register_list, "query": query})
    answer = client.post(address, SAID | said)
    assert answer.status_code == 302, answer.content.decode()
    return Export.objects.get(public_id=answer.url.rstrip("/").rpartition("/")[2])


def an_export(by: User, register_list: str = "cases", form: str = "xlsx") -> Export:
    """Asked for by the act itself, and made."""
    asked = exports.read(register_list, "", by=by)
    return made(exports.ask(asked, (form, SAID["purpose"], SAID["note"]), by=by))


def made(export: Export) -> Export:
    """What a worker does with it, here and now; one try, if it fails."""

    def found() -> Export:
        return Export.objects.select_related("job").get(pk=export.pk)

    by_whoever_is_first(
        act=lambda: tasks.export_list(str(export.job.public_id)),
        is_done=lambda: not found().job.is_open or bool(found().job.tries),
    )
    return found()


def password_of(client: Client, export: Export) -> str:
    answer = client.post(f"{API}{export.public_id}/password/")
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()["password"]


def unpacked(client: Client, export: Export) -> tuple[bytes, dict[str, Any]]:
    """The data and the manifest, as its asker gets at them."""
    parcel = client.get(reverse("export_file", args=[export.public_id]))
    assert parcel.status_code == 200
    return opened(parcel.content, password_of(client, export))


def opened(parcel: bytes, password: str) -> tuple[bytes, dict[str, Any]]:
    with pyzipper.AESZipFile(io.BytesIO(parcel)) as archive:
        archive.setpassword(password.encode())
        [data] = [n for n in archive.namelist() if n.startswith("data.")]
        return archive.read(data), json.loads(archive.read("manifest.json"))


def taken(client: Client, register_list: str, query: str = "", **said: str):
    """Asked, made and unpacked: (data, manifest)."""
    return unpacked(client, made(ask(client, register_list, query, **said)))


def sheet_of(data: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def rows_of(data: bytes) -> list[dict[str, Any]]:
    """Rows of an XLSX by the names of their columns, less the marks at its foot."""
    names, *rows = sheet_of(data).iter_rows(values_only=True)
    until = next(n for n, row in enumerate(rows) if not any(row))
    return [dict(zip(names, row, strict=True)) for row in rows[:until]]


def lines_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


# -- The doors of one list (U9) --------------------------------------------------------

QUERIES = ("", "progress=lidik", "period=2025")


def compare(who: str, client: Client, tally: Any, *, queries: tuple = QUERIES) -> int:
    """Rows of every list in page, API and XLSX; how many lists were compared.

    `tally.differences` hears where they do not agree.
    """
    compared = 0
    for name, kind in KINDS.items():
        if client.get(f"/api/v1/{kind.noun.path}/").status_code == 403:
            continue
        for query in queries:
            lines = lines_by_api(client, kind.noun.path, query)
            data, manifest = taken(client, name, query)
            rows = rows_of(data)
            asked = exports.read(name, query, by=person(who))
            shown = asked.list.page(size=len(lines) + 1).rows
            if not len(lines) == len(rows) == len(shown) == manifest["rows"]:
                told = f"API {len(lines)}, XLSX {len(rows)}, page {len(shown)}"
                tally.differences.append(f"{who} {name}?{query}: {told}")
            if name == "cases" and summed(rows) != summed_by_api(lines):
                tally.differences.append(f"{who} {name}?{query}: other cases or counts")
            compared += 1
    return compared


def lines_by_api(client: Client, path: str, query: str) -> list[dict[str, Any]]:
    """Every row of a list, page by page."""
    lines, address = [], f"/api/v1/{path}/?{query}"
    while address:
        told = client.get(address).json()
        lines, address = lines + told["results"], told["next"]
    return lines


def summed(rows: list[dict[str, Any]]) -> list[tuple]:
    """Number, or month of a summary, and victims of each row, in any order."""
    counts = ("Korban anak", "Korban dewasa", "Korban umur tidak tercatat")
    return sorted(
        (
            row.get("Nomor register") or row["Bulan lapor"],
            *(row[name] for name in counts),
        )
        for row in rows
    )


def summed_by_api(lines: list[dict[str, Any]]) -> list[tuple]:
    return sorted(
        (line.get("register_no") or line["month"], *line["victim_counts"].values())
        for line in lines
    )
