"""A whole report of an invented month, to typeset."""

from datetime import date

from reports import drawing
from reports.monthly import (
    Edition,
    External,
    Letter,
    Letterhead,
    MonthlyReport,
    Row,
    Signature,
    Table,
    Tile,
)
from reports.sentences import Counts

MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt")
NOW, BEFORE = (2, 1, 3, 2, 2, 3, 1, 2, 1, 2), (2, 3, 1, 2, 3, 2, 3, 1, 2, 3)
REGIONS = {
    "64.72": ("Kota Samarinda", 6, 8, 6),
    "64.02": ("Kutai Kartanegara", 4, 5, 2),
    "64.71": ("Kota Balikpapan", 2, 2, 1),
    "64.08": ("Kutai Timur", 2, 3, 1),
    "64.03": ("Berau", 1, 3, 1),
    "64.74": ("Kota Bontang", 1, 1, 0),
    "64.01": ("Paser", 1, 1, 0),
    "64.07": ("Kutai Barat", 1, 1, 1),
    "64.09": ("Penajam Paser Utara", 1, 1, 0),
    "64.11": ("Mahakam Ulu", 0, 0, 0),
}


def breakdown(caption, noun, columns, rows, whole, **more) -> Table:
    values = tuple(Row(label, numbers) for label, *numbers in rows)
    values = tuple(Row(row.label, tuple(row.values)) for row in values)
    sums = [sum(v) for v in zip(*(row.values for row in values), strict=True)]
    more = {"total": Row("Jumlah", tuple(sums)), "bars": True} | more
    return Table(caption, noun, columns, values, whole=whole, **more)


def counts(**more) -> Counts:
    told = {
        "period": "Oktober 2025",
        "reports": 2,
        "suspects": 3,
        "victims": [
            ("perempuan dewasa", 1),
            ("anak perempuan", 2),
            ("laki-laki dewasa", 0),
            ("anak laki-laki", 0),
            ("tidak tercatat", 0),
        ],
        "children": 2,
        "cases": 2,
        "progress": [("belum LP", 0), ("lidik", 1), ("sidik", 1), ("P-21", 0)],
        "modus": [("prostitusi daring", 2), ("kerja palsu", 0)],
        "roles": [("Mucikari/mami", 2), ("Perekrut", 1)],
        "before": 3,
        "before_period": "Oktober 2024",
    }
    return Counts(**told | more)


def report(**more) -> MonthlyReport:
    two = ("Okt 2025", "Jan–Okt 2025")
    told = {
        "region": "Kalimantan Timur",
        "period": "Oktober 2025",
        "span": "Januari–Oktober 2025",
        "made_on": date(2025, 11, 3),
        "letter": Letter(
            Letterhead(
                ("KEPOLISIAN NEGARA REPUBLIK INDONESIA", "DAERAH KALIMANTAN TIMUR"),
                "Jalan Contoh Nomor 1, Balikpapan",
            ),
            place="Balikpapan",
            subject="laporan bulanan penanganan TPPO bulan Oktober 2025",
            to=("KEPALA KEPOLISIAN NEGARA", "REPUBLIK INDONESIA", "u.p. KABARESKRIM"),
            to_place="Jakarta",
            references=(
                "Undang-Undang Nomor 21 Tahun 2007;",
                "Peraturan Presiden Nomor 49 Tahun 2023.",
            ),
            copies=("Kapolda Kalimantan Timur.", "Gubernur Kalimantan Timur."),
        ),
        "signature": Signature(
            ("a.n. KEPALA KEPOLISIAN DAERAH KALTIM", "DIREKTUR RESKRIMUM"),
            "DEWI KARTIKA, S.H., M.H.",
            "KOMISARIS BESAR POLISI NRP 00000000",
        ),
        "edition": Edition(
            "64-2025-10/1", False, "1 November 2025 pukul 03.00 WITA", "9f31c07a" * 8
        ),
        "month": counts(),
        "so_far": counts(
            period="Januari–Oktober 2025",
            reports=19,
            suspects=23,
            victims=[
                ("perempuan dewasa", 11),
                ("anak perempuan", 11),
                ("laki-laki dewasa", 1),
                ("anak laki-laki", 1),
                ("tidak tercatat", 1),
            ],
            children=12,
            cases=21,
            progress=[
                ("belum LP", 2),
                ("lidik", 2),
                ("sidik", 6),
                ("P-21", 9),
                ("dihentikan", 1),
                ("dilimpahkan", 1),
            ],
            modus=[
                ("prostitusi daring (open BO)", 9),
                ("prostitusi melalui mucikari", 4),
                ("kerja palsu dalam negeri", 3),
                ("menjual pasangan sendiri", 2),
            ],
            roles=[("Mucikari/mami", 14), ("Perekrut", 4)],
            before=22,
            before_period="Januari–Oktober 2024",
        ),
        "tiles": (
            Tile("Laporan polisi", 2, "−1 dari Oktober 2024"),
            Tile("Perkara", 2, "−1 dari Oktober 2024"),
            Tile("Korban", 3, "anak 2 dari 3 orang"),
            Tile("Tersangka", 3, "tetap"),
        ),
        "figures": Table(
            "Ringkasan. Dasar: tanggal LP pertama; wilayah: tempat kejadian utama.",
            "Satuan",
            ("Okt 2025", "Okt 2024", "Jan–Okt 2025", "Jan–Okt 2024"),
            (
                Row("Laporan polisi (LP)", (2, 3, 19, 22)),
                Row("Perkara", (2, 3, 21, 23)),
                Row("Korban (orang)", (3, 4, 25, 30)),
                Row("Korban anak (orang)", (2, 1, 12, None)),
                Row("Tersangka (orang)", (3, 3, 23, 23)),
            ),
            change=True,
        ),
        "victims": breakdown(
            "Korban menurut kelompok.",
            "Korban",
            two,
            [
                ("Perempuan dewasa", 1, 11),
                ("Anak perempuan", 2, 11),
                ("Laki-laki dewasa", 0, 1),
                ("Anak laki-laki", 0, 1),
                ("Tidak tercatat", 0, 1),
            ],
            25,
        ),
        "suspects": breakdown(
            "Tersangka menurut peran.",
            "Peran",
            two,
            [
                ("Mucikari/mami", 2, 14),
                ("Perekrut", 1, 4),
                ("Pasangan atau keluarga korban", 0, 2),
                ("Pengelola tempat usaha", 0, 2),
                ("Tidak tercatat", 0, 1),
            ],
            23,
            total=None,
            note="Seorang tersangka dapat berperan lebih dari satu; semuanya 23.",
        ),
        "modus": breakdown(
            "Perkara menurut modus utama.",
            "Modus utama",
            ("Jan–Okt",),
            [
                ("Prostitusi daring (open BO)", 9),
                ("Prostitusi melalui mucikari", 4),
                ("Kerja palsu dalam negeri", 3),
                ("Menjual pasangan sendiri", 2),
                ("Tidak tercatat", 3),
            ],
            21,
        ),
        "platforms": breakdown(
            "Perkara menurut platform.",
            "Platform",
            ("Jan–Okt",),
            [
                ("MiChat", 10),
                ("WhatsApp", 6),
                ("Facebook", 3),
                ("Instagram", 2),
                ("Telegram", 1),
                ("Tanpa platform", 6),
            ],
            21,
            total=None,
            note="Satu perkara dapat memuat lebih dari satu platform; seluruhnya 21.",
        ),
        "progress": Table(
            "Perkara menurut kelompok kemajuan.",
            "Perkara",
            (
                "Belum LP",
                "Lidik",
                "Sidik",
                "P-21",
                "Dihentikan",
                "Dilimpahkan",
                "Jumlah",
            ),
            (
                Row("Oktober 2025", (0, 1, 1, 0, 0, 0, 2)),
                Row("Januari–Oktober 2025", (2, 2, 6, 9, 1, 1, 21)),
            ),
        ),
        "regions": Table(
            "Januari–Oktober 2025, tempat kejadian utama.",
            "Kabupaten/kota",
            ("LP", "Korban", "Anak"),
            (
                *(Row(name, tuple(numbers)) for name, *numbers in REGIONS.values()),
                Row("Luar negeri", (0, 0, 0)),
                Row("Tidak tercatat", (0, 0, 0)),
            ),
            total=Row("Kalimantan Timur", (19, 25, 12)),
        ),
        "trend": drawing.Trend(
            "lp",
            "LP per bulan",
            "LP",
            "2025",
            tuple(drawing.Month(*m) for m in zip(MONTHS, NOW, BEFORE, strict=True)),
            before="2024",
        ),
        "map": drawing.Choropleth(
            "peta",
            "LP Januari–Oktober 2025",
            "LP",
            "64",
            {code: numbers[1] for code, numbers in REGIONS.items()},
        ),
        "external": (
            External(
                "Kemen PPPA (SIMFONI PPA), Kaltim", "anak korban, Jan–Okt 2025", 12, 12
            ),
            External("DKP3A Provinsi, Kaltim", "kasus TPPO, Jan–Okt 2025", 15, 21),
        ),
        "definitions": (
            (
                "Laporan polisi",
                "LP yang memuat dugaan TPPO, menurut tanggal LP (versi 1).",
            ),
            ("Perkara", "Menurut tanggal LP pertama, tanpa LP tanggal lapor."),
            (
                "Korban",
                (
                    "Orang per perkara yang diduga atau ditetapkan sebagai korban;"
                    " anak = di bawah 18 tahun pada saat eksploitasi."
                ),
            ),
            ("Tersangka", "Tersangka, terdakwa, terpidana, atau yang diputus bebas."),
            ("Wilayah", "Tempat kejadian utama, bukan daerah asal korban."),
        ),
        "practice": True,
    }
    return MonthlyReport(**told | more)
