"""How each act on a case is asked for: the request of every address that acts on one.

The addresses come from the matrix; what is sent is what the register accepts, so that a
refusal is one of rights.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from agencies import clock
from agencies.sections import Section
from cases import actions
from cases.choices import Stage, WithdrawReason
from cases.models import Case
from cases.models.row import Row
from cases.nouns import NOUNS
from tests.cases.examples import LP, PIMP, WOMAN
from tests.security import matrix

ACT = re.compile(r"(?:^|adding is )(\w+) in (\w+)(?:, row in (\w+))?$")
WAS = WithdrawReason.TEST.value
OTHER_LP = "LP/B/215/XI/2025/SPKT/POLRESTA BALIKPAPAN/POLDA KALTIM"
NEXT = Stage.INVESTIGATION
DAY = {"day": "12", "month": "11", "year": "2025"}


def dated(name: str) -> dict[str, str]:
    return {f"{name}_{part}": number for part, number in DAY.items()}


# What a page sends for a row of each noun, and what a program does.
TYPED: dict[str, dict[str, Any]] = {
    "victim": {
        "sex": "female",
        "age": "15",
        "determination": "confirmed",
        "recording": "identified",
        "whereabouts": "shelter",
    },
    "suspect": {
        "sex": "male",
        "age_group": "adult",
        "roles": ["pimp"],
        "legal_status": "suspect",
        "custody": "wanted",
        "public_office": "none",
    },
    "police_report": {"number": f"{OTHER_LP}.", "model": "B", **dated("dated_on")},
    "place": {"place": "", "region": "", "country": "SG"},
    "case": {
        "happened_day": "11",
        "happened_month": "11",
        "happened_year": "2025",
        **dated("reported_on"),
        "place": "",
        "region": "64.71.03",
        "country": "",
        "modus": "pimping_offline",
        "known_via": "hotline_110",
    },
}
SENT: dict[str, dict[str, Any]] = {
    "victim": {"sex": "male", "age_group": "adult"},
    "suspect": {"sex": "male", "age_group": "adult", "roles": ["recruiter"]},
    "police_report": {"number": OTHER_LP, "model": "A", "dated_on": "2025-11-12"},
    "place": {"country": "SG"},
    "case": {"known_via": "hotline_110", "modus": "fake_job_domestic"},
}


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the matrix that acts on a case: by which act, in which section or
    other `place` of the file; and where the row stands that it is about."""

    name: str
    act: str
    place: str
    row_in: Section | None

    @property
    def section(self) -> Section | None:
        return Section.__members__.get(self.place.upper())

    @property
    def is_api(self) -> bool:
        return self.name.startswith("api_")


def addresses() -> list[Address]:
    """Those that the matrix names."""
    found = []
    for door in ("pages", "api"):
        for name, words in matrix.document()["surfaces"][door].items():
            if said := ACT.search(words):
                act, place, row_in = said.groups()
                where = Section[row_in.upper()] if row_in else None
                found.append(Address(name, act, place, where))
    return found


@dataclass(frozen=True)
class Rows:
    """A case with a standing and a withdrawn row of each noun, and of its stages."""

    case: Case
    standing: dict[str, Row]
    withdrawn: dict[str, Row]


def complete(case: Case, *, by) -> Rows:
    """Withdraw a second row of each noun, so that it can be restored."""
    more = {
        "victim": WOMAN,
        "suspect": PIMP,
        "police_report": LP | {"number": OTHER_LP + "/X"},
        "place": {"region": None, "country": "TH"},
    }
    standing, withdrawn = {}, {}
    for noun in NOUNS:
        standing[noun.name] = getattr(case, noun.related).get()
        row = noun.add(case, more[noun.name], by=by)
        withdrawn[noun.name] = noun.withdraw(row, by=by, reason=WAS, seen=1)
    seen = Case.objects.get(pk=case.pk).version
    entry = actions.record_stage(case, by=by, stage=NEXT, on=clock.today(), seen=seen)
    seen = Case.objects.get(pk=case.pk).version
    withdrawn["stage"] = actions.withdraw_stage(entry, by=by, reason=WAS, seen=seen)
    standing["stage"] = case.stage_entries.standing().in_order().last()
    return Rows(Case.objects.get(pk=case.pk), standing, withdrawn)


def ask(program, rows: Rows, address: Address, key: str):
    """The answer to the act at that address, sent as its owner would send it."""
    if address.name in ("case_restore", "api_case_restoration"):
        Case.objects.filter(pk=rows.case.pk).update(
            withdrawn_at=clock.now(), withdraw_reason=WAS
        )
    if address.is_api:
        return _by_program(program, rows, address, key)
    return _by_page(program, rows, address, key)


def _row_of(rows: Rows, noun: str, act: str) -> Row:
    if noun == "case":
        return rows.case
    held = rows.withdrawn if act.startswith("rest") else rows.standing
    return held[noun]


def _by_page(program, rows: Rows, address: Address, key: str):
    found = re.fullmatch(
        r"case_(?:(victim|suspect|police_report|place|stage|narrative)_?)?(\w*)",
        address.name,
    )
    assert found, address.name
    noun, act = found[1] or "case", found[2]
    args, seen = [rows.case.public_id], rows.case.version
    if noun not in ("case", "narrative") and act != "new":
        row = _row_of(rows, noun, act)
        args.append(row.public_id)
        seen = rows.case.version if noun == "stage" else row.version
    typed = {
        "withdraw": {"reason": WAS},
        "restore": {},
    }.get(act, TYPED.get(noun, {}))
    if noun == "stage" and act == "new":
        typed = {"stage": NEXT.value, **dated("on")}
    if noun == "narrative":
        typed = {"text": "Dijanjikan kerja."}
    return program.post(
        reverse(address.name, args=args), {**typed, "seen": seen, "key": key}
    )


def _by_program(program, rows: Rows, address: Address, key: str):
    found = re.fullmatch(
        r"api_(case|victim|suspect|police_report|place|stage)_?(\w*)", address.name
    )
    assert found, address.name
    noun, act = found[1], found[2]
    if act == "list":
        return _added(program, rows, address, noun, key)
    row = _row_of(rows, noun, act)
    args = [rows.case.public_id, row.public_id] if noun == "stage" else [row.public_id]
    version = rows.case.version if noun == "stage" else row.version
    content = {"withdrawal": {"reason": WAS}, "restoration": None}
    content = content.get(act, SENT.get(noun))
    return program.call(
        "POST" if act else "PATCH",
        reverse(address.name, args=args).removeprefix("/api/v1/"),
        content,
        if_match=f'"{version}"',
    )


def _added(program, rows: Rows, address: Address, noun: str, key: str):
    if noun == "stage":
        content: dict[str, Any] = {"stage": NEXT.value, "on": "2025-11-12"}
        args = [rows.case.public_id]
    else:
        content = {"case": str(rows.case.public_id), **SENT[noun]}
        args = []
    return program.call(
        "POST",
        reverse(address.name, args=args).removeprefix("/api/v1/"),
        content,
        if_match=f'"{rows.case.version}"',
        idempotency_key=key,
    )
