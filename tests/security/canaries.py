"""Canaries: a word of its own in every text that stands outside somebody's sight.

A world is an office with a worker, a case of hers and everything that she leaves behind
her. Each canary names those who may read it (`opens`); whoever else is shown it has
been shown too much.
"""

import secrets
from uuid import uuid4

from agencies import audit, clock, drafts, saved_views
from agencies.accounts import actions as accounts
from agencies.choices import JobState, Role
from agencies.models import Agency, Job, NumberSeries, User
from agencies.sections import Section
from cases import actions, exports
from cases.choices import WithdrawReason, Work
from cases.models import Place, PoliceReport, StageEntry, Suspect, Victim
from reports import actions as report_actions
from reports import areas, tasks
from reports.choices import EditionState
from reports.models import Edition
from reports.periods import month_of
from tests.cases.examples import DAY, GIRL, PIMP, a_case
from tests.people import person
from tests.security.planted import ask_each_other, housed, identities
from tests.security.visitors import COMPANION, Visitor, browsing, hire
from tests.security.world import ADMINISTRATORS, UNIT_CHIEFS, World, word

UNIT = ("sari", "budi", "rini", "dewi")
NATION = ("eko", "hadi")  # whose offices serve all of it
OF_BALIKPAPAN = (*UNIT, "wati", "dina", "joko", "seto", *NATION)


def empty_worlds() -> list[World]:
    """Far away; in the unit of the cast; in another's; restricted; and referred."""
    return [
        World("POLDA-PAPUA", "91", serves=NATION),
        World("POLRESTA-BPP-PPA", "64.71.03", sees=UNIT, serves=OF_BALIKPAPAN),
        World(
            "POLRESTA-DPS-PPA", "51.71.01", sees=("citra",), serves=("citra", *NATION)
        ),
        World(
            "POLRESTA-BPP-PPA",
            "64.02",
            serves=("dewi", "seto", *NATION),
            suspect=PIMP | {"public_office": "police"},
        ),
        World(
            "POLRESTA-SMD-PPA",
            "64.72.01",
            sees=("dewi",),
            guests=("wati", COMPANION),
            serves=("dewi", "seto", *NATION),
        ),
    ]


def worlds() -> list[World]:
    """Made anew, in the transaction of the test."""
    made = empty_worlds()
    for world in made:
        people(world)
        the_case(world)
        opened_to_others(world)
        left_behind(world)
        editions(world)
    ask_each_other(made)
    return made


def people(world: World) -> None:
    """A worker of the office and her chief. Her name stands where she acted: in its
    timelines and on what she published; the auditor may read who did what."""
    username, name = word(), f"{word()} Kenari"
    title, letter = word(), word()
    world.worker = hire(
        username, name, world.office, Role.OFFICER, title=title, letter=letter
    )
    world.chief = hire(
        word(), "Kepala Unit", world.office, Role.SUPERVISOR, title="Kepala unit uji"
    )
    # Internal affairs reads who opened what, and of which office she is; a supervisor
    # has the list of her unit's people, whatever became of their cases.
    readers = {*world.sees, *world.guests, "ani", "hadi", *ADMINISTRATORS}
    if world.office == "POLRESTA-BPP-PPA":
        readers |= UNIT_CHIEFS
    world.plant("agencies.User.username", readers, username)
    world.plant("agencies.User.full_name", readers, name.split(maxsplit=1)[0])
    world.plant("agencies.User.public_id", readers, str(world.worker.public_id))
    world.plant("agencies.Post.title", readers, title)
    world.plant("agencies.Assignment.letter_number", ADMINISTRATORS, letter)
    world.worker.set_password(secrets.token_urlsafe())
    world.worker.save(update_fields=["password"])
    world.plant("agencies.User.password", (), world.worker.password)


def the_case(world: World) -> None:
    """One case with a row of each noun, one of them withdrawn, and its sentence."""
    by, sees = world.worker, world.sees
    world.lp_number = f"LP/B/{secrets.randbelow(900) + 100}/{word().upper()}/2025"
    sentence, key = word(), word()
    set_series(by)
    world.case = case = a_case(
        by,
        region=world.region,
        victims=(GIRL | {"age": 15},),
        suspects=(world.suspect,),
        police_reports=(
            {"number": world.lp_number, "model": "B", "dated_on": DAY.replace(day=12)},
        ),
        narrative=f"Korban {sentence} ditawarkan.",
        key=key,
    )
    by = world.worker = person(by.username)  # she may hold a key to it since
    actions.add_place(case, {"country": "MY"}, by=by)
    victim = actions.add_victim(case, GIRL, by=by)
    actions.withdraw_victim(
        victim, by=by, reason=WithdrawReason.values[0], seen=victim.version
    )
    case.refresh_from_db()
    identities(world)
    world.plant("cases.Case.narrative", UNIT_CHIEFS & {*sees}, sentence)
    world.plant("agencies.IdempotencyKey.key", (), key)
    world.plant("cases.PoliceReport.number", sees, world.lp_number.split("/")[3])
    summary = {*sees, *world.guests}
    world.plant("cases.Case.register_no", summary | {"ani"}, case.register_no)
    world.plant("cases.Case.public_id", summary | {"ani"}, str(case.public_id))
    for model, readers in (
        (Victim, summary),
        (Place, summary),
        (Suspect, sees),
        (PoliceReport, sees),
        (StageEntry, sees),
    ):
        for row in model.objects.filter(case=case):
            world.plant(f"{model._meta.label}.public_id", readers, str(row.public_id))


def opened_to_others(world: World) -> None:
    """Somebody is assigned by letter; and the guests' office is asked in."""
    case, letter = world.case, f"{word()}7"
    if not case.is_restricted:
        actions.assign_worker(
            case,
            user=world.worker,
            work=Work.INVESTIGATOR,
            letter_number=letter,
            starts_on=DAY,
            by=world.chief,
        )
        world.plant("cases.CaseWorker.letter_number", world.sees, letter)
    if world.guests:
        referral = actions.ask_referral(
            case,
            to_agency=Agency.objects.get(code="UPTD-PPA-BPP"),
            purpose="shelter",
            sections=Section.VICTIM_IDENTITY | Section.SHELTER | Section.CARE,
            by=world.worker,
        )
        manager, work = person("wati"), Work.CASE_MANAGER
        actions.accept_referral(referral, by=manager, work=work, letter_number="ST/7")
        housed(world)


def set_series(by: User) -> None:
    """Her office's next register number is one that no page prints by chance."""
    agency = by.assignment.post.agency.numbering_agency
    n = secrets.randbelow(90_000) + 10_000
    NumberSeries.objects.get_or_create(agency=agency, year=DAY.year, defaults={"n": n})


def left_behind(world: World) -> None:
    """What she keeps for herself, and what the machinery keeps of her."""
    by = world.worker
    typed, named, sought, label, why = (word() for _ in range(5))
    draft = drafts.save_draft(
        by=by, public_id=uuid4(), kind="case", fields={"narrative": [typed]}, done=1
    )
    world.draft = str(draft.public_id)
    world.plant("agencies.Draft.sealed", (), typed)
    world.plant("agencies.Draft.public_id", (), world.draft)
    view = saved_views.save_view(
        by=by, register_list="cases", name=named, query=f"q=KAS/{sought.upper()}/"
    )
    world.view_id = view.pk
    world.plant("agencies.SavedView.name", (), named)
    world.plant("agencies.SavedView.query", (), sought)
    take_out(world)
    accounts.make_api_token(by=by, user=by, label=label, days=1)
    world.plant("agencies.ApiToken.label", {"tono"}, label)
    audit.record(by=by, verb="denied", subject=world.case, reason=why)
    world.plant("agencies.AuditEvent.reason", {"ani"}, why)


def take_out(world: World) -> None:
    """A list that she asked for; no worker has made it yet."""
    note, sought = word(), word()
    asked = exports.read("cases", f"q=KAS/{sought.upper()}/", by=world.worker)
    world.export = exports.ask(asked, ("csv", "report", note), by=world.worker)
    world.plant("agencies.Export.public_id", (), str(world.export.public_id))
    world.plant("agencies.Export.sealed", (), note)
    world.plant("agencies.Export.query", (), sought)


def editions(world: World) -> None:
    """An edition that she signed and a job that failed, both of her region."""
    by, month = world.worker, month_of(DAY)
    name, subject, reason = word(), word(), word()
    code = world.region[:5]
    edition = report_actions.compile_edition(areas.area(code), month, by=by)
    Edition.objects.filter(pk=edition.pk).update(
        state=EditionState.PUBLISHED,
        published_at=clock.now(),
        published_by=by,
        signed_as={"name": name, "title": name},
    )
    world.edition = edition
    world.plant("reports.Edition.public_id", world.serves, str(edition.public_id))
    world.plant("reports.Edition.signed_as", world.serves, name)
    world.plant("reports.Edition.digest", world.serves, edition.digest)
    world.job = job = Job.objects.create(
        kind=tasks.COMPILE,
        subject=f"{code} {subject}",
        given={"region": code, "first": "2025-11-01", "last": "2025-11-30"},
        by=by,
        state=JobState.FAILED,
        reason=reason,
    )
    world.plant("agencies.Job.public_id", world.serves, str(job.public_id))
    world.plant("agencies.Job.subject", world.serves, subject)
    world.plant("agencies.Job.reason", world.serves, reason)


def insider(world: World) -> Visitor:
    """The worker herself: what she may read shows that the canaries sing."""
    return browsing(world.worker.username, f"worker of {world.office}")
