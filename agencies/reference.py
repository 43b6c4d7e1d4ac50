"""Brings the shipped reference data of `agencies/data/` into the register.

Regions, codes and statutes follow the files: a label, a population or a validity that
changed there changes here. Agencies, task forces and hotlines are only added, because
what an administrator corrected must survive the next start. Nothing is ever deleted,
and a second run changes nothing.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from django.db import connection, models, transaction

from agencies.choices import AgencyLevel, RegionKind
from agencies.models import Agency, Code, Hotline, Region, Statute, TaskForce
from agencies.models.region import NATION_CODE, normalise

DATA = Path(__file__).parent / "data"
NATION_TIME_ZONE = "Asia/Jakarta"

LOCK = 5_210_700
BATCH = 2_000

Row = dict[str, str]
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows a load created, changed and found as they should be."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.created + other.created,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
        )


def load_reference() -> dict[str, Count]:
    """Load everything in one transaction: counts by noun. Safe to run at any time."""
    with transaction.atomic():
        wait_for_other_loads()
        return {
            "regions": load_regions(),
            "agencies": load_agencies(),
            "task forces": load_task_forces(),
            "hotlines": load_hotlines(),
            "codes": load_codes(),
            "statutes": load_statutes(),
        }


def wait_for_other_loads() -> None:
    """Two hosts may start at once: the second waits, then finds nothing to do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


# -- Regions ---------------------------------------------------------------------------


def load_regions() -> Count:
    """The nation, 38 provinces, 514 regencies and cities, 7,285 districts."""
    rows = read("regions.csv")
    provinces = [row for row in rows if row["kind"] == RegionKind.PROVINCE]
    regencies = [row for row in rows if row["kind"] != RegionKind.PROVINCE]
    known = {region.code: region for region in Region.objects.all()}
    count = Count()
    # A row needs its parent's id, hence level by level.
    for level in (
        [nation_row(provinces)],
        provinces,
        regencies,
        [district_row(row) for row in read("districts.csv")],
    ):
        wanted = [region_from(row, known) for row in level]
        count += follow(known, wanted, key=("code",), model=Region)
    return count


def nation_row(provinces: Sequence[Row]) -> Row:
    return {
        "code": NATION_CODE,
        "kind": RegionKind.NATION,
        "name": "Indonesia",
        "time_zone": NATION_TIME_ZONE,
        "population": str(sum(int(row["population"]) for row in provinces)),
    }


def district_row(row: Row) -> Row:
    """Districts are shipped by code and name; kind and zone follow from the code."""
    return row | {"kind": RegionKind.DISTRICT}


def region_from(row: Row, known: dict[str, Region]) -> Region:
    """The region as the file has it; raises KeyError when its parent is unknown."""
    parent = None
    if row["code"] != NATION_CODE:
        parent = known[row["code"].rpartition(".")[0] or NATION_CODE]
    population = row.get("population")
    return Region(
        code=row["code"],
        parent_id=parent.pk if parent else None,
        kind=str(row["kind"]),
        name=row["name"],
        capital=row.get("capital", ""),
        time_zone=row.get("time_zone") or parent.time_zone,
        population=int(population) if population else None,
        search=normalise(f"{row['name']} {parent.search}") if parent else "",
    )


# -- Agencies --------------------------------------------------------------------------


def load_agencies() -> Count:
    """Agencies of the file, and one Polres by rule where the file names none."""
    rows = read("agencies.csv")
    rows += polres_by_rule(rows, read("regions.csv"))
    ids = dict(Agency.objects.values_list("code", "pk"))
    missing = [row for row in rows if row["code"] not in ids]
    waiting = missing
    # Parents first: a trigger makes each row's ancestors from its parent's.
    while waiting:
        ready = [row for row in waiting if not row["parent"] or row["parent"] in ids]
        if not ready:
            lost = ", ".join(row["code"] for row in waiting)
            raise ValueError(f"Agencies whose parent is nowhere: {lost}")
        for agency in Agency.objects.bulk_create(agency_from(r, ids) for r in ready):
            ids[agency.code] = agency.pk
        waiting = [row for row in waiting if row["code"] not in ids]
    serve(missing, ids)
    return Count(created=len(missing), unchanged=len(rows) - len(missing))


def agency_from(row: Row, ids: dict[str, int]) -> Agency:
    return Agency(
        code=row["code"],
        name=row["name"],
        type=row["type"],
        level=row["level"],
        parent_id=ids[row["parent"]] if row["parent"] else None,
        numbers_cases=yes(row["numbers_cases"]),
        valid_from=day(row["valid_from"]),
        valid_to=day(row["valid_to"]),
        verified=yes(row["verified"]),
        source=row["source"],
        note=row["note"],
    )


def serve(rows: Iterable[Row], ids: dict[str, int]) -> None:
    """Write which regions the agencies of `rows` serve."""
    regions = dict(Region.objects.values_list("code", "pk"))
    through = Agency.regions.through
    through.objects.bulk_create(
        through(agency_id=ids[row["code"]], region_id=regions[code])
        for row in rows
        for code in row["serves"].split()
    )


def polres_by_rule(agencies: Sequence[Row], regions: Sequence[Row]) -> list[Row]:
    """One unverified Polres for each regency or city that no known Polres serves."""
    police = [row for row in agencies if row["type"] == "police"]
    served = served_codes(row for row in police if row["level"] == AgencyLevel.REGENCY)
    polda = served_codes(row for row in police if row["level"] == AgencyLevel.PROVINCE)
    return [
        polres_row(region, parent=longest(polda, region["code"]))
        for region in regions
        if region["kind"] != RegionKind.PROVINCE and region["code"] not in served
    ]


def served_codes(rows: Iterable[Row]) -> dict[str, str]:
    """Region code to the code of the agency that serves it."""
    return {code: row["code"] for row in rows for code in row["serves"].split()}


def longest(by_region: dict[str, str], code: str) -> str:
    """Where two areas match a place, the longest code wins (32.75 before 32)."""
    return by_region[max((c for c in by_region if code.startswith(c)), key=len)]


def polres_row(region: Row, *, parent: str) -> Row:
    name = region["name"].replace("Administrasi ", "").removeprefix("Kabupaten ")
    return {
        "code": f"POLRES-{region['code'].replace('.', '-')}",
        "name": f"Polres {name}",
        "type": "police",
        "level": AgencyLevel.REGENCY.value,
        "parent": parent,
        "serves": region["code"],
        "numbers_cases": "yes",
        "valid_from": "",
        "valid_to": "",
        "verified": "no",
        "source": "",
        "note": "Menurut aturan: satu Polres per kabupaten/kota. Belum diperiksa.",
    }


# -- Task forces and hotlines ----------------------------------------------------------


def load_task_forces() -> Count:
    regions = dict(Region.objects.values_list("code", "pk"))
    wanted = [
        TaskForce(
            region_id=regions[row.pop("region")],
            verified=yes(row.pop("verified")),
            **row,
        )
        for row in read("task_forces.csv")
    ]
    return add(wanted, key=("region_id", "kind", "name"), model=TaskForce)


def load_hotlines() -> Count:
    wanted = [
        Hotline(**row | {"verified": yes(row["verified"])}, order=order)
        for order, row in enumerate(read("hotlines.csv"))
    ]
    return add(wanted, key=("number", "name"), model=Hotline)


# -- Code lists and statutes -----------------------------------------------------------


def load_codes() -> Count:
    """All lists. A code keeps its bit for ever; a new one takes the list's next."""
    known = {(code.list, code.code): code for code in Code.objects.all()}
    bits = {key: code.bit for key, code in known.items()}
    orders: dict[str, int] = {}
    wanted = []
    for row in read("codes.csv"):
        key = (row["list"], row["code"])
        if key not in bits:
            taken = (bit for (name, _code), bit in bits.items() if name == row["list"])
            bits[key] = max(taken, default=-1) + 1
        order = orders[row["list"]] = orders.get(row["list"], -1) + 1
        values = row | {"retired_on": retired_on(row, known.get(key))}
        wanted.append(Code(**values, order=order, bit=bits[key]))
    return follow(known, wanted, key=("list", "code"), model=Code)


def retired_on(row: Row, old: Code | None) -> date | None:
    """The file may retire a code; it never brings back what an office retired."""
    return (old.retired_on if old else None) or day(row["retired_on"])


def load_statutes() -> Count:
    """Provisions with validity; `penalty_verified` says whether a penalty may show."""
    known = {statute.code: statute for statute in Statute.objects.all()}
    wanted = [
        statute_from(row, order) for order, row in enumerate(read("statutes.csv"))
    ]
    return follow(known, wanted, key=("code",), model=Statute)


def statute_from(row: Row, order: int) -> Statute:
    years = ("prison_min_years", "prison_max_years")
    rupiah = ("fine_min_idr", "fine_max_idr")
    days = ("valid_from", "valid_to")
    marks = ("article_verified", "penalty_verified")
    values: dict = dict(row)
    values |= {name: Decimal(row[name]) if row[name] else None for name in years}
    values |= {name: int(row[name]) if row[name] else None for name in rupiah}
    values |= {name: day(row[name]) for name in days}
    values |= {name: yes(row[name]) for name in marks}
    return Statute(**values, order=order)


# -- Files and rows --------------------------------------------------------------------


def read(name: str) -> list[Row]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def yes(text: str) -> bool:
    return text == "yes"


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def follow(
    known: dict, wanted: Sequence[M], *, key: tuple[str, ...], model: type[M]
) -> Count:
    """Make the rows of `wanted` stand in the table as they are; keep `known` current.

    `known` maps the key (a bare value when `key` is one name) to the row in the table.
    """
    names = [f.attname for f in model._meta.concrete_fields if not f.primary_key]
    created, changed = [], []
    for row in wanted:
        old = known.setdefault(key_of(row, key), row)
        if old is row:
            created.append(row)
        elif any(getattr(old, name) != getattr(row, name) for name in names):
            for name in names:
                setattr(old, name, getattr(row, name))
            changed.append(old)
    model._default_manager.bulk_create(created, batch_size=BATCH)
    model._default_manager.bulk_update(changed, names, batch_size=BATCH)
    return Count(len(created), len(changed), len(wanted) - len(created) - len(changed))


def add(wanted: Sequence[M], *, key: tuple[str, ...], model: type[M]) -> Count:
    """Create the rows that are missing and leave those that are there alone."""
    known = set(model._default_manager.values_list(*key))
    missing = [row for row in wanted if key_of(row, key) not in known]
    model._default_manager.bulk_create(missing)
    return Count(created=len(missing), unchanged=len(wanted) - len(missing))


def key_of(row: models.Model, key: tuple[str, ...]):
    values = tuple(getattr(row, name) for name in key)
    return values if len(values) > 1 else values[0]
