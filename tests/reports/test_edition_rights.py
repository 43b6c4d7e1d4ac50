"""Who sees, compiles and publishes editions: offices that serve the region."""

import pytest
from django.core.exceptions import PermissionDenied

from agencies.models import Job
from reports import actions, areas, tasks
from reports.choices import EditionState
from reports.models import Edition
from tests.people import person
from tests.reports.editions import NOVEMBER, compiled


@pytest.mark.parametrize("username", ["sari", "citra", "wati", "ani", "tono", "eko"])
def test_only_a_supervisor_or_secretariat_that_serves_the_region_publishes(
    committed, username
):
    edition = compiled("64")
    with pytest.raises(PermissionDenied):
        actions.publish_edition(edition, by=person(username))
    edition.refresh_from_db()
    assert edition.state == EditionState.PROVISIONAL


@pytest.mark.parametrize(
    ("username", "seen"),
    [
        ("sari", {"64.71"}),
        ("wati", {"64.71"}),
        ("dewi", {"64", "64.71"}),
        ("seto", {"64", "64.71"}),
        ("eko", {"ID", "64", "64.71", "51"}),
        ("citra", set()),
        ("ani", set()),
        ("tono", set()),
    ],
)
def test_editions_are_for_offices_that_serve_the_region(committed, username, seen):
    for code in ("ID", "64", "64.71", "51"):
        compiled(code)
    found = Edition.objects.served_to(person(username))
    assert {edition.region.code for edition in found} == seen


@pytest.mark.parametrize("username", ["sari", "citra", "ani", "tono"])
def test_only_who_compiles_for_the_region_may_ask_for_it(committed, username):
    with pytest.raises(PermissionDenied):
        tasks.ask_to_compile(areas.area("64"), NOVEMBER, by=person(username))
    assert not Job.objects.exists()


@pytest.mark.parametrize("username", ["dewi", "seto"])
def test_the_right_to_compile_and_publish_ends_at_the_border(committed, username):
    """Both may for Kaltim, and neither for Bali or the nation."""
    for code in ("51", "ID"):
        edition = compiled(code)
        with pytest.raises(PermissionDenied):
            actions.publish_edition(edition, by=person(username))
        with pytest.raises(PermissionDenied):
            tasks.ask_to_compile(areas.area(code), NOVEMBER, by=person(username))
    tasks.ask_to_compile(areas.area("64"), NOVEMBER, by=person(username))
    actions.publish_edition(compiled("64"), by=person(username))
