"""The cast: invented people of the demo register and of the tests.

Their posts are chosen so that each one shows who may see what; `citra` must see
nothing of Balikpapan. In production a username is an NRP or NIP.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agencies.choices import AssignmentKind, Role

PASSWORD = "latihan-tppo-2025"  # noqa: S105 - no secret: the demo prints it on its sign-in page


@dataclass(frozen=True, slots=True)
class Member:
    """One person, the post she holds, and the line that introduces her."""

    username: str
    full_name: str
    agency: str
    role: Role
    title: str
    label: Promise
    region: str | None = None
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class SecondHat:
    """A post that somebody holds beside her own, by letter, until the year ends."""

    username: str
    agency: str
    role: Role
    title: str
    kind: AssignmentKind
    letter_number: str


CAST = (
    Member(
        "sari",
        "Sari Wulandari",
        "POLRESTA-BPP-PPA",
        Role.OFFICER,
        "Penyidik pembantu Unit PPA",
        _("Petugas, Unit PPA Polresta Balikpapan"),
    ),
    Member(
        "budi",
        "Budi Hartono",
        "POLRESTA-BPP-PPA",
        Role.OFFICER,
        "Penyidik Unit PPA",
        _("Petugas, Unit PPA Polresta Balikpapan; juga BKO di Penajam Paser Utara"),
    ),
    Member(
        "rini",
        "Rini Astuti",
        "POLRESTA-BPP-PPA",
        Role.SUPERVISOR,
        "Kepala Unit PPA",
        _("Atasan langsung, Unit PPA Polresta Balikpapan"),
    ),
    Member(
        "dewi",
        "Dewi Kartikasari",
        "POLDA-KALTIM",
        Role.SUPERVISOR,
        "Direktur Reserse Kriminal Umum",
        _("Atasan satuan, Polda Kalimantan Timur"),
    ),
    Member(
        "citra",
        "Ni Luh Citra Pramesti",
        "POLRESTA-DPS-PPA",
        Role.OFFICER,
        "Penyidik Unit PPA",
        _("Petugas, Unit PPA Polresta Denpasar"),
    ),
    Member(
        "wati",
        "Kurniawati Lestari",
        "UPTD-PPA-BPP",
        Role.CASE_MANAGER,
        "Manajer kasus",
        _("Manajer kasus, UPTD PPA Kota Balikpapan"),
    ),
    Member(
        "dina",
        "Dina Anggraini",
        "DINSOS-BPP",
        Role.OFFICER,
        "Pekerja sosial",
        _("Petugas, Dinas Sosial Kota Balikpapan"),
    ),
    Member(
        "joko",
        "Joko Prasetyo",
        "KEJARI-BPP",
        Role.OFFICER,
        "Jaksa penuntut umum",
        _("Jaksa, Kejaksaan Negeri Balikpapan"),
    ),
    Member(
        "nur",
        "Nur Aisyah Tahir",
        "P4MI-NNK",
        Role.OFFICER,
        "Petugas pelindungan pekerja migran",
        _("Petugas, P4MI Nunukan (BP3MI Kalimantan Utara)"),
    ),
    Member(
        "seto",
        "Seto Adiwibowo",
        "DKP3A-KALTIM",
        Role.SECRETARIAT,
        "Sekretariat Gugus Tugas Provinsi Kalimantan Timur",
        _("Sekretariat Gugus Tugas Provinsi Kalimantan Timur"),
        region="64",
    ),
    Member(
        "eko",
        "Eko Nugroho",
        "POLRI-STAMAOPS",
        Role.ANALYST,
        "Analis Sekretariat Gugus Tugas Pusat",
        _("Analis, Sekretariat Gugus Tugas Pusat"),
        region="ID",
    ),
    Member(
        "ani",
        "Ani Rahmawati",
        "POLRI",
        Role.AUDITOR,
        "Auditor akses data",
        _("Auditor: membaca jejak audit, bukan isi perkara"),
    ),
    Member(
        "hadi",
        "Hadi Santoso",
        "POLRI-DIVPROPAM",
        Role.SUPERVISOR,
        "Kepala Bagian Pengamanan Internal",
        _("Propam: meninjau akses bila pimpinan satuan sendiri yang dimaksud"),
    ),
    Member(
        "tono",
        "Tono Suryadi",
        "POLRI",
        Role.ADMINISTRATOR,
        "Administrator sistem",
        _("Administrator sistem: mengelola akun, tidak membaca perkara"),
    ),
    Member(
        "yuli",
        "Yuliana Siregar",
        "POLRI",
        Role.ADMINISTRATOR,
        "Administrator sistem kedua",
        _("Administrator kedua: menyetujui jabatan yang diminta Tono"),
    ),
    Member(
        "agus",
        "Agus Setiawan",
        "POLRESTA-BPP-PPA",
        Role.OFFICER,
        "Bintara Unit PPA",
        _("Akun yang dibekukan: ditolak saat masuk"),
        suspended=True,
    ),
)

SECOND_HATS = (
    SecondHat(
        "budi",
        "POLRES-PPU-PPA",
        Role.OFFICER,
        "Penyidik Unit PPA (BKO)",
        AssignmentKind.BKO,
        "Sprin/417/IX/2025",
    ),
)

ACCOUNTS = [(member.username, member.label) for member in CAST]
