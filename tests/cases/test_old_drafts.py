"""Drafts that nobody comes back to are gone after thirty days, with their keys."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.http import QueryDict

from agencies import clock, drafts, tasks
from agencies.draft_keys import ref_of
from agencies.models import AuditEvent, Draft
from agencies.sealing import keystore
from cases.views.drafts import keep
from tests.cases.typed import six_inputs
from tests.people import person
from tppo_tracker.celery import app

pytestmark = pytest.mark.django_db


def kept(*, days_ago: int) -> UUID:
    data = QueryDict(mutable=True)
    data.update(six_inputs())
    with clock.set_to(clock.now() - timedelta(days=days_ago)):
        keep(person("sari"), data)
    return UUID(data["draft"])


def test_a_draft_untouched_for_thirty_days_is_gone_with_its_key(
    django_capture_on_commit_callbacks,
):
    old, young = kept(days_ago=31), kept(days_ago=29)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep_drafts()
    assert list(Draft.objects.values_list("public_id", flat=True)) == [young]
    with pytest.raises(keystore.KeyGone):
        keystore.key_of(ref_of(old))
    assert keystore.key_of(ref_of(young))
    event = AuditEvent.objects.get(verb="discarded_draft")
    assert (event.by, event.reason) == (None, "forgotten")


def test_whoever_comes_back_to_a_draft_keeps_it_for_thirty_days_more():
    draft = kept(days_ago=31)
    drafts.save_draft(
        by=person("sari"), public_id=draft, kind="case", fields={}, done=0
    )
    tasks.sweep_drafts()
    assert Draft.objects.filter(public_id=draft).exists()


def test_the_sweep_is_on_the_schedule():
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert {tasks.SWEEP_DRAFTS, tasks.SHRED_STRAY_KEYS} <= scheduled
    assert scheduled <= set(app.tasks), "what is scheduled is a task"
