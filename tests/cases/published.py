"""The figures that the practice register must show, counted by plain SQL.

Sources: `reports/data/external_figures.json`. A case stands on its first LP's day, or
on the day it was reported; what is withdrawn is not there.
"""

from django.db import connection

CASES = """
WITH counted AS (
  SELECT c.id, c.modus, c.platforms, progress_no(c.stage) AS progress, r.code AS place,
         coalesce(min(p.dated_on), c.reported_on) AS day, count(p.id) AS reports
    FROM cases_case c LEFT JOIN agencies_region r ON r.id = c.region_id
    LEFT JOIN cases_policereport p ON p.case_id = c.id AND p.withdrawn_at IS NULL
   WHERE c.withdrawn_at IS NULL GROUP BY c.id, r.code)
"""
OF_2025, TO_NOVEMBER = "('2025-01-01', '2025-12-31')", "('2025-01-01', '2025-11-12')"
VICTIM = "determination IN ('presumed', 'confirmed') AND withdrawn_at IS NULL"
SUSPECT = (
    "legal_status IN ('suspect', 'defendant', 'convicted', 'acquitted')"
    " AND withdrawn_at IS NULL"
)
SOCIAL = "platforms && '{michat,instagram,whatsapp}'::varchar[]"
MIGRANTS = (
    "modus IN ('non_procedural_pmi', 'fake_job_overseas', 'fake_job_scam_centre',"
    " 'fake_job_online_admin', 'umrah_visit_visa', 'abk_recruitment')"
)

FIGURES = {
    "nation: LP to 12 November": 364,
    "nation: suspects to 12 November": 478,
    "nation: cases with LP": 403,
    "nation: suspects with LP": 505,
    "nation: victims with LP": 1239,
    "nation: men, women, girls, boys, not recorded": [576, 419, 97, 20, 127],
    "nation: lidik, sidik, P-21, stopped, transferred": [70, 243, 79, 4, 7],
    "nation: migrants, brides": [239, 4],
    "Kaltim: LP to 12 November": 20,
    "Kaltim: cases with LP 2025, 2024": [30, 28],
    "Kaltim: child victims to October": 12,
    "Kaltim: most suspects are pimps": True,
    "Balikpapan: cases to 12 November": [
        ("pimping_online", 1, "child"),
        ("selling_partner", 1, "adult"),
    ],
    "Balikpapan: more than 70 % by three platforms, of 10 or more": True,
    "Balikpapan: above every other regency 2020 to January 2024": True,
    "Samarinda: more cases each year 2023 to 2025": True,
    "Kaltara: LP and victims 2022, 2023, second half of 2024": [
        (10, 112),
        (26, 148),
        (33, 193),
    ],
    "Kaltara: most victims are men": True,
    "Kalsel: LP, suspects, victims, women and girls, girls to November 2024": [
        *(13, 15, 7, 7, 4),
    ],
    "Kepri: cases, victims, suspects to August": [60, 189, 84],
    "cases with more than one LP": 0,
    "provinces": 38,
}


def one(query: str):
    """The first column of the first row, over the standing cases `counted`."""
    return rows(query)[0][0]


def rows(query: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(CASES + query.replace("%", "%%"), [])
        return cursor.fetchall()


def cases(place: str, period: str, more: str = "true") -> int:
    first, last = period.strip("()").split(", ")
    return one(
        f"SELECT count(*) FROM counted WHERE coalesce(place, '') LIKE '{place}%'"
        f" AND day BETWEEN {first} AND {last} AND {more}"
    )


def rows_on(table: str, place: str, period: str, more: str) -> int:
    first, last = period.strip("()").split(", ")
    return one(
        f"SELECT count(*) FROM cases_{table} t JOIN counted c ON c.id = t.case_id"
        f" WHERE coalesce(place, '') LIKE '{place}%' AND day BETWEEN {first} AND {last}"
        f" AND {more}"
    )


def victims(place: str, period: str, more: str = "reports > 0") -> int:
    return rows_on("victim", place, period, f"{VICTIM} AND {more}")


def suspects(place: str, period: str, more: str = "true") -> int:
    return rows_on("suspect", place, period, f"{SUSPECT} AND {more}")


def reports(place: str, period: str) -> int:
    return rows_on("policereport", place, period, "withdrawn_at IS NULL")


def found() -> dict:
    """The same figures as this register has them."""
    return dict(zip(FIGURES, [*nation(), *kaltim(), *elsewhere()], strict=True))


def nation() -> list:
    groups = [
        "sex = 'male' AND age_group = 'adult'",
        "sex = 'female' AND age_group = 'adult'",
        "sex = 'female' AND age_group = 'child'",
        "sex = 'male' AND age_group = 'child'",
        "'not_recorded' IN (sex, age_group)",
    ]
    with_lp = "reports > 0"
    return [
        reports("", TO_NOVEMBER),
        suspects("", TO_NOVEMBER),
        cases("", OF_2025, with_lp),
        suspects("", OF_2025, with_lp),
        victims("", OF_2025),
        [victims("", OF_2025, f"reports > 0 AND {group}") for group in groups],
        [cases("", OF_2025, f"{with_lp} AND progress = {n}") for n in range(1, 6)],
        [
            cases("", OF_2025, f"{with_lp} AND {modus}")
            for modus in (MIGRANTS, "modus = 'mail_order_bride'")
        ],
    ]


def kaltim() -> list:
    to_october = "('2025-01-01', '2025-10-31')"
    pimps = suspects("64", TO_NOVEMBER, "'pimp' = ANY (roles)")
    return [
        reports("64", TO_NOVEMBER),
        [
            cases("64", OF_2025, "reports > 0"),
            cases("64", "('2024-01-01', '2024-12-31')", "reports > 0"),
        ],
        victims("64", to_october, "age_group = 'child'"),
        pimps * 2 > suspects("64", TO_NOVEMBER),
        rows(
            "SELECT modus, reports, min(age_group) FROM counted c"
            " JOIN cases_victim v ON v.case_id = c.id AND v.withdrawn_at IS NULL"
            " WHERE place LIKE '64.71%' AND day BETWEEN '2025-01-01' AND '2025-11-12'"
            " GROUP BY c.id, modus, reports ORDER BY modus"
        ),
        *balikpapan(),
        is_rising([cases("64.72", f"('{y}-01-01', '{y}-12-31')") for y in YEARS]),
    ]


YEARS = (2023, 2024, 2025)


def is_rising(numbers: list[int]) -> bool:
    return numbers == sorted(set(numbers))


def balikpapan() -> list[bool]:
    since = "('2020-01-01', '2099-12-31')"
    of, among = cases("64.71", since, SOCIAL), cases("64.71", since)
    ranked = rows(
        "SELECT left(place, 5), count(*) FROM counted WHERE place LIKE '64.%'"
        " AND day BETWEEN '2020-01-01' AND '2024-01-31' GROUP BY 1 ORDER BY 2 DESC"
    )
    is_first = ranked[0][0] == "64.71" and ranked[0][1] > ranked[1][1]
    return [among >= 10 and of > 0.7 * among, is_first]


def elsewhere() -> list:
    years = (
        "('2022-01-01', '2022-12-31')",
        "('2023-01-01', '2023-12-31')",
        "('2024-07-01', '2024-12-31')",
    )
    men = "reports > 0 AND sex = 'male' AND age_group = 'adult'"
    to_november = "('2024-01-01', '2024-11-30')"
    to_august = "('2025-01-01', '2025-08-31')"
    since = "('2020-01-01', '2099-12-31')"
    return [
        [(reports("65", year), victims("65", year)) for year in years],
        victims("65", since, men) * 2 > victims("65", since),
        [
            reports("63", to_november),
            suspects("63", to_november),
            victims("63", to_november),
            victims("63", to_november, "reports > 0 AND sex = 'female'"),
            victims("63", to_november, "reports > 0 AND age_group = 'child'"),
        ],
        [
            cases("21", to_august, "reports > 0"),
            victims("21", to_august),
            suspects("21", to_august),
        ],
        one("SELECT count(*) FROM counted WHERE reports > 1"),
        one(
            "SELECT count(DISTINCT left(place, 2)) FROM counted WHERE place ~ '^[0-9]'"
        ),
    ]
