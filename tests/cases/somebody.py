"""Somebody invented, of whom every value would be noticed where it must not stand."""

from cases import actions
from cases.models import Case
from cases.particulars import NOTHING, Account, Birth, Residence, SafeContact, having
from cases.person_choices import Part
from tests.people import person

FIELDS = {
    "name": "Melati Kenarimutia binti Suhardiman",
    "aliases": ["Kenaricha", "Melkenari"],
    "nik": "6471035704090001",
    "passport": "X7654321",
    "phones": ["0812-7654-3210", "+60 12-765 4321"],
    "accounts": [Account("michat", "@melkenari.bpp"), Account("vehicle", "KT 7654 QX")],
    "birth": Birth.about(2009),
    "nationality": "id",
    "residence": Residence(region="64.71.03", address="Gang Kenarisari 77"),
    "origin": "73.71",
    "languages": ["Bugis kenarian"],
    "disability": "Tuli kenariwi",
    "safe_contact": SafeContact("sms", "Bibi Kenariyah", "pukul 13.07", ("call",)),
}
MELATI = having(NOTHING, FIELDS)
# What may be found where it must not stand, as it is kept.
VALUES = (
    MELATI.name,
    *MELATI.aliases,
    MELATI.nik,
    MELATI.passport,
    *MELATI.phones,
    "melkenari.bpp",
    "KT 7654 QX",
    "KT7654QX",
    "Gang Kenarisari 77",
    "Bugis kenarian",
    "Tuli kenariwi",
    "Bibi Kenariyah",
)


def recorded(case: Case, by: str = "sari", part=Part.VICTIM, fields=FIELDS, **more):
    return actions.add_person(case, part, fields, by=person(by), **more)
