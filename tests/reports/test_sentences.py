"""The sentences of a report say each cell once, as police releases do."""

import pytest

from reports.sentences import change_said, sentences, share_said
from tests.reports.examples import counts

NOTHING = {
    "reports": 0,
    "suspects": 0,
    "victims": [("perempuan dewasa", 0), ("anak perempuan", 0)],
    "children": 0,
    "cases": 0,
    "progress": [("lidik", 0)],
    "modus": [("prostitusi daring", 0)],
    "roles": [("Mucikari/mami", 0)],
    "before": None,
}


def test_a_month_in_the_order_of_a_release_each_unit_under_its_name():
    assert sentences(counts(cases=3, modus=[("prostitusi daring", 3)])) == [
        (
            "Oktober 2025: 2 laporan polisi (LP), 3 perkara, tersangka 3 orang, korban"
            " (diduga atau terkonfirmasi) 3 orang: perempuan dewasa 1 orang dan anak"
            " perempuan 2 orang."
        ),
        "Jumlah LP turun 1 laporan (−33,3%) dibanding Oktober 2024 (3 laporan).",
        "Korban anak 2 dari 3 orang (66,7%).",
        "Kemajuan 3 perkara: 1 lidik dan 1 sidik.",
        "Modus: prostitusi daring, 3 dari 3 perkara (100,0%).",
        "Peran tersangka terbanyak: mucikari/mami, 2 dari 3 orang (66,7%).",
    ]


def test_a_month_of_nothing_says_so():
    assert sentences(counts(**NOTHING)) == [
        (
            "Oktober 2025: tidak ada laporan polisi (LP), tidak ada perkara, tidak ada"
            " tersangka, tidak ada korban."
        )
    ]


def test_nobody_is_called_rescued_and_no_report_a_case():
    told = " ".join(sentences(counts(reports=9, cases=7, before=4)))
    assert "diselamatkan" not in told
    assert "9 laporan polisi (LP), 7 perkara" in told
    assert "Jumlah LP naik 5 laporan" in told


def test_victims_without_children():
    told = sentences(counts(victims=[("laki-laki dewasa", 4)], children=0))
    assert "Tidak ada korban anak." in told


def test_three_groups_are_listed_with_commas():
    groups = [("perempuan dewasa", 1_200), ("anak perempuan", 1), ("anak laki-laki", 1)]
    assert sentences(counts(victims=groups))[0].endswith(
        "korban (diduga atau terkonfirmasi) 1.202 orang: perempuan dewasa 1.200 orang,"
        " anak perempuan 1 orang, dan anak laki-laki 1 orang."
    )


def test_change_upwards_from_nothing_and_none():
    told = [sentences(counts(reports=3, before=n))[1] for n in (2, 0, 3)]
    assert told == [
        "Jumlah LP naik 1 laporan (+50,0%) dibanding Oktober 2024 (2 laporan).",
        "Jumlah LP naik 3 laporan dibanding Oktober 2024 (tidak ada LP).",
        "Jumlah LP tetap dibanding Oktober 2024 (3 laporan).",
    ]
    assert "tetap dibanding Oktober 2024 (tidak ada LP)" in " ".join(
        sentences(counts(reports=0, before=0))
    )
    assert "dibanding" not in " ".join(sentences(counts(before=None)))


@pytest.mark.parametrize(
    ("modus", "said"),
    [
        ([], None),
        ([("a", 0)], None),
        ([("a", 1), ("b", 1)], None),
        ([("a", 1), ("b", 1), ("c", 1), ("d", 1)], None),
        ([("a", 1)], "Modus: a, 1 dari 9 perkara (11,1%)."),
        ([("a", 2), ("b", 1)], "Modus terbanyak: a, 2 dari 9 perkara (22,2%)."),
        (
            [("a", 2), ("b", 2), ("c", 1)],
            "Modus terbanyak: a dan b, masing-masing 2 dari 9 perkara (22,2%).",
        ),
        (
            [("a", 3), ("b", 3), ("PMI nonprosedural", 3)],
            (
                "Modus terbanyak: a, b, dan PMI nonprosedural, masing-masing 3 dari 9"
                " perkara (33,3%)."
            ),
        ),
        (
            [("a", 2), ("b", 2), ("c", 2), ("d", 2), ("e", 1)],
            "Modus terbanyak: 4 jenis, masing-masing 2 dari 9 perkara (22,2%).",
        ),
        (
            [("a", 2), ("b", 5), ("c", 0), ("d", 2)],
            (
                "Modus terbanyak: b, 5 dari 9 perkara (55,6%); berikutnya a dan d,"
                " masing-masing 2 perkara."
            ),
        ),
        # Three that share the second place would make four: all stand in the table.
        (
            [("a", 3), ("b", 2), ("c", 2), ("d", 2)],
            "Modus terbanyak: a, 3 dari 9 perkara (33,3%).",
        ),
    ],
)
def test_a_tie_is_told_as_one_and_what_occurs_once_each_is_not_frequent(modus, said):
    told = [s for s in sentences(counts(modus=modus, cases=9)) if s[:5] == "Modus"]
    assert told == ([said] if said else [])


def test_equally_frequent_roles_share_their_sentence():
    told = sentences(
        counts(roles=[("Perekrut", 2), ("Mucikari/mami", 2), ("PJTKI", 1)])
    )
    assert told[-1] == (
        "Peran tersangka terbanyak: perekrut dan mucikari/mami, masing-masing 2 dari"
        " 3 orang (66,7%)."
    )


def test_shares_round_half_up_and_never_divide_by_nothing():
    assert [share_said(*n) for n in ((1, 3), (1, 16), (3, 16), (7, 7), (0, 0))] == [
        "33,3%",
        "6,3%",
        "18,8%",
        "100,0%",
        "–",
    ]
    assert [change_said(*n) for n in ((3, 2), (1, 3), (30, 1), (5, 0))] == [
        "+50,0%",
        "−66,7%",
        "+2.900,0%",
        "–",
    ]
