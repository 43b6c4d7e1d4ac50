"""S18: every read of identity, write, denial and export leaves an event without the
value, and what is not one's own is told one level up; target: all, by every address
and every act.

Reads: each page and each answer to a program that has a case in its address, or lists
what hangs on cases. Alarms: the same doors by a colleague, and lists of more than five
identities. Denials: every address by people who may not. Writes: acts by lot, against
the versions that the database kept of each row, and each act on an account.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count

from django.apps import apps
from django.db import connection, connections
from django.test import Client
from pghistory.models import Event

from agencies import audit, clock
from agencies.models import AuditEvent
from cases.choices import LOOKS, READ_LIST
from cases.models import Alarm, Case, Victim
from cases.trail import gaps
from reports.models import Edition
from tests import counting, ground, scoreboard
from tests.cases.examples import a_case
from tests.cases.random_acts import Acts
from tests.people import browser_of, person

ACTS = {"ci": 80, "full": 1_000}
CANARY = "kanari"
STRANGERS = {
    "ci": ("citra", "seto"),
    "full": ("citra", "seto", "tono", "ani", "eko", "wati"),
}
# Listed identities; all other reads of identity have a case in their address.
LISTS = {"victim_list", "api_victim_list"}
# Lists that show no identity, and yet more than the list of cases.
OTHER_LISTS = {"suspect_list", "api_suspect_list"}
OTHER_LISTS |= {"police_report_list", "api_police_report_list"}
# Addresses with a public id that is not a case's.
NOT_OF_CASES = {"edition", "edition_pdf", "edition_publish", "edition_reproduce"}
NOT_OF_CASES |= {"export", "export_file", "export_password", "api_export"}
# A referral tells its summary, a person's page her account.
NOT_OF_CASES |= {"referral", "api_referral", "person", "person_move"}
NOT_OF_CASES |= {"api_export_file", "api_export_password"}
NOT_OF_CASES |= {"edition_job", "case_draft", "case_draft_discard", "api_edition"}
EXPORTS = (("edition_pdf", "dewi", "download_report"),)


KINDS = ("reads", "alarms", "denials", "writes", "exports", "account_acts")
COLLEAGUE = "budi"
FAULTS = ("versions_without_event", "values_told")


class Hours:
    """Each question is asked in an hour of its own, so that none is the same look."""

    def __init__(self) -> None:
        self.now, self.n = clock.now(), count(1)

    @contextmanager
    def next(self) -> Iterator[None]:
        with clock.set_to(self.now + timedelta(hours=2 * next(self.n))):
            yield


def events_of(who: str, verbs: tuple[str, ...]) -> int:
    return AuditEvent.objects.filter(by__username=who, verb__in=verbs).count()


def of_a_case(route) -> bool:
    named = {"public_id", "id", "row_id"} & set(route.pattern.converters)
    return bool(named) and route.name not in NOT_OF_CASES


def reads(case: Case, hours: Hours) -> Counter:
    """Of each address that shows a case to one who works on it: is the look kept?"""
    found: Counter = Counter()
    for route in counting.routes():
        if not (of_a_case(route) or route.name in LISTS | OTHER_LISTS):
            continue
        kept = tuple(READ_LIST.values()) if route.name in OTHER_LISTS else LOOKS
        before = events_of(counting.WHO, kept)
        with hours.next():
            client = browser_of(counting.WHO)
            status = client.get(counting.address(route, case)).status_code
        if status == 200:
            found["reads"] += 1
            found["reads_missed"] += events_of(counting.WHO, kept) == before
    with hours.next():
        before = events_of(counting.WHO, ("read_narrative",))
        path = f"/cases/{case.public_id}/narrative/"
        assert CANARY in browser_of(counting.WHO).post(path).content.decode()
    found["reads"] += 1
    found["reads_missed"] += events_of(counting.WHO, ("read_narrative",)) == before
    return found


def alarms() -> Counter:
    """Each door to a case by a colleague whose it is not, and each list of victims by
    one who sees more than five of them; every one on a day of its own."""
    found: Counter = Counter()
    doors = [(COLLEAGUE, route) for route in counting.routes() if of_a_case(route)]
    lists = [(counting.WHO, r) for r in counting.routes() if r.name in LISTS]
    start = clock.now()
    with clock.set_to(start):
        other = a_case(person(counting.WHO))
    for n, (who, route) in enumerate([*doors, *lists], 1):
        with clock.set_to(start + timedelta(days=n)):
            path = counting.address(route, other)
            status = browser_of(who).get(path).status_code
            raised = Alarm.objects.filter(user__username=who, day=clock.today())
            if status == 200:
                found["alarms"] += 1
                found["alarms_missed"] += not raised.exclude(reviewers=[]).exists()
    return found


def refusals(case: Case, strangers: Iterable[str]) -> Counter:
    """Every address by people who may not, read and written."""
    found: Counter = Counter()
    for who in strangers:
        for route in counting.routes():
            path = counting.address(route, case)
            client = browser_of(who)  # one of the addresses signs her out
            for ask in (client.get, client.post):
                before = events_of(who, ("denied",))
                if is_refused(ask(path, {"text": CANARY}), route):
                    found["denials"] += 1
                    found["denials_missed"] += events_of(who, ("denied",)) == before
    return found


def is_refused(answer, route) -> bool:
    """403, or 404 of a case that is there."""
    return answer.status_code == 403 or (answer.status_code == 404 and of_a_case(route))


def writes(acts: int) -> Counter:
    """Acts by lot; the versions that the database's triggers kept are the witness."""
    found: Counter = Counter()
    stream = Acts(18)
    for _n in range(acts):
        before, versions = AuditEvent.objects.count(), kept_versions()
        stream.one()
        if kept_versions() > versions:  # an edit that changes nothing keeps none
            found["writes"] += 1
            found["writes_missed"] += AuditEvent.objects.count() == before
    found["versions_without_event"] = len(list(gaps.told()))
    return found


def kept_versions() -> int:
    models = [model for model in apps.get_models() if issubclass(model, Event)]
    return sum(model.objects.count() for model in models)


def account_acts() -> Counter:
    """Signing in, refused and not; leaving; another language."""
    found: Counter = Counter()
    client = Client()
    sent = (
        ("/sign-in/", {"username": CANARY, "password": CANARY}, "sign_in_refused"),
        ("/sign-in/", {"username": "sari", "password": CANARY}, "sign_in_refused"),
    )
    signed = browser_of("sari")
    for ask, path, given, verb in (
        *((client, *one) for one in sent),
        (signed, "/language/", {"language": "en"}, "chose_language"),
        (signed, "/sign-out/", {}, "signed_out"),
    ):
        before = AuditEvent.objects.filter(verb=verb).count()
        ask.post(path, given)
        found["account_acts"] += 1
        after = AuditEvent.objects.filter(verb=verb).count()
        found["account_acts_missed"] += after == before
    return found


def exports() -> Counter:
    found: Counter = Counter()
    for name, who, verb in EXPORTS:
        [route] = [route for route in counting.routes() if route.name == name]
        before = events_of(who, (verb,))
        path = counting.reverse(name, args=[Edition.objects.latest("id").public_id])
        assert browser_of(who).get(path).status_code == 200, route
        found["exports"] += 1
        found["exports_missed"] += events_of(who, (verb,)) == before
    return found


def values_told() -> int:
    """Events with something in them that was typed, or that identifies a victim."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM agencies_auditevent t WHERE t::text ILIKE %s",
            [f"%{CANARY}%"],
        )
        typed = cursor.fetchone()[0]
    masked = AuditEvent.objects.filter(subject_type=Victim._meta.label)
    shown = [
        value
        for changes in masked.values_list("changes", flat=True)
        for name in Victim.MASKED
        for value in changes.get(name, ())
    ]
    return typed + sum(value != audit.HIDDEN for value in shown)


def measure(size: str) -> scoreboard.Measured:
    connections.close_all()
    ground.create_workers_database()
    case = counting.register()
    narrated(case)
    found = reads(case, Hours())
    found += alarms()
    found += refusals(case, STRANGERS[size])
    found += exports()
    found += account_acts()
    found += writes(ACTS[size])
    found["values_told"] = values_told()
    faults = [f"{kind}_missed" for kind in KINDS] + list(FAULTS)
    holds = all(found[kind] for kind in KINDS) and not any(found[f] for f in faults)
    return scoreboard.Measured(holds, {name: found[name] for name in (*KINDS, *faults)})


def narrated(case: Case) -> None:
    """A sentence with the canary in it."""
    path = f"/cases/{case.public_id}/narrative/edit/"
    given = {"text": f"{CANARY} ditawarkan", "seen": case.version}
    assert browser_of(counting.WHO).post(path, given).status_code == 302
