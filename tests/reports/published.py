"""Published figures that the practice register must show (F4), as questions to a door.

Sources and wording: `reports/data/external_figures.json`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.reports.recount import Question

START, TO_NOVEMBER, YEAR_END = date(2025, 1, 1), date(2025, 11, 12), date(2025, 12, 31)
OF_2025, UNTIL_NOVEMBER = (START, YEAR_END), (START, TO_NOVEMBER)
SINCE_2020 = (date(2020, 1, 1), date(2026, 11, 20))
WITH_LP = {"has_lp": "true"}
SOCIAL = ("michat", "instagram", "whatsapp")
MIGRANTS = (
    "non_procedural_pmi",
    "fake_job_overseas",
    "fake_job_scam_centre",
    "fake_job_online_admin",
    "umrah_visit_visa",
    "abk_recruitment",
)
Ask = Callable[[Question], dict[str, Any]]


def asked(
    figure: str,
    region: str,
    period: tuple[date, date],
    by: str = "",
    **narrowed: str,
) -> Question:
    return Question(figure, *period, region, tuple(by.split()), narrowed)


@dataclass(frozen=True)
class Pin:
    """A published number: the total, and cells that are named beside it. `source` is
    its statement's code and its name there."""

    says: str
    question: Question
    total: int
    cells: dict[tuple[str, ...], int] = field(default_factory=dict)
    source: tuple[str, str] | None = None


def whole(of: int) -> tuple[date, date]:
    return date(of, 1, 1), date(of, 12, 31)


NOVEMBER = "gugus-tugas-pusat-karorenmin-stamaops-id-2025-01-01-2025-11-12"
YEAR = "bareskrim-year-end-id-2025-01-01-2025-12-31"
KALTIM = "gugus-tugas-pusat-64-2025-01-01-2025-11-12"
KALTARA_2022 = "polda-kaltara-year-end-65-2022-01-01-2022-12-31"
KALTARA_2023 = "polda-kaltara-year-end-65-2023-01-01-2023-12-31"
KALSEL = "polda-kalsel-63-2024-01-01-2024-11-30"
KEPRI = "polda-kepri-21-2025-01-01-2025-08-31"

PINS = (
    Pin(
        "364 laporan TPPO secara nasional hingga November 2025",
        asked("police_reports", "ID", UNTIL_NOVEMBER),
        364,
        source=(NOVEMBER, "lp"),
    ),
    Pin(
        "dengan 478 tersangka",
        asked("suspects", "ID", UNTIL_NOVEMBER),
        478,
        source=(NOVEMBER, "suspects"),
    ),
    Pin(
        "403 perkara: sidik 243, P-21 79, lidik 70, dilimpahkan 7, dihentikan 4",
        asked("cases", "ID", OF_2025, "progress", **WITH_LP),
        403,
        {
            ("sidik",): 243,
            ("p21",): 79,
            ("lidik",): 70,
            ("dilimpahkan",): 7,
            ("dihentikan",): 4,
            ("no_lp",): 0,
        },
        source=(YEAR, "cases"),
    ),
    Pin(
        "505 tersangka",
        asked("suspects", "ID", OF_2025, **WITH_LP),
        505,
        source=(YEAR, "suspects"),
    ),
    Pin(
        "1.239 korban: 576 laki-laki, 419 perempuan, 97 anak perempuan, 20 anak laki",
        asked("victims", "ID", OF_2025, "sex age_group", **WITH_LP),
        1239,
        {
            ("male", "adult"): 576,
            ("female", "adult"): 419,
            ("female", "child"): 97,
            ("male", "child"): 20,
        },
        source=(YEAR, "victims"),
    ),
    Pin(
        "pengantin pesanan 4",
        asked("cases", "ID", OF_2025, "modus", **WITH_LP),
        403,
        {("mail_order_bride",): 4},
    ),
    Pin(
        "Polda Kaltim 20 laporan",
        asked("police_reports", "64", UNTIL_NOVEMBER),
        20,
        source=(KALTIM, "lp"),
    ),
    Pin(
        "Kaltim 2025: 30 perkara",
        asked("cases", "64", OF_2025, **WITH_LP),
        30,
        source=("polda-kaltim-year-end-64-2025-01-01-2025-12-31", "cases"),
    ),
    Pin(
        "Kaltim 2024: 28 perkara",
        asked("cases", "64", whole(2024), **WITH_LP),
        28,
        source=("polda-kaltim-year-end-64-2024-01-01-2024-12-31", "cases"),
    ),
    Pin(
        "12 anak menjadi korban di Kaltim sepanjang Januari hingga Oktober 2025",
        asked("child_victims", "64", (START, date(2025, 10, 31))),
        12,
        source=("kemen-pppa-simfoni-ppa-64-2025-01-01-2025-10-31", "child_victims"),
    ),
    Pin(
        "dua kasus di Balikpapan: menjual pacarnya sendiri, dan anak di bawah umur",
        asked("cases", "64.71", UNTIL_NOVEMBER, "modus"),
        2,
        {("selling_partner",): 1, ("pimping_online",): 1},
        source=("polresta-balikpapan-64-71-2025-01-01-2025-11-12", "cases"),
    ),
    Pin(
        "keduanya dengan LP",
        asked("cases", "64.71", UNTIL_NOVEMBER, **WITH_LP),
        2,
    ),
    Pin(
        "satu di antaranya anak",
        asked("child_victims", "64.71", UNTIL_NOVEMBER, "modus"),
        1,
        {("pimping_online",): 1},
    ),
    Pin(
        "Kaltara 2022: 10 perkara",
        asked("cases", "65", whole(2022), **WITH_LP),
        10,
        source=(KALTARA_2022, "cases"),
    ),
    Pin(
        "Kaltara 2022: 112 korban",
        asked("victims", "65", whole(2022)),
        112,
        source=(KALTARA_2022, "victims"),
    ),
    Pin(
        "Kaltara 2023: 26 perkara",
        asked("cases", "65", whole(2023), **WITH_LP),
        26,
        source=(KALTARA_2023, "cases"),
    ),
    Pin(
        "Kaltara 2023: 148 korban",
        asked("victims", "65", whole(2023)),
        148,
        source=(KALTARA_2023, "victims"),
    ),
    Pin(
        "Kalsel 2024 sampai November: 13 LP",
        asked("police_reports", "63", (date(2024, 1, 1), date(2024, 11, 30))),
        13,
        source=(KALSEL, "lp"),
    ),
    Pin(
        "15 tersangka",
        asked("suspects", "63", (date(2024, 1, 1), date(2024, 11, 30))),
        15,
        source=(KALSEL, "suspects"),
    ),
    Pin(
        "tujuh korban, semuanya perempuan, mayoritas di bawah umur",
        asked("victims", "63", (date(2024, 1, 1), date(2024, 11, 30)), "sex age_group"),
        7,
        {("female", "child"): 4, ("female", "adult"): 3},
        source=(KALSEL, "victims"),
    ),
    Pin(
        "Kepri Januari sampai Agustus 2025: 60 perkara",
        asked("cases", "21", (START, date(2025, 8, 31)), **WITH_LP),
        60,
        source=(KEPRI, "cases"),
    ),
    Pin(
        "189 korban",
        asked("victims", "21", (START, date(2025, 8, 31)), **WITH_LP),
        189,
        source=(KEPRI, "victims"),
    ),
    Pin(
        "84 tersangka",
        asked("suspects", "21", (START, date(2025, 8, 31))),
        84,
        source=(KEPRI, "suspects"),
    ),
)


def wrong_pins(ask: Ask) -> Iterator[str]:
    """A line for each pinned number that the door tells otherwise."""
    for pin in PINS:
        told = ask(pin.question)
        cells = {key: told["cells"].get(key, 0) for key in pin.cells}
        if (told["total"], cells) != (pin.total, pin.cells):
            yield f"{pin.says}: {told['total']} {cells}"


def untrue(ask: Ask) -> list[str]:
    """What was said in words and does not hold."""
    return [says for says, holds in comparisons(ask).items() if not holds]


def comparisons(ask: Ask) -> dict[str, bool]:
    """What was said in words, each true or not."""
    pimps = ask(asked("suspects", "64", UNTIL_NOVEMBER, "role"))
    migrants = ask(asked("cases", "ID", OF_2025, "modus", **WITH_LP))["cells"]
    platforms = ask(asked("cases", "64.71", SINCE_2020, "platform"))
    social = sum(platforms["cells"].get((code,), 0) for code in SOCIAL)
    early = ask(asked("cases", "64", (date(2020, 1, 1), date(2024, 1, 31)), "region"))[
        "cells"
    ]
    others = [n for key, n in early.items() if key != ("64.71",)]
    samarinda = [ask(asked("cases", "64.72", whole(y)))["total"] for y in YEARS]
    ranks = ask(asked("police_reports", "ID", UNTIL_NOVEMBER, "region"))["cells"]
    men = ask(asked("victims", "65", SINCE_2020, "sex age_group", **WITH_LP))
    return {
        "Kaltim: mayoritas pelaku mucikari": pimps["cells"]["pimp",] * 2
        > pimps["total"],
        "239 perkara PMI": sum(migrants[code,] for code in MIGRANTS) == 239,
        "one platform at most, so that shares add up": sum(platforms["cells"].values())
        == platforms["total"],
        "Balikpapan: lebih dari 70 persen media sosial": platforms["total"] >= 10
        and social > 0.7 * platforms["total"],
        "Balikpapan tertinggi 2020 hingga Januari 2024": early["64.71",] > max(others),
        "Samarinda meningkat": samarinda == sorted(set(samarinda)),
        "Kaltim: peringkat tujuh": sorted(ranks.values())[-7] == ranks["64",]
        and list(ranks.values()).count(ranks["64",]) == 1,
        "Kaltara: kebanyakan laki-laki dewasa": men["cells"]["male", "adult"] * 2
        > men["total"],
        "all 38 provinces": len([n for key, n in ranks.items() if n and "." not in key])
        == 38,
    }


YEARS = (2023, 2024, 2025)
COMPARED = 9  # lines of `comparisons`
