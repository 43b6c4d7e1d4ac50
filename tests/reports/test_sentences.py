"""The sentences of a report say each cell once, as police releases do."""

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


def test_a_month_in_the_words_of_a_release():
    assert sentences(counts()) == [
        (
            "Oktober 2025: jumlah LP 2 perkara, tersangka 3 orang, korban diselamatkan"
            " 3 orang: perempuan dewasa 1 orang dan anak perempuan 2 orang."
        ),
        "Jumlah LP turun 1 perkara (−33,3%) dibanding Oktober 2024 (3 perkara).",
        "Korban anak 2 dari 3 orang (66,7%).",
        "Kemajuan 2 perkara: lidik 1 dan sidik 1.",
        "Modus terbanyak: prostitusi daring 2, dari 2 perkara.",
        "Peran tersangka terbanyak: mucikari/mami, 2 dari 3 orang (66,7%).",
    ]


def test_a_month_of_nothing_says_so():
    assert sentences(counts(**NOTHING)) == [
        "Oktober 2025: tidak ada LP, tidak ada tersangka, tidak ada korban."
    ]


def test_victims_without_children():
    told = sentences(counts(victims=[("laki-laki dewasa", 4)], children=0))
    assert "Tidak ada korban anak." in told


def test_three_groups_are_listed_with_commas():
    groups = [("perempuan dewasa", 1_200), ("anak perempuan", 1), ("anak laki-laki", 1)]
    assert sentences(counts(victims=groups))[0].endswith(
        "korban diselamatkan 1.202 orang: perempuan dewasa 1.200 orang, anak perempuan"
        " 1 orang, dan anak laki-laki 1 orang."
    )


def test_change_upwards_from_nothing_and_none():
    told = [sentences(counts(reports=3, before=n))[1] for n in (2, 0, 3)]
    assert told == [
        "Jumlah LP naik 1 perkara (+50,0%) dibanding Oktober 2024 (2 perkara).",
        "Jumlah LP naik 3 perkara dibanding Oktober 2024 (tidak ada LP).",
        "Jumlah LP tetap dibanding Oktober 2024 (3 perkara).",
    ]
    assert "tetap dibanding Oktober 2024 (tidak ada LP)" in " ".join(
        sentences(counts(reports=0, before=0))
    )
    assert "dibanding" not in " ".join(sentences(counts(before=None)))


def test_equally_frequent_roles_share_their_sentence():
    told = sentences(
        counts(roles=[("Perekrut", 2), ("Mucikari/mami", 2), ("PJTKI", 1)])
    )
    assert told[-1] == (
        "Peran tersangka terbanyak: perekrut dan mucikari/mami, masing-masing 2 dari"
        " 3 orang (66,7%)."
    )
    many = [(f"Peran {n}", 1) for n in range(5)]
    assert not [s for s in sentences(counts(roles=many)) if s.startswith("Peran")]


def test_only_three_modus_are_named_the_most_first():
    modus = [("a", 1), ("b", 5), ("c", 0), ("d", 2), ("e", 1)]
    told = sentences(counts(modus=modus, cases=9))
    assert "Modus terbanyak: b 5, d 2, dan a 1, dari 9 perkara." in told


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
