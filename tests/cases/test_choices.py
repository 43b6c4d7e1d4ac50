"""Facts keep members as numbers: the places are frozen, in Python and in SQL."""

import pytest
from django.db import connection

from cases import stages
from cases.choices import AgeGroup, Determination, LegalStatus, Progress, Sex, Stage

PLACES = {
    Sex: "female male not_recorded",
    AgeGroup: "child adult not_recorded",
    Determination: "indicated presumed confirmed not_victim",
    LegalStatus: "reported suspect defendant convicted acquitted not_recorded",
    Progress: "no_lp lidik sidik p21 dihentikan dilimpahkan",
    Stage: "intake lp_issued pre_investigation investigation spdp_sent suspect_named"
    " suspect_detained suspect_wanted file_stage_1 file_p18 file_p19 file_p21"
    " file_stage_2 indicted trial demand verdict appeal cassation judicial_review"
    " final executed sp3 lidik_stopped prosecution_stopped diverted transferred",
}


@pytest.mark.parametrize("choices", PLACES)
def test_places_in_the_facts_never_move(choices):
    frozen = PLACES[choices].split()
    assert choices.values[: len(frozen)] == frozen


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("function", "choices"),
    [
        ("sex_no", Sex),
        ("age_group_no", AgeGroup),
        ("determination_no", Determination),
        ("legal_status_no", LegalStatus),
        ("stage_no", Stage),
    ],
)
def test_the_database_numbers_members_as_python_does(function, choices):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT w, {function}(w) FROM unnest(%s) w", [choices.values])
        assert dict(cursor.fetchall()) == {m.value: m.number for m in choices}


@pytest.mark.django_db
def test_the_database_groups_stages_as_python_does():
    with connection.cursor() as cursor:
        cursor.execute("SELECT w, progress_no(w) FROM unnest(%s) w", [Stage.values])
        assert dict(cursor.fetchall()) == {
            stage.value: stages.PROGRESS_OF[stage].number for stage in Stage
        }
