"""What is on record of lists that leave, and what is not."""

import logging

import pytest
from django.urls import reverse

from agencies import audit
from agencies.models import AuditEvent, Export
from tests.cases.exported import (
    ask,
    made,
    opened,
    password_of,
    unpacked,
)
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


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
