"""Sight that ends while sessions, tokens, jobs and open forms are alive (S7).

Each way to end it is tried at each door: the door is open before, and it is shut at the
very next thing that comes through it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse

from agencies import clock
from agencies.accounts import actions as accounts
from agencies.accounts import staff
from agencies.choices import Role, SuspendReason
from agencies.models import Agency, Post
from agencies.sections import Section
from cases import actions, exports
from cases.choices import RestrictReason, SightReason, Verdict, Work
from cases.models import Case, CaseKey, Victim
from tests.cases.examples import DAY, GIRL, a_case, assign
from tests.cases.exported import SAID, rows_of
from tests.cases.moving import move_person
from tests.people import browser_of, person

AGE = 16
SERVICE = Section.VICTIM_IDENTITY | Section.SHELTER | Section.CARE
EVENING = datetime(2025, 11, 12, 16, 50, tzinfo=clock.now().tzinfo)  # 23.50 WIB
SOON = timedelta(minutes=15)  # less than a session's silence


@dataclass
class Scene:
    """Who sees the victim of a case, and what ends that."""

    who: str
    case: Case
    end: Callable[[], object]
    later: timedelta = timedelta(0)

    @property
    def victim(self) -> Victim:
        return self.case.victims.get()

    @contextmanager
    def ended(self) -> Iterator[None]:
        self.end()
        with clock.set_to(clock.now() + self.later):
            yield


# -- Ways to end it --------------------------------------------------------------------


def _case() -> Case:
    case = a_case(person("sari"), victims=({**GIRL, "age": AGE},))
    case.refresh_from_db()
    return case


def _assigned() -> Case:
    case = _case()
    assign(case, "budi")
    return case


def _suspended() -> Scene:
    return Scene(
        "budi",
        _assigned(),
        lambda: staff.suspend(
            person("budi"), reason=SuspendReason.MISUSE, by=person("rini")
        ),
    )


def _moved() -> Scene:
    agency = Agency.objects.get(code="POLRESTA-DPS-PPA")
    to = Post.objects.create(agency=agency, role=Role.OFFICER, title="Penyidik")
    letter = {"letter_number": "ST/9/2025", "by": person("tono")}
    return Scene(
        "budi",
        _assigned(),
        lambda: move_person(person("budi"), to=to, **letter),
    )


def _post_ended() -> Scene:
    held = person("budi").assignment
    return Scene("budi", _assigned(), lambda: actions.end_post(held, by=person("tono")))


def _role_changed() -> Scene:
    post = Post.objects.filter(pk=person("budi").assignment.post_id)
    return Scene("budi", _assigned(), lambda: post.update(role=Role.AUDITOR))


def _work_ended() -> Scene:
    case = _assigned()
    worker = case.workers.get()
    return Scene("budi", case, lambda: actions.end_work(worker, by=person("rini")))


def _referred(**more) -> tuple[Case, object]:
    case, wati = _case(), person("wati")
    referral = actions.ask_referral(
        case,
        to_agency=Agency.objects.get(code="UPTD-PPA-BPP"),
        purpose="shelter",
        sections=SERVICE,
        by=person("sari"),
        **more,
    )
    actions.accept_referral(referral, by=wati)
    actions.assign_worker(
        case,
        user=wati,
        work=Work.CASE_MANAGER,
        letter_number="ST/7/UPTD/2025",
        starts_on=DAY,
        by=wati,
    )
    return case, referral


def _referral_ended() -> Scene:
    case, referral = _referred()
    return Scene(
        "wati", case, lambda: actions.end_referral(referral, by=person("sari"))
    )


def _referral_passed() -> Scene:
    case, _referral = _referred(ends_on=clock.today())
    return Scene("wati", case, lambda: None, later=SOON)


def _reader_taken_off() -> Scene:
    case = _case()
    actions.restrict_case(case, by=person("sari"), reason=RestrictReason.LEAK)
    key = actions.name_reader(case, user=person("citra"), by=person("sari"))
    return Scene("citra", case, lambda: actions.end_key(key, by=person("sari")))


def _broken() -> tuple[Case, CaseKey]:
    case = _case()
    actions.break_glass(
        number=case.register_no, day=DAY, reason=SightReason.MISSING, by=person("citra")
    )
    return case, case.keys.get()


def _found_unjustified() -> Scene:
    case, key = _broken()
    verdict = {"verdict": Verdict.UNJUSTIFIED, "by": person("rini")}
    return Scene("citra", case, lambda: actions.review_key(key, **verdict))


def _restricted() -> Scene:
    case, _key = _broken()
    return Scene(
        "citra",
        case,
        lambda: actions.restrict_case(
            case, by=person("sari"), reason=RestrictReason.LEAK
        ),
    )


def _four_hours_passed() -> Scene:
    with clock.set_to(clock.now() - timedelta(hours=3, minutes=50)):
        case, _key = _broken()
    return Scene("citra", case, lambda: None, later=SOON)


WAYS: dict[str, Callable[[], Scene]] = {
    "suspended": _suspended,
    "moved": _moved,
    "post_ended": _post_ended,
    "role_changed": _role_changed,
    "work_ended": _work_ended,
    "referral_ended": _referral_ended,
    "referral_passed": _referral_passed,
    "reader_taken_off": _reader_taken_off,
    "glass_unjustified": _found_unjustified,
    "glass_of_a_case_restricted": _restricted,
    "glass_after_four_hours": _four_hours_passed,
}
# They end what she may do at all, and not her sight of one case alone.
OF_THE_ACCOUNT = ("suspended", "moved", "post_ended", "role_changed")
# Whoever reads by a key of her own changes nothing.
READS_ONLY = ("reader_taken_off", "glass_unjustified", "glass_of_a_case_restricted")
READS_ONLY += ("glass_after_four_hours",)


# -- Doors -----------------------------------------------------------------------------
# Each tells whether it was open before and after.

Door = Callable[[Scene], tuple[bool, bool]]


def by_page(scene: Scene) -> tuple[bool, bool]:
    client = browser_of(scene.who)
    where = f"/cases/{scene.case.public_id}/"

    def opens() -> bool:
        return f"{AGE} th" in client.get(where).content.decode()

    before = opens()
    with scene.ended():
        return before, opens()


def by_program(scene: Scene) -> tuple[bool, bool]:
    return _by_api(scene, browser_of(scene.who))


def by_token(scene: Scene) -> tuple[bool, bool]:
    tono = person("tono")
    token = accounts.make_api_token(by=tono, user=person(scene.who), label="x", days=1)
    return _by_api(scene, Client(headers={"Authorization": f"Bearer {token}"}))


def _by_api(scene: Scene, client: Client) -> tuple[bool, bool]:
    where = f"/api/v1/victims/{scene.victim.public_id}/"

    def opens() -> bool:
        answer = client.get(where)
        return answer.status_code == 200 and answer.json()["age"] == AGE

    before = opens()
    with scene.ended():
        return before, opens()


def by_open_form(scene: Scene) -> tuple[bool, bool]:
    client, victim = browser_of(scene.who), scene.victim
    where = f"/cases/{scene.case.public_id}/victims/{victim.public_id}/edit/"
    page = client.get(where)
    names = ("sex", "age", "age_group", "determination", "recording", "whereabouts")
    typed = {name: getattr(victim, name) for name in names} | {"age": AGE + 1}
    [seen] = re.findall(r'name="seen" value="(\d+)"', page.content.decode()) or ["0"]
    with scene.ended():
        client.post(where, typed | {"seen": seen, "save": "1"})
    return page.status_code == 200, scene.victim.age != AGE


def by_draft(scene: Scene) -> tuple[bool, bool]:
    client, where = browser_of(scene.who), f"/cases/drafts/{uuid4()}/"

    def opens() -> bool:
        return client.post(where, {"narrative": "Diajak kerja."}).status_code == 200

    before = opens()
    with scene.ended():
        return before, opens()


def by_waiting_job(scene: Scene) -> tuple[bool, bool]:
    before = _told_by(_asked(scene), lambda _n: None)
    export = _asked(scene)
    with scene.ended():
        return before, _told_by(export, lambda _n: None)


def by_running_job(scene: Scene) -> tuple[bool, bool]:
    """Sight ends when the worker has read the row and has not yet packed the file."""
    before = _told_by(_asked(scene), lambda _n: None)
    export = _asked(scene)
    with ExitStack() as running:

        def tell(_n: int) -> None:
            running.enter_context(scene.ended())

        return before, _told_by(export, tell)


def _asked(scene: Scene):
    wanted = exports.read("victims", "", by=person(scene.who))
    about = (SAID["format"], SAID["purpose"], SAID["note"])
    return exports.ask(wanted, about, by=person(scene.who))


def _told_by(export, tell: Callable[[int], None]) -> bool:
    """Does her age stand in the file that comes of it?"""
    kept: list[bytes] = []
    writers = exports.making.WRITERS
    write = writers["xlsx"]
    writers["xlsx"] = lambda table: kept.append(write(table)) or kept[0]
    try:
        exports.make(export, tell=tell)
    except PermissionDenied:
        return False
    finally:
        writers["xlsx"] = write
    return any(AGE in row.values() for row in rows_of(kept[0]))


def by_made_file(scene: Scene) -> tuple[bool, bool]:
    """The file lies ready; it is fetched before, and not once more afterwards."""
    export = _asked(scene)
    exports.make(export, tell=lambda _n: None)
    client = browser_of(scene.who)
    where = reverse("export_file", args=[export.public_id])
    before = client.get(where).status_code == 200
    with scene.ended():
        return before, client.get(where).status_code == 200


DOORS: dict[str, Door] = {
    "page": by_page,
    "program": by_program,
    "token": by_token,
    "open_form": by_open_form,
    "draft": by_draft,
    "waiting_job": by_waiting_job,
    "running_job": by_running_job,
    "made_file": by_made_file,
}


def pairs() -> list[tuple[str, str]]:
    """Every way at every door that it could shut."""
    return [
        (way, door)
        for way in WAYS
        for door in DOORS
        if (door != "draft" or way in OF_THE_ACCOUNT)
        and (door != "open_form" or way not in READS_ONLY)
    ]


def tried(way: str, door: str) -> tuple[bool, bool]:
    """Was the door open before, and after? Everything is undone."""
    cache.clear()
    with clock.set_to(EVENING), transaction.atomic():
        try:
            return DOORS[door](WAYS[way]())
        finally:
            transaction.set_rollback(True)


def trials(times: int) -> Counter:
    found: Counter = Counter()
    for _time in range(times):
        for way, door in pairs():
            before, after = tried(way, door)
            found["trials"] += 1
            found["never open"] += not before
            found["still open"] += after
    return found
