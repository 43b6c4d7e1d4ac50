"""Lists taken out for tests, by the doors that people use, and read back again."""

import csv
import io
import json
from typing import Any

import openpyxl
import pyzipper
from django.test import Client
from django.urls import reverse

from agencies.models import Export, User
from cases import exports, tasks

SAID = {"purpose": "report", "note": "Nota dinas 12/XI/2025", "format": "xlsx"}
API = "/api/v1/exports/"


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
    """What a worker does with it, here and now."""
    tasks.export_list(str(export.job.public_id))
    return Export.objects.select_related("job").get(pk=export.pk)


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
