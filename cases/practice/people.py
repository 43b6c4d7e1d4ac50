"""Who the invented people of the demo are: some victims, suspects, witnesses, reporters
and one shelter, recorded by the actions themselves, each at a moment of its case.

Every name ends in "Contoh", every NIK in 0000 and every phone number begins with
0812-0000: nobody has these. A few people stand in two cases, under an old spelling of
their name or under none, so that a search has something to find.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from agencies import clock
from agencies.accounts.authentication import acting_user
from agencies.models import User
from cases import actions
from cases.choices import Sex
from cases.models import Case, Victim
from cases.particulars import Account, Birth, Residence, SafeContact
from cases.person_choices import Part, ReporterKind

# Whose cases are told with people: the offices of the cast in Balikpapan, and the units
# of the same Polda beside them.
OFFICES = ("POLRESTA-BPP-PPA", "UPTD-PPA-BPP", "POLRESTA-SMD-PPA", "POLRES-PPU-PPA")
CASES_OF_EACH = 14
MARK = "Contoh"
# Spelt as now and as before 1972; the first of them is the one that sari looks for.
SPELT = (
    ("Sukarsih", "Soekarsih"),
    ("Julaeha", "Djoelaeha"),
    ("Cahyani", "Tjahjani"),
    ("Yuniarti", "Joeniarti"),
    ("Nurjanah", "Noerdjanah"),
)
WOMEN = ("Melati", "Sekar", "Rahmawati", "Kurniasih", "Hasnah", "Dewi", "Maimunah")
MEN = ("Jono", "Baharuddin", "Slamet", "Rudi", "Hamzah", "Yohanes", "Arifin")
SECOND = ("Puspita", "Hidayat", "Lestari", "Saputra", "Wulan", "Mahendra", "Ramadhan")
STREETS = ("Gang Kenari", "Jalan Cempaka", "Gang Seroja", "Jalan Merpati")
# The deferred foreign keys of a person and her part are checked at the end.
LATER = "SET CONSTRAINTS ALL DEFERRED"


def record(*, seed: int, until: date) -> int:
    """Record people in some of the cases that stand; returns how many. As the owner."""
    lot = random.Random(f"{seed}/people")  # noqa: S311 - a demo
    with connection.cursor() as cursor:
        cursor.execute(LATER)
    told = 0
    for n, case in _cases():
        at = case.created_at + timedelta(hours=2)
        if at.date() < until:
            told += _told(case, n, lot, at)
    _house(until)
    return told


def _cases() -> Iterator[tuple[int, Case]]:
    """The newest of each office that nothing closed, each with its place among them."""
    for office in OFFICES:
        found = Case.objects.standing().filter(
            lead_agency__code=office, is_restricted=False
        )
        newest = found.select_related("created_by", "region", "lead_agency").order_by(
            "-pk"
        )
        yield from enumerate(newest[:CASES_OF_EACH])


def _told(case: Case, n: int, lot: random.Random, at: datetime) -> int:
    with clock.set_to(at):
        by = acting_user(user__username=case.created_by.username)
        if by is None:
            return 0
        victims = list(case.victims.standing().order_by("pk")[:2])
        for nth, victim in enumerate(victims):
            _victim(case, victim, by, lot, old=n if nth == 0 else None)
        suspects = list(case.suspects.standing().order_by("pk")[:1])
        for suspect in suspects:
            fields = {"name": _name(lot, MEN), "accounts": _accounts(lot)}
            actions.add_person(case, Part.SUSPECT, fields, by=by, suspect=suspect)
        if n % 5 == 0:
            _others(case, by, lot)
    return len(victims) + len(suspects)


def _victim(
    case: Case, victim: Victim, by: User, lot: random.Random, *, old: int | None
) -> None:
    """One in six declines; in one case of three she has a name that had another
    spelling, the old one where the case is not of the cast's own offices."""
    part = actions.add_person(
        case, Part.VICTIM, _particulars(case, victim, lot, old), by=by, victim=victim
    )
    if lot.random() < 1 / 6:
        actions.declare_declined(part, by=by, seen=1)


def _particulars(
    case: Case, victim: Victim, lot: random.Random, old: int | None
) -> dict[str, Any]:
    names = MEN if victim.sex == Sex.MALE else WOMEN
    name = _name(lot, names)
    if old is not None and old % 3 == 0 and names is WOMEN:
        nth = old // 3 % len(SPELT)
        spelling = SPELT[nth][OFFICES.index(case.lead_agency.code) // 2]
        name = f"{spelling} {SECOND[nth]} {MARK}"
    year = case.reported_on.year - (victim.age or 20)
    region = case.region.code if case.region else ""
    told: dict[str, Any] = {"name": name, "birth": Birth.about(year)}
    street = f"{lot.choice(STREETS)} {lot.randint(1, 60)}"
    told["residence"] = Residence(region, "", street)
    if lot.random() < 0.5:
        told["phones"] = [_phone(lot)]
        told["safe_contact"] = SafeContact("sms", "", "pukul 09–15", ("call",))
    if lot.random() < 0.4 and len(region) > 5:
        told["nik"] = _nik(lot, region, victim, year)
    return told


def _name(lot: random.Random, first: tuple[str, ...]) -> str:
    return f"{lot.choice(first)} {lot.choice(SECOND)} {MARK}"


def _phone(lot: random.Random) -> str:
    return f"08120000{lot.randint(1000, 9999)}"


def _nik(lot: random.Random, region: str, victim: Victim, year: int) -> str:
    """Numbers are given out from 0001 on: nobody's ends in 0000."""
    woman = 40 if victim.sex == Sex.FEMALE else 0
    born = f"{lot.randint(1, 28) + woman:02d}{lot.randint(1, 12):02d}{year % 100:02d}"
    return f"{region.replace('.', '')}{born}0000"


def _accounts(lot: random.Random) -> list[Account]:
    """Few, so that one stands in several cases."""
    return [Account("michat", f"contoh.{lot.randint(1, 9)}")]


def _others(case: Case, by: User, lot: random.Random) -> None:
    """A witness; and who told of the case, if that is known."""
    actions.add_person(case, Part.WITNESS, {"name": _name(lot, MEN)}, by=by)
    fields = {"name": _name(lot, WOMEN), "phones": [_phone(lot)]}
    actions.add_reporter(case, ReporterKind.CONFIDENTIAL, fields, by=by)


def _house(until: date) -> None:
    """One victim whom the UPTD leads a case of lives in its shelter."""
    cases = Case.objects.standing().filter(lead_agency__code="UPTD-PPA-BPP")
    for case in cases.select_related("created_by").order_by("-pk"):
        victim = case.victims.standing().first()
        at = case.created_at + timedelta(hours=3)
        if victim is None or at.date() >= until:
            continue
        with clock.set_to(at):
            by = acting_user(user__username=case.created_by.username)
            if by is not None:
                address = f"Rumah Aman {MARK}, Jalan Kenanga 7, Balikpapan"
                actions.add_shelter(victim, address, by=by)
                return
