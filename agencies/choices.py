"""Words that code branches on or a law fixes. A member is retired, never removed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegionKind(models.TextChoices):
    """Levels of Kemendagri codes, which nest by width: 64 > 64.71 > 64.71.01."""

    NATION = "nation", _("Negara")
    PROVINCE = "province", _("Provinsi")
    REGENCY = "regency", _("Kabupaten")
    CITY = "city", _("Kota")
    DISTRICT = "district", _("Kecamatan")


class AgencyLevel(models.TextChoices):
    NATIONAL = "national", _("Pusat")
    PROVINCE = "province", _("Provinsi")
    REGENCY = "regency", _("Kabupaten/kota")
    UNIT = "unit", _("Unit pelaksana")


class TaskForceLevel(models.TextChoices):
    """Perpres 69/2008 with 22/2021 and 49/2023: pusat, provinsi, kabupaten/kota."""

    NATIONAL = "national", _("Pusat")
    PROVINCE = "province", _("Provinsi")
    REGENCY = "regency", _("Kabupaten/kota")


class TaskForceKind(models.TextChoices):
    GUGUS_TUGAS = "gugus_tugas", _("Gugus Tugas PP-TPPO")
    SATGAS = "satgas", _("Satgas Polri")


class JobState(models.TextChoices):
    QUEUED = "queued", _("Menunggu")
    RUNNING = "running", _("Berjalan")
    DONE = "done", _("Selesai")
    FAILED = "failed", _("Gagal")


class ExportFormat(models.TextChoices):
    XLSX = "xlsx", _("Lembar kerja (XLSX)")
    CSV = "csv", _("Teks terpisah koma (CSV)")


class ExportPurpose(models.TextChoices):
    """What a list leaves the register for: whoever takes it says so."""

    LAW = "law", _("Penyelidikan, penyidikan, atau penuntutan")
    SERVICES = "services", _("Layanan korban dan rujukan")
    COORDINATION = "coordination", _("Rapat koordinasi gugus tugas")
    REPORT = "report", _("Laporan kepada pimpinan")
    QUALITY = "quality", _("Pemeriksaan mutu data")


class Role(models.TextChoices):
    """What a post may do; the acts of each role stand in `agencies/access.py`."""

    OFFICER = "officer", _("Petugas")
    SUPERVISOR = "supervisor", _("Atasan satuan")
    CASE_MANAGER = "case_manager", _("Manajer kasus")
    COMPANION = "companion", _("Pendamping")
    SECRETARIAT = "secretariat", _("Sekretariat gugus tugas")
    ANALYST = "analyst", _("Analis")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator sistem")

    @classmethod
    def of_task_forces(cls) -> tuple["Role", ...]:
        """Roles that look at a region, not at cases of their own office."""
        return (cls.SECRETARIAT, cls.ANALYST)


class SuspendReason(models.TextChoices):
    """Why an account's sight is taken away. A list: free text would name people."""

    MISUSE = "misuse", _("Dugaan penyalahgunaan akses")
    DISCIPLINE = "discipline", _("Pemeriksaan disiplin atau kode etik")
    UNSAFE = "unsafe", _("Kata sandi atau perangkat jatuh ke tangan orang lain")
    AWAY = "away", _("Cuti panjang, sakit, atau pendidikan")
    LEFT = "left", _("Berhenti, pensiun, atau meninggal")


class SessionEnd(models.TextChoices):
    """What ended a session."""

    SIGNED_OUT = "signed_out", _("Keluar")
    IDLE = "idle", _("Lama tidak digunakan")
    ABSOLUTE = "absolute", _("Batas waktu tercapai")
    PASSWORD = "password", _("Kata sandi diganti")
    POSTING = "posting", _("Penugasan berubah")
    SUSPENDED = "suspended", _("Akun dibekukan")
    REVOKED = "revoked", _("Diakhiri oleh pemiliknya")
    ADMINISTRATOR = "administrator", _("Diakhiri oleh administrator")
    SECOND_FACTOR = "second_factor", _("Verifikasi dua langkah berubah")


class RequestKind(models.TextChoices):
    """What an administrator asks and another person approves."""

    POST = "post", _("Mutasi")
    SECOND_FACTOR = "second_factor", _("Pemulihan verifikasi dua langkah")


class RequestState(models.TextChoices):
    ASKED = "asked", _("Menunggu persetujuan")
    APPROVED = "approved", _("Disetujui")
    DECLINED = "declined", _("Ditolak")
    REPLACED = "replaced", _("Diganti permintaan baru")


class AssignmentKind(models.TextChoices):
    """A home post, or a second hat that needs a letter."""

    HOME = "home", _("Jabatan definitif")
    BKO = "bko", _("Bawah kendali operasi (BKO)")
    PLT = "plt", _("Pelaksana tugas (Plt.)")
    PLH = "plh", _("Pelaksana harian (Plh.)")
    PS = "ps", _("Pejabat sementara (Ps.)")


class Language(models.TextChoices):
    INDONESIAN = "id", "Bahasa Indonesia"
    ENGLISH = "en", "English"
