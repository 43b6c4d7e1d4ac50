"""What is pinned: blocks of cases with the totals that published figures give.

The figures are those of `reports/data/external_figures.json`: Polri, Polda Kaltim,
Kaltara, Kalsel and Kepri, Gugus Tugas, Kemen PPPA. Splits that no release prints (by
regency, by month) are assumptions of the demo. The register is entered up to the day
before a release, so each block says by when everything counted in it stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cases.choices import Progress

D = date
A_LAST, B_FIRST, YEAR_END = D(2025, 11, 11), D(2025, 11, 13), D(2025, 12, 30)
CHILDREN_LAST = D(2025, 10, 30)


@dataclass(frozen=True)
class Block:
    """`cases` cases of one region, with an LP dated (without one: reported) from
    `first` to `last`. `region` is a regency, or a province whose regencies share them.

    `kinds` and `cells` name the cases one by one where that matters: a kind is what
    Polri's releases tell apart, a cell one victim (`woman`, `girl`, `man`, `boy`).
    """

    region: str
    first: date
    last: date
    cases: int
    lead: str = ""
    has_lp: bool = True
    victims: int | None = None
    suspects: int | None = None
    kinds: tuple[str, ...] = ()
    cells: str = ""
    progress: Progress | None = None
    modus: str = ""
    settled_on: date | None = None


def year(region: str, of: int, cases: int, **more) -> Block:
    return Block(region, D(of, 1, 8), D(of, 12, 28), cases, **more)


def no_lp(region: str, first: date, last: date, cases: int, lead: str, cell: str = ""):
    """Known to an office that serves victims; no LP (yet)."""
    return Block(region, first, last, cases, lead, has_lp=False, cells=cell)


# Kaltim, Operasi of 6–16 June 2023: 26 cases, 26 suspects, 29 victims, 12 children.
JUNE = {"first": D(2023, 6, 6), "last": D(2023, 6, 16), "settled_on": D(2023, 7, 14)}
KALTIM_2023 = tuple(
    Block(region, cases=n, victims=victims, suspects=n, lead=lead, **JUNE)
    for region, n, victims, lead in (
        ("64.71", 3, 2, ""),
        ("64.72", 1, 1, ""),
        ("64.02", 5, 5, ""),
        ("64.08", 2, 2, ""),
        ("64.07", 3, 6, ""),
        ("64.07", 1, 1, "POLDA-KALTIM-DITRESKRIMUM"),
        ("64.01", 4, 4, ""),
        ("64.09", 2, 2, ""),
        ("64.74", 2, 2, ""),
        ("64.03", 2, 3, ""),
        ("64.03", 1, 1, "POLDA-KALTIM-DITRESKRIMUM"),
    )
)
# LP cases in 2024: 28. Balikpapan leads every other regency up to January 2024.
KALTIM_2024 = {
    "64.72": 7,
    "64.02": 5,
    "64.08": 3,
    "64.74": 2,
    "64.03": 2,
    "64.01": 2,
    "64.09": 2,
    "64.07": 1,
}
P21, SIDIK = Progress.P21, Progress.SIDIK
GIRLS = {"kinds": ("child",), "cells": "girl", "last": CHILDREN_LAST}
WOMEN = {"kinds": ("adult",), "cells": "woman", "last": A_LAST}
MIGRANTS = {"kinds": ("migrant",), "cells": "woman", "last": A_LAST}


def of_2025(region: str, cases: int, progress: Progress, *, last: date, **more):
    """Kaltim to 12 November 2025: one victim and one suspect in each case."""
    return Block(
        region,
        D(2025, 1, 9),
        last,
        cases,
        victims=cases,
        suspects=cases,
        progress=progress,
        settled_on=last,
        **more,
    )


KALTIM_2025 = (
    of_2025("64.71", 1, P21, modus="selling_partner", **WOMEN),
    of_2025("64.71", 1, SIDIK, modus="pimping_online", **GIRLS),
    of_2025("64.72", 3, P21, **GIRLS),
    of_2025("64.72", 3, P21, **WOMEN),
    of_2025("64.72", 1, SIDIK, modus="fake_job_online_admin", **MIGRANTS),
    of_2025("64.02", 2, P21, **GIRLS),
    of_2025("64.02", 2, P21, **WOMEN),
    of_2025("64.08", 1, P21, **GIRLS),
    of_2025("64.08", 1, P21, **WOMEN),
    of_2025("64.03", 2, P21, **WOMEN),
    of_2025("64.74", 1, P21, **WOMEN),
    of_2025("64.09", 1, P21, **WOMEN),
    of_2025("64.01", 1, SIDIK, **WOMEN),
)
KALTIM_END_2025 = tuple(
    Block(
        region,
        B_FIRST,
        D(2025, 12, 22),
        n,
        victims=n,
        suspects=n,
        progress=progress,
        kinds=("adult",),
        cells="woman",
        settled_on=YEAR_END,
    )
    for region, n, progress in (
        ("64.71", 3, P21),
        ("64.72", 2, P21),
        ("64.02", 2, P21),
        ("64.08", 1, SIDIK),
        ("64.03", 1, P21),
        ("64.07", 1, SIDIK),
    )
)
UPTD_2025 = (
    no_lp("64.72", D(2025, 2, 3), CHILDREN_LAST, 3, "UPTD-PPA-SMD", "girl"),
    no_lp("64.02", D(2025, 3, 3), CHILDREN_LAST, 1, "UPTD-PPA-KUKAR", "girl"),
    no_lp("64.08", D(2025, 3, 3), CHILDREN_LAST, 1, "UPTD-PPA-KALTIM", "boy"),
    no_lp("64.71", B_FIRST, D(2025, 12, 19), 2, "UPTD-PPA-BPP"),
    no_lp("64.71", D(2025, 11, 17), D(2025, 12, 19), 1, "DINSOS-BPP", "woman"),
    no_lp("63.71", D(2025, 2, 3), D(2025, 12, 19), 2, "UPTD-PPA-BJM"),
    no_lp("65.03", D(2025, 2, 3), D(2025, 12, 19), 4, "P4MI-NNK"),
    no_lp("65.03", D(2025, 2, 3), D(2025, 12, 19), 1, "UPTD-PPA-NNK"),
)
KALTIM_BEFORE = (
    *(year("64.71", of, 3) for of in (2020, 2021, 2022)),
    Block("64.71", D(2023, 1, 9), D(2023, 12, 18), 3),
    Block("64.71", D(2024, 1, 8), D(2024, 1, 29), 1, settled_on=D(2024, 1, 30)),
    Block("64.71", D(2024, 2, 12), D(2024, 12, 16), 3),
    *(
        no_lp("64.71", D(of, 1, 20), D(of, 12, 16), n, "UPTD-PPA-BPP")
        for of, n in ((2021, 1), (2022, 1), (2023, 2))
    ),
    no_lp("64.71", D(2024, 2, 12), D(2024, 12, 16), 2, "UPTD-PPA-BPP"),
    *(year("64.72", of, n) for of, n in ((2020, 1), (2021, 1), (2022, 2), (2023, 2))),
    no_lp("64.72", D(2023, 2, 6), D(2023, 12, 16), 1, "UPTD-PPA-SMD"),
    no_lp("64.72", D(2024, 2, 12), D(2024, 12, 16), 1, "UPTD-PPA-SMD"),
    *(year("64.02", of, 1) for of in (2020, 2021, 2022, 2023)),
    year("64.74", 2020, 1),
    year("64.03", 2021, 1),
    year("64.08", 2023, 1),
    *KALTIM_2023,
    *(year(region, 2024, n) for region, n in KALTIM_2024.items()),
)
# Kaltara: transit of many at once. The year-end releases, and Nunukan in May 2025.
KALTARA = (
    year("65", 2020, 6),
    year("65", 2021, 7),
    year("65", 2022, 10, victims=112, suspects=20),
    year("65.03", 2023, 20, victims=122, suspects=25),
    year("65.71", 2023, 3, victims=16, suspects=3),
    year("65.01", 2023, 2, victims=6, suspects=2),
    year("65.02", 2023, 1, victims=4, suspects=1),
    Block("65.03", D(2024, 1, 8), D(2024, 6, 24), 11, victims=64, suspects=17),
    Block("65.71", D(2024, 1, 8), D(2024, 6, 24), 2, victims=9, suspects=2),
    Block("65.03", D(2024, 10, 1), D(2024, 11, 10), 17, victims=83, suspects=20),
    Block("65.03", D(2024, 7, 3), D(2024, 9, 28), 11, victims=86, suspects=13),
    Block("65.71", D(2024, 7, 3), D(2024, 12, 20), 3, victims=16, suspects=4),
    Block("65.01", D(2024, 7, 3), D(2024, 12, 20), 2, victims=8, suspects=2),
    Block(
        "65.03",
        D(2025, 5, 5),
        D(2025, 5, 6),
        9,
        victims=82,
        suspects=7,
        kinds=("migrant",),
        settled_on=A_LAST,
    ),
    Block("65.03", D(2025, 1, 9), A_LAST, 12, settled_on=A_LAST),
    Block("65.71", D(2025, 1, 9), A_LAST, 2, settled_on=A_LAST),
    Block("65.01", D(2025, 1, 9), A_LAST, 1, settled_on=A_LAST),
    Block("65.03", B_FIRST, D(2025, 12, 22), 2, settled_on=YEAR_END),
    no_lp("65.03", D(2024, 2, 5), D(2024, 12, 16), 2, "P4MI-NNK"),
)
# Kalsel 2024 to November: 13 LP, 15 suspects, only 7 victims recorded, all female and
# most of them under age; apps and night venues.
KALSEL = (
    year("63", 2020, 4),
    year("63", 2021, 4),
    year("63", 2022, 5),
    Block("63", D(2023, 1, 9), D(2023, 5, 30), 3),
    Block("63", D(2023, 6, 5), D(2023, 6, 19), 2),
    Block("63", D(2023, 7, 3), D(2023, 12, 18), 4),
    Block(
        "63",
        D(2024, 1, 8),
        D(2024, 11, 25),
        4,
        victims=4,
        suspects=5,
        kinds=("child",),
        cells="girl",
        settled_on=D(2024, 11, 29),
    ),
    Block(
        "63",
        D(2024, 1, 8),
        D(2024, 11, 25),
        9,
        victims=3,
        suspects=10,
        kinds=("adult",),
        cells="woman",
        settled_on=D(2024, 11, 29),
    ),
    Block("63", D(2025, 1, 9), A_LAST, 11, settled_on=A_LAST),
    Block("63", B_FIRST, D(2025, 12, 22), 1, settled_on=YEAR_END),
)
# Polda Kepri to August 2025 by unit: 60 cases, 189 victims, 84 suspects.
KEPRI_TO_AUGUST = tuple(
    Block(
        region,
        D(2025, 1, 9),
        D(2025, 8, 28),
        n,
        lead,
        victims=victims,
        suspects=suspects,
        settled_on=D(2025, 8, 30),
    )
    for region, lead, n, victims, suspects in (
        ("21.71", "POLDA-KEPRI", 28, 118, 47),
        ("21.71", "POLRES-21-71", 27, 59, 31),
        ("21.72", "POLRES-21-72", 4, 6, 5),
        ("21.02", "POLRES-21-02", 1, 6, 1),
    )
)
METRO_2025 = (
    Block("31", D(2025, 1, 9), A_LAST, 15, suspects=32, settled_on=A_LAST),
    Block("31", B_FIRST, D(2025, 12, 18), 1, suspects=2, settled_on=YEAR_END),
)
FEWEST = ("76", "75", "81", "82", "91", "92", "93", "94", "95", "96")
# LP to 12 November 2025 and after it, elsewhere: with the above 364 and 39.
ELSEWHERE_2025 = {
    "32": (30, 4),
    "35": (27, 4),
    "61": (23, 3),
    "33": (22, 3),
    "12": (13, 2),
    "53": (12, 2),
    "52": (9, 1),
    "36": (8, 1),
    "51": (8, 1),
    "18": (8, 1),
    "21": (8, 3),
    "14": (8, 0),
    "73": (7, 0),
    "16": (6, 0),
    "15": (6, 0),
    "11": (5, 0),
    "13": (4, 0),
    "34": (4, 0),
    "17": (3, 0),
    "19": (3, 0),
    "62": (3, 0),
    "71": (3, 0),
    "72": (2, 0),
    "74": (2, 0),
    **dict.fromkeys(FEWEST, (1, 0)),
}
SINCE = {"21": D(2025, 9, 2)}  # Kepri to August stands above
NATION_2025 = tuple(
    Block(province, first, last, n, settled_on=settled)
    for province, both in ELSEWHERE_2025.items()
    for n, first, last, settled in (
        (both[0], SINCE.get(province, D(2025, 1, 9)), A_LAST, A_LAST),
        (both[1], B_FIRST, D(2025, 12, 22), YEAR_END),
    )
    if n
)
# What a year after 2025 looks like in the three provinces; no release pins it.
EACH_YEAR_AFTER = (
    ("64.71", 5, "", True),
    ("64.71", 3, "POLRESTA-BPP-KSKP", True),
    ("64.71", 6, "UPTD-PPA-BPP", False),
    ("64.71", 2, "DINSOS-BPP", False),
    ("64.72", 6, "", True),
    ("64.72", 2, "POLDA-KALTIM", True),
    ("64.72", 3, "UPTD-PPA-SMD", False),
    ("64.02", 4, "", True),
    ("64.02", 2, "POLDA-KALTIM", True),
    ("64.08", 2, "", True),
    ("64.09", 3, "", True),
    ("64.03", 1, "", True),
    ("64.74", 1, "", True),
    ("64.01", 1, "", True),
    ("65.03", 22, "", True),
    ("65.03", 8, "P4MI-NNK", False),
    ("65.71", 4, "", True),
    ("63", 12, "", True),
    ("63.71", 4, "UPTD-PPA-BJM", False),
    ("51.71", 6, "", True),
)
# On whose desk something lies in the last weeks: region, office, LP, days ago.
CURRENT = (
    ("64.71", "POLRESTA-BPP-PPA", True, 24),
    ("64.71", "POLRESTA-BPP-PPA", True, 17),
    ("64.71", "POLRESTA-BPP-PPA", False, 9),
    ("64.71", "POLRESTA-BPP-PPA", False, 3),
    ("64.71", "UPTD-PPA-BPP", False, 20),
    ("64.71", "UPTD-PPA-BPP", False, 6),
    ("64.71", "DINSOS-BPP", False, 11),
    ("64.72", "POLDA-KALTIM", True, 21),
    ("64.02", "POLDA-KALTIM", False, 5),
    ("64.09", "POLRES-PPU-PPA", True, 14),
    ("65.03", "P4MI-NNK", False, 15),
    ("65.03", "P4MI-NNK", False, 4),
    ("65.03", "POLRES-NNK-KSKP", True, 12),
    ("63.71", "POLRESTA-BJM-PPA", True, 13),
    ("51.71", "POLRESTA-DPS-PPA", True, 19),
    ("51.71", "POLRESTA-DPS-PPA", False, 5),
)
CURRENT_SINCE = D(2026, 2, 1)

LP_2025 = (
    *KALTIM_2025,
    *KALTIM_END_2025,
    *(block for block in KALTARA if block.first.year == 2025),
    *(block for block in KALSEL if block.first.year == 2025),
    *KEPRI_TO_AUGUST,
    *METRO_2025,
    *NATION_2025,
)


def other_years(until: date) -> Iterator[Block]:
    """Every pinned block but those of the 403 cases of 2025."""
    for block in (*KALTIM_BEFORE, *KALTARA, *KALSEL):
        if block.first.year != 2025:
            ends = date(block.first.year, 12, 30)
            yield replace(block, settled_on=block.settled_on or ends)
    for block in UPTD_2025:
        yield replace(block, settled_on=block.last)
    for of in range(2026, until.year + 1):
        for region, n, lead, has_lp in EACH_YEAR_AFTER:
            yield year(region, of, n, lead=lead, has_lp=has_lp)
    if until >= CURRENT_SINCE:
        for region, lead, has_lp, days in CURRENT:
            day = until - timedelta(days=days)
            yield Block(region, day, day, 1, lead, has_lp=has_lp)
