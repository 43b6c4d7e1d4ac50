"""Acts in the ledger are what the same acts are through `cases.actions`."""

import random
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection

from agencies.models import AuditEvent
from cases import practice
from cases.models import Case, Place, PoliceReport, StageEntry, Suspect, Victim
from cases.practice import Telling
from tests import ground
from tests.cases.played import Player, moments_of_ticks

SEED, CASES, UNTIL = 7, 900, date(2026, 11, 21)
SAMPLE = 40
MODELS = (Place, PoliceReport, StageEntry, Suspect, Victim)
UNITS = {"case": None, "police_report": PoliceReport, "victim": Victim}
UNITS["suspect"] = Suspect
# Ids, and what is by chance or of the moment of writing; numbers have their own test.
LEFT_OUT = {
    "id",
    "public_id",
    "narrative",
    "pgh_id",
    "pgh_created_at",
    "register_n",
    "register_no",
    "era",
    "xid",
    "mac",
}


def told() -> list[Telling]:
    return practice.tellings(seed=SEED, cases=CASES, until=UNTIL)


def sampled(tellings: Iterable[Telling]) -> list[Telling]:
    """Some cases by lot, and first of all one for each thing that is ever done."""
    chosen: list[Telling] = []
    seen: set[tuple] = set()
    shuffled = list(tellings)
    random.Random(SEED).shuffle(shuffled)
    for telling in shuffled:
        done = {(act.verb, str(act.fields.get("stage"))) for act in telling.acts}
        if not done <= seen:
            chosen.append(telling)
            seen |= done
    others = [telling for telling in shuffled if telling not in chosen]
    return chosen + others[: max(0, SAMPLE - len(chosen))]


def rows_of(table: str, column: str, key: int) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM {table} WHERE {column} = %s ORDER BY 1",
            [key],
        )
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def written(case: Case, moments: dict[int, datetime]) -> dict[str, list]:
    """Every row of a case in every table, with what must be equal."""
    names = {("cases.Case", case.pk): "case"}
    for model in MODELS:
        keys = (
            model.objects.filter(case=case).order_by("pk").values_list("pk", flat=True)
        )
        for n, key in enumerate(keys):
            names[model._meta.label, key] = f"{model._meta.model_name}.{n}"
    tables = {"cases_case": rows_of("cases_case", "id", case.pk)}
    versions = {"cases_caseevent": rows_of("cases_caseevent", "pgh_obj_id", case.pk)}
    for model in MODELS:
        table = model._meta.db_table
        tables[table] = rows_of(table, "case_id", case.pk)
        versions[f"{table}event"] = rows_of(f"{table}event", "case_id", case.pk)
        for row in versions[f"{table}event"]:
            row["pgh_obj_id"] = names[model._meta.label, row["pgh_obj_id"]]
    for row in versions["cases_caseevent"]:
        row["pgh_obj_id"] = "case"
    scope = {"scope": rows_of("cases_casescope", "case_id", case.pk)}
    events = rows_of("agencies_auditevent", "case_id", case.pk)
    for row in events:
        row["subject_id"] = names[row["subject_type"], row["subject_id"]]
    found = {**tables, **versions, **scope, **facts_of(case, names, moments)}
    acts = rows_of("facts_act", "cases[1]", case.pk)
    found["acts"] = [{"at": moments[row["tick"]], "cases": "case"} for row in acts]
    found["events"] = sorted(events, key=lambda row: (row["at"], row["id"]))
    return {name: [plain(row) for row in rows] for name, rows in found.items()}


def facts_of(case: Case, names: dict, moments: dict[int, datetime]) -> dict[str, list]:
    found = {}
    for unit, model in UNITS.items():
        for table in (f"f_{unit}", f"f_{unit}_h"):
            rows = rows_of(table, "case_id", case.pk)
            for row in rows:
                row["kf"] = moments[row["kf"]]
                row["kt"] = moments.get(row["kt"], row["kt"])
                if model:
                    row["unit"] = names[model._meta.label, row["unit"]]
            found[table] = sorted(rows, key=lambda r: (r["kf"], str(r.get("unit"))))
    return found


def plain(row: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name not in LEFT_OUT}
    if "case_id" in kept:
        kept["case_id"] = "case"
    return kept


def of_the_ledger() -> Iterable[Case]:
    """The cases of which nobody was named: persons are recorded by the actions."""
    known = [model._meta.label for model in (Case, *MODELS)]
    others = AuditEvent.objects.exclude(subject_type__in=known)
    named = others.exclude(case_id=None).values("case_id")
    return Case.objects.exclude(pk__in=named)


def test_every_column_is_what_the_actions_write(committed):
    ground.manage(
        *("seed_demo", "--seed", str(SEED), "--cases", str(CASES)),
        *("--until", UNTIL.isoformat()),
    )
    last = max(moments_of_ticks())
    seeded = {(c.created_at, c.created_by_id): c for c in of_the_ledger()}
    moments = moments_of_ticks()
    sample = sampled(t for t in told() if (t.acts[0].at, t.by.user_id) in seeded)
    assert len(sample) >= SAMPLE
    for telling in sample:
        twin = seeded[telling.acts[0].at, telling.by.user_id]
        player = Player(telling)
        case = player.play()
        should = written(case, player.moments)
        assert written(twin, moments) == should
        assert min(player.moments) > last


def test_the_same_seed_tells_the_same(db):
    def acts(seed: int) -> list:
        found = practice.tellings(seed=seed, cases=CASES, until=UNTIL)
        return [telling.acts for telling in found]

    once = acts(SEED)
    assert acts(SEED) == once
    assert acts(SEED + 1) != once
