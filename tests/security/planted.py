"""Canaries in what is known of people: who they are, who is alike, who is asked for."""

import secrets

from agencies.models import AuditEvent
from cases import actions
from cases.choices import SEARCHED_NAMES
from cases.models import MatchHit, Person
from cases.particulars import Residence
from cases.person_choices import (
    IdentifierKind,
    MergeReason,
    Part,
    ReporterKind,
    Sameness,
)
from cases.search import Asked, search_names
from tests.cases.asking import looked_for
from tests.cases.examples import a_case
from tests.people import person
from tests.security.world import MANAGERS, UNIT_CHIEFS, World, word


def identities(world: World) -> None:
    """Who took part in it and who told of it: no page shows a name unasked."""
    case, by, reporter = world.case, world.worker, word()
    knows = knowing(world)
    witness = actions.add_person(case, Part.WITNESS, particulars(world), by=by)
    told = {"name": reporter}
    actions.add_reporter(case, ReporterKind.CONFIDENTIAL, told, by=by)
    world.plant("cases.Reporter.sealed", (), reporter)
    declined = actions.add_person(case, Part.COMPANION, {}, by=by)
    nobody = actions.declare_declined(declined, by=by, seen=1)
    world.plant("cases.Person.client_code", knows, nobody.client_code)
    world.plant("cases.Person.public_id", knows, str(witness.person.public_id))
    for row in witness.person.identifiers.all():
        world.plant("cases.Identifier.digest", (), bytes(row.digest).hex())
    if not case.is_restricted:
        twice_recorded(world, witness.person)
    searched(world)


def knowing(world: World) -> set[str]:
    """To whom it opens, masked, who took part."""
    return UNIT_CHIEFS & {*world.sees} | MANAGERS & {*world.guests}


def particulars(world: World) -> dict:
    """Of a witness, who is found by the name and the passport."""
    world.name, world.passport, alias, address = (word() for _each in range(4))
    for text in (world.name, world.passport, alias, address):
        world.plant("cases.Person.sealed", (), text)
    return {
        "name": world.name,
        "passport": world.passport,
        "aliases": [alias],
        "residence": Residence(address=address),
    }


def twice_recorded(world: World, kept: Person) -> None:
    """Another record of the witness, merged into hers; and one that is not she."""
    by, case, names = world.worker, world.case, (word(), word())
    merged, other = (
        actions.add_person(case, part, {"name": name}, by=by).person
        for part, name in zip((Part.GUARDIAN, Part.WITNESS), names, strict=True)
    )
    for name in names:
        world.plant("cases.Person.sealed", (), name)
    how = {"by": by, "reason": MergeReason.PAPERS, "seen": (1, 1)}
    world.merge = actions.merge_persons(kept, merged, **how)
    world.pair, spoke = (kept.public_id, other.public_id), word()
    verdict, features = Sameness.UNSURE, {spoke: 1.0}
    actions.decide_duplicate(kept, other, verdict, by=by, features=features)
    world.plant("cases.DuplicateDecision.features", (), spoke)
    for row in (kept, other, merged):  # each who reads is told another id
        world.plant("cases.Person.public_id", (), str(row.public_id))
    world.plant("cases.PersonMerge.public_id", (), str(world.merge.public_id))


def searched(world: World) -> None:
    """What she asked the register for stands in the trail, as a digest of her own."""
    nik = "".join(["64", *(secrets.choice("0123456789") for _each in range(14))])
    search_names(Asked(nik), by=world.worker)
    event = AuditEvent.objects.filter(by=world.worker, verb=SEARCHED_NAMES).get()
    world.plant("agencies.AuditEvent.changes", (), nik)
    world.plant("agencies.AuditEvent.changes", (), event.changes["nik"][1])


def ask_each_other(worlds: list[World]) -> None:
    """Each asks whether another office knows the next one's witness: from a case in
    which nobody declines or is housed."""
    for world, other in zip(worlds, [*worlds[1:], worlds[0]], strict=True):
        by, number = world.worker, (IdentifierKind.PASSPORT, other.passport)
        asked = actions.ask_match(a_case(by, region=world.region), *number, by=by)
        world.plant("cases.MatchRequest.digest", (), bytes(asked.digest).hex())
        world.plant("cases.MatchRequest.public_id", (), str(asked.public_id))
        event = AuditEvent.objects.get(by=by, verb="asked_match")
        mark = event.changes["fingerprint"][1]
        world.plant("agencies.AuditEvent.changes", (), mark)
    looked_for()
    for world in worlds:
        for hit in MatchHit.objects.filter(case=world.case):
            world.hit = hit
            world.plant("cases.MatchHit.public_id", (), str(hit.public_id))


def housed(world: World) -> None:
    """By the guests' office: the police knows no address of a shelter."""
    address, victim = word(), world.case.victims.standing().first()
    made = actions.add_shelter(victim, address, by=person("wati"))
    world.plant("cases.Shelter.sealed", (), address)
    world.plant("cases.Shelter.public_id", world.guests, str(made.public_id))
