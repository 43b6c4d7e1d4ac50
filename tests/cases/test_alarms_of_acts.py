"""Alarms over what somebody did, and not only looked at: their reviewer is shown it."""

import pytest
from django.db import connection

from agencies import clock
from agencies.models import AuditEvent
from cases import actions, alarms
from cases.choices import CONTACTS_A_DAY, AlarmKind, Verdict
from cases.models import Alarm, Case, Involvement, MatchHit
from cases.person_choices import IdentifierKind, MatchAnswer, Part, RevealReason
from tests.cases.alike import merged, two, victim_of
from tests.cases.asking import ask, from_denpasar
from tests.cases.examples import PIMP, WOMAN, a_case
from tests.cases.involved import read
from tests.cases.somebody import FIELDS, recorded
from tests.cases.test_alarms import later, look, queue, raised
from tests.cases.walled import eyes_of
from tests.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sunday_morning")]

WHY = RevealReason.CONTACT


def opened(part: Involvement, case: Case, by: str = "sari") -> None:
    actions.reveal(part.person, case, ["name"], by=person(by), reason=WHY)


def witnesses(case: Case, n: int) -> list[Involvement]:
    return [
        recorded(case, part=Part.WITNESS, fields={"name": f"Saksi {each}"})
        for each in range(n)
    ]


# -- Who was opened --------------------------------------------------------------------


def test_the_reviewer_is_shown_each_person_who_was_opened():
    case = a_case(person("sari"), suspects=(PIMP,))
    more = {"part": Part.SUSPECT, "suspect": case.suspects.get()}
    accused = recorded(case, fields={"name": "Jono"}, **more)
    opened(accused, case)  # counts for nobody: he is accused
    people = witnesses(case, 6)
    for part in people:
        opened(part, case)
        opened(part, case)
    (alarm,) = queue("rini")
    shown = alarms.looks_of([alarm])[alarm.pk]
    assert [(e.verb, e.subject_id) for e in shown] == [
        ("revealed", part.person_id) for part in people
    ]
    assert read("rini", "/reviews/").count("Identitas dibuka") == 6


def test_what_was_looked_at_stands_beside_it():
    case = a_case(person("sari"), victims=(WOMAN,))
    look("sari", case)
    (part,) = witnesses(case, 1)
    opened(part, case)
    alarm = Alarm(
        user=person("sari"),
        post=person("sari").assignment.post,
        day=clock.today(),
        kind=AlarmKind.IDENTITIES,
    )
    verbs = [event.verb for event in alarms.looks_of([alarm])[alarm.pk]]
    assert verbs == ["opened_case", "revealed"]


def test_who_was_merged_since_is_one_person():
    kept, other = two()
    for part in (kept, other):
        opened(part, part.case)
    sari = person("sari")

    def shown() -> int:
        day = (clock.midnight(clock.today()), clock.now())
        with connection.cursor() as cursor:
            asked = "SELECT n FROM identities_shown(%s::bigint[], %s, %s)"
            cursor.execute(asked, [[sari.pk], *day])
            return cursor.fetchone()[0]

    with later(hours=1):
        assert shown() == 2
        merged(kept, other)
        assert shown() == 1


# -- Who was told who asks -------------------------------------------------------------


def hits(n: int) -> list[MatchHit]:
    """Of so many women in cases of wati's, each asked for in Denpasar."""
    citras = from_denpasar()
    found = []
    for each in range(n):
        nik = f"647103570409{each:04}"
        victim_of("wati", FIELDS | {"nik": nik})
        found += ask(citras, nik, IdentifierKind.NIK)
    assert len(found) == n
    return found


def answered(hit: MatchHit, answer: MatchAnswer = MatchAnswer.CONTACT) -> None:
    with eyes_of("wati"):
        actions.answer_match(hit, answer, by=person("wati"))


def test_who_wants_to_know_of_many_who_asks_is_told_one_level_up():
    first, *more, last = hits(CONTACTS_A_DAY + 2)
    answered(first, MatchAnswer.SILENT)
    for hit in more:
        answered(hit)
    assert raised("wati") == []
    answered(last)
    assert raised("wati") == [AlarmKind.CONTACTS]
    (alarm,) = queue("ani")
    told = AuditEvent.objects.get(verb="raised_alarm")
    assert (told.by, told.subject_id) == (person("wati"), alarm.pk)


def test_the_reviewer_reads_how_many_and_of_nobody():
    for hit in hits(CONTACTS_A_DAY + 1):
        answered(hit)
    page = read("ani", "/reviews/")
    assert "Banyak penanya dihubungi dalam sehari" in page
    assert "4 penanya" in page
    assert page.count("Kecocokan antarinstansi dijawab") == CONTACTS_A_DAY + 1
    assert "perkara di luar lingkup Anda" not in page
    for case in Case.objects.all():
        assert case.register_no not in page


def test_each_day_and_each_verdict_begins_anew():
    found = hits(2 * CONTACTS_A_DAY + 2)
    for hit in found[: CONTACTS_A_DAY + 1]:
        answered(hit)
    (alarm,) = queue("ani")
    with later(seconds=30):
        actions.review_alarm(alarm, verdict=Verdict.JUSTIFIED, by=person("ani"))
    with later(minutes=1):
        for hit in found[CONTACTS_A_DAY + 1 : -1]:
            answered(hit)
    assert raised("wati") == [AlarmKind.CONTACTS]
    with later(days=1):
        answered(found[-1])
    assert raised("wati") == [AlarmKind.CONTACTS]
