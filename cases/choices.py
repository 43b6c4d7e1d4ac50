"""Words of the register that code branches on or that a law fixes.

Facts keep a member as its place in the list, so members are appended, never reordered
and never removed; `tests/cases/test_choices.py` holds the places.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.sections import TRADE_OF, Trade


class NumberedChoices(models.TextChoices):
    """Text choices whose place in the list is their number in the facts."""

    @property
    def number(self) -> int:
        return list(type(self)).index(self)


class Stage(NumberedChoices):
    """Stage of a case: UU 20/2025 (KUHAP), Kep JA 518/2001, Perkap 6/2019."""

    INTAKE = "intake", _("Pengaduan atau informasi awal")
    LP_ISSUED = "lp_issued", _("Laporan polisi terbit")
    PRE_INVESTIGATION = "pre_investigation", _("Penyelidikan")
    INVESTIGATION = "investigation", _("Penyidikan")
    SPDP_SENT = "spdp_sent", _("SPDP dikirim")
    SUSPECT_NAMED = "suspect_named", _("Penetapan tersangka")
    SUSPECT_DETAINED = "suspect_detained", _("Penahanan")
    SUSPECT_WANTED = "suspect_wanted", _("Daftar pencarian orang (DPO)")
    FILE_STAGE_1 = "file_stage_1", _("Tahap I (berkas ke JPU)")
    FILE_P18 = "file_p18", _("P-18 (hasil penyidikan belum lengkap)")
    FILE_P19 = "file_p19", _("P-19 (berkas dikembalikan dengan petunjuk)")
    FILE_P21 = "file_p21", _("P-21 (berkas lengkap)")
    FILE_STAGE_2 = "file_stage_2", _("Tahap II (tersangka dan barang bukti ke JPU)")
    INDICTED = "indicted", _("Dakwaan, dilimpahkan ke pengadilan")
    TRIAL = "trial", _("Persidangan")
    DEMAND = "demand", _("Tuntutan")
    VERDICT = "verdict", _("Putusan tingkat pertama")
    APPEAL = "appeal", _("Banding")
    CASSATION = "cassation", _("Kasasi")
    JUDICIAL_REVIEW = "judicial_review", _("Peninjauan kembali")
    FINAL = "final", _("Berkekuatan hukum tetap")
    EXECUTED = "executed", _("Eksekusi putusan")
    SP3 = "sp3", _("SP3 (penyidikan dihentikan)")
    LIDIK_STOPPED = "lidik_stopped", _("Penyelidikan dihentikan (SP2Lid)")
    PROSECUTION_STOPPED = "prosecution_stopped", _("Penuntutan dihentikan (SKP2)")
    DIVERTED = "diverted", _("Diversi (pelaku anak)")
    TRANSFERRED = "transferred", _("Dilimpahkan ke satuan atau instansi lain")


class Progress(NumberedChoices):
    """The groups of Polri releases, and `no_lp`, so that the total adds up."""

    NO_LP = "no_lp", _("Belum LP")
    LIDIK = "lidik", _("Lidik")
    SIDIK = "sidik", _("Sidik")
    P21 = "p21", _("P-21")
    STOPPED = "dihentikan", _("Dihentikan")
    TRANSFERRED = "dilimpahkan", _("Dilimpahkan")


class Sex(NumberedChoices):
    FEMALE = "female", _("Perempuan")
    MALE = "male", _("Laki-laki")
    NOT_RECORDED = "not_recorded", _("Tidak tercatat")


class AgeGroup(NumberedChoices):
    """UU 21/2007 art. 1(5): under 18, judged at the time of the exploitation."""

    CHILD = "child", _("Anak")
    ADULT = "adult", _("Dewasa")
    NOT_RECORDED = "not_recorded", _("Umur tidak tercatat")


class Determination(NumberedChoices):
    """HTCDS victim determination: staged, a person is presumed before confirmed."""

    INDICATED = "indicated", _("Terindikasi")
    PRESUMED = "presumed", _("Diduga korban")
    CONFIRMED = "confirmed", _("Terkonfirmasi korban")
    NOT_VICTIM = "not_victim", _("Bukan korban TPPO")

    @classmethod
    def counted(cls) -> tuple["Determination", ...]:
        """Those that figures count."""
        return (cls.PRESUMED, cls.CONFIRMED)


class Recording(NumberedChoices):
    """A victim may decline to be recorded: then a client code stands for her."""

    IDENTIFIED = "identified", _("Identitas dicatat")
    CLIENT_CODE = "client_code", _("Menolak dicatat (kode klien)")
    UNKNOWN = "unknown", _("Identitas belum diketahui")


class Whereabouts(NumberedChoices):
    WITH_FAMILY = "with_family", _("Bersama keluarga")
    SHELTER = "shelter", _("Di rumah aman")
    REPATRIATED = "repatriated", _("Sudah dipulangkan")
    ABROAD = "abroad", _("Di luar negeri")
    MISSING = "missing", _("Belum ditemukan")
    DECEASED = "deceased", _("Meninggal dunia")
    NOT_RECORDED = "not_recorded", _("Tidak tercatat")


class LegalStatus(NumberedChoices):
    """KUHAP: reported person, suspect, defendant, convicted, acquitted."""

    REPORTED = "reported", _("Terlapor")
    SUSPECT = "suspect", pgettext_lazy("one", "Tersangka")
    DEFENDANT = "defendant", _("Terdakwa")
    CONVICTED = "convicted", _("Terpidana")
    ACQUITTED = "acquitted", _("Bebas atau lepas")
    NOT_RECORDED = "not_recorded", _("Tidak tercatat")

    @classmethod
    def counted(cls) -> tuple["LegalStatus", ...]:
        """Those that figures count as suspects: named once, whatever came after."""
        return (cls.SUSPECT, cls.DEFENDANT, cls.CONVICTED, cls.ACQUITTED)


class Custody(NumberedChoices):
    """UU 20/2025 arts. 99–110: detention and its softer forms."""

    FREE = "free", _("Tidak ditahan")
    DETAINED = "detained", _("Ditahan")
    CITY_OR_HOUSE_ARREST = "city_or_house_arrest", _("Tahanan kota atau rumah")
    REPORTING_DUTY = "reporting_duty", _("Wajib lapor")
    WANTED = "wanted", _("DPO")
    DECEASED = "deceased", _("Meninggal dunia")
    NOT_RECORDED = "not_recorded", _("Tidak tercatat")


class PublicOffice(NumberedChoices):
    """Whether a suspect holds public office. UU 21/2007 art. 8 adds a third for a state
    official; and a case against one leaves the ordinary chain of command."""

    NONE = "none", _("Bukan penyelenggara negara")
    POLICE = "police", _("Anggota Polri")
    MILITARY = "military", _("Anggota TNI")
    OFFICIAL = "official", _("Penyelenggara negara atau ASN lain")
    NOT_RECORDED = "not_recorded", _("Tidak tercatat")

    @classmethod
    def in_power(cls) -> tuple["PublicOffice", ...]:
        return (cls.POLICE, cls.MILITARY, cls.OFFICIAL)


class Work(models.TextChoices):
    """What somebody is assigned to a case as."""

    INVESTIGATOR = "investigator", _("Penyidik (Surat Perintah)")
    PROSECUTOR = "prosecutor", _("Jaksa penuntut umum (P-16)")
    CASE_MANAGER = "case_manager", _("Manajer kasus")
    COMPANION = "companion", _("Pendamping")

    @classmethod
    def of(cls, agency_type: str) -> "tuple[Work, ...]":
        """What people of such an office are assigned as, the commonest first."""
        trade = TRADE_OF.get(agency_type)
        return _WORK_OF[trade] if trade else ()


_WORK_OF = {
    Trade.ENFORCEMENT: (Work.INVESTIGATOR, Work.COMPANION),
    Trade.PROSECUTION: (Work.PROSECUTOR, Work.COMPANION),
    Trade.SERVICE: (Work.CASE_MANAGER, Work.COMPANION),
}


class ReferralState(models.TextChoices):
    ASKED = "asked", _("Menunggu jawaban")
    ACCEPTED = "accepted", _("Diterima")
    DECLINED = "declined", _("Ditolak")
    ENDED = "ended", _("Berakhir")


class DeclineReason(models.TextChoices):
    """Why an office does not take a referral. A list: free text would name people."""

    NO_CAPACITY = "no_capacity", _("Kapasitas penuh")
    NOT_OUR_REMIT = "not_our_remit", _("Bukan kewenangan kami")
    NEEDS_MORE = "needs_more", _("Permintaan belum lengkap")
    NO_CONSENT = "no_consent", _("Korban tidak setuju")


class SightKind(models.TextChoices):
    """Why a case is open to one person by name."""

    NAMED = "named", _("Pembaca yang ditunjuk")
    BREAK_GLASS = "break_glass", _("Buka darurat")


class SightReason(models.TextChoices):
    """Why somebody gets a key to one case. A list: free text would name people."""

    OFFICIAL_SUSPECT = "official_suspect", _("Terlapor penyelenggara negara")
    HANDLING = "handling", _("Menangani perkara terbatas")
    OVERSIGHT = "oversight", _("Pengawasan internal (Propam, Irwasda, APIP)")
    THREAT = "threat", _("Ancaman terhadap nyawa atau keselamatan")
    MISSING = "missing", _("Korban hilang atau dibawa pergi")
    CHILD_ALONE = "child_alone", _("Anak tanpa pendamping")
    MEDICAL = "medical", _("Tindakan medis mendesak")
    COURT_ORDER = "court_order", _("Perintah pengadilan")

    @classmethod
    def of_emergency(cls) -> tuple["SightReason", ...]:
        return (cls.THREAT, cls.MISSING, cls.CHILD_ALONE, cls.MEDICAL, cls.COURT_ORDER)


class RestrictReason(models.TextChoices):
    """Why a case leaves the chain of command. A list: free text would name people."""

    OFFICIAL_SUSPECT = "official_suspect", _("Terlapor penyelenggara negara")
    INSIDER = "insider", _("Dugaan keterlibatan orang dalam")
    LEAK = "leak", _("Isi perkara bocor")
    THREAT = "threat", _("Ancaman terhadap korban, saksi, atau petugas")
    PROTECTED = "protected", _("Korban atau saksi dalam perlindungan LPSK")

    @classmethod
    def by_hand(cls) -> tuple["RestrictReason", ...]:
        """Of a suspect in office the register knows by itself."""
        return tuple(each for each in cls if each != cls.OFFICIAL_SUSPECT)


class Verdict(models.TextChoices):
    """What whoever answers for her finds of what somebody opened."""

    JUSTIFIED = "justified", _("Beralasan")
    UNJUSTIFIED = "unjustified", _("Tidak beralasan")


# So many victims may one person be shown in a day before somebody asks why.
IDENTITIES_A_DAY = 5
# And so often may she choose to learn who asks for somebody. A question meets a case of
# hers when two offices have typed one number: of one manager's cases, seldom twice.
CONTACTS_A_DAY = 3


class AlarmKind(models.TextChoices):
    """What of somebody's looking goes one level up at once."""

    UNASSIGNED = "unassigned", _("Perkara dibuka tanpa penugasan")
    IDENTITIES = "identities", _("Identitas banyak korban dibuka dalam sehari")
    CONTACTS = "contacts", _("Banyak penanya dihubungi dalam sehari")


class LpModel(NumberedChoices):
    """Perkap 6/2019 art. 3(5)."""

    A = "A", _("Model A (temuan anggota Polri)")
    B = "B", _("Model B (laporan masyarakat)")


class DatePrecision(NumberedChoices):
    DAY = "day", _("Tanggal pasti")
    MONTH = "month", _("Hanya bulan dan tahun")
    YEAR = "year", _("Hanya tahun")


class WithdrawReason(NumberedChoices):
    """Why a row no longer counts. A list, because free text would name people."""

    DOUBLE = "double", _("Tercatat ganda")
    WRONG_CASE = "wrong_case", _("Salah perkara")
    WRONG_ENTRY = "wrong_entry", _("Salah isi")
    NOT_TPPO = "not_tppo", _("Ternyata bukan TPPO")
    TEST = "test", _("Data uji coba")


class Why(models.IntegerChoices):
    """Why a fact row was opened or closed."""

    ENTRY = 1, _("Entri baru")
    CORRECTION = 2, _("Perbaikan")
    PROGRESS = 3, _("Kemajuan perkara")
    WITHDRAWAL = 4, _("Penarikan")
    RESTORATION = 5, _("Pemulihan")
    IMPORT = 6, _("Impor")
    REBUILD = 7, _("Hitung ulang")
    MERGE = 8, _("Penggabungan orang")


# Verbs of events that say that somebody looked, and changed nothing.
OPENED = "opened_case"
LISTED = "listed_identity"
READ_AUDIT = "read_audit"
READ_LIST = {
    "victims": "read_victims",
    "suspects": "read_suspects",
    "police_reports": "read_police_reports",
}
SEARCHED_NAMES = "searched_names"
MOVED = "moved_involvement"
LOOKS = (OPENED, LISTED)
BROKE_GLASS, ASKED = "broke_glass", "asked_referral"
# An identity was opened: an act on the case, on its timeline too.
REVEALED, REVEALED_REPORTER = "revealed", "revealed_reporter"
REVEALS = (REVEALED, REVEALED_REPORTER)
# The same acts, as they are told in another case of somebody: not in which it was.
ELSEWHERE = {
    REVEALED: "revealed_elsewhere",
    "edited_particulars": "edited_elsewhere",
    "declined_recording": "declined_elsewhere",
    "agreed_to_recording": "agreed_elsewhere",
    "linked_person": "linked_elsewhere",
    "withdrew_involvement": "unlinked_elsewhere",
    "restored_involvement": "relinked_elsewhere",
}
# Acts on somebody that show or change who she is.
HANDLED = (REVEALED, "edited_particulars", "declined_recording")
ANSWERED_MATCH = "answered_match"
# What tells who came to a case, and by which way.
ACCESSES = (
    *LOOKS,
    READ_AUDIT,
    "read_narrative",
    BROKE_GLASS,
    *REVEALS,
    ELSEWHERE[REVEALED],
)
REVIEWED_WEEK = "reviewed_week"
# The reason of a look at a case that is others' work (`agencies.access`).
UNASSIGNED = "unassigned"
