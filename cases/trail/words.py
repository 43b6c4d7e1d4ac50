"""The audit trail in words: acts, refusals, sections. Never a value."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agencies.accounts.staff import SUSPENDED
from agencies.choices import SuspendReason
from agencies.models import AuditEvent
from agencies.models.audit_event import REFUSALS
from agencies.sections import Section
from cases import words
from cases.choices import (
    LISTED,
    LOOKS,
    OPENED,
    READ_AUDIT,
    READ_LIST,
    REVIEWED_WEEK,
    UNASSIGNED,
    SightReason,
)
from cases.timeline import VERBS as OF_CASES

VERBS = {
    **OF_CASES,
    OPENED: gettext_lazy("Perkara dibuka"),
    LISTED: gettext_lazy("Identitas korban tampil dalam daftar"),
    READ_AUDIT: gettext_lazy("Jejak audit dibaca"),
    READ_LIST["victims"]: gettext_lazy("Daftar korban dibaca"),
    READ_LIST["suspects"]: gettext_lazy("Daftar terlapor dan tersangka dibaca"),
    READ_LIST["police_reports"]: gettext_lazy("Daftar laporan polisi dibaca"),
    "signed_in": gettext_lazy("Masuk"),
    "signed_out": gettext_lazy("Keluar"),
    "sign_in_refused": gettext_lazy("Masuk ditolak"),
    "denied": gettext_lazy("Akses ditolak"),
    "changed_password": gettext_lazy("Kata sandi diganti"),
    "switched_hat": gettext_lazy("Berganti jabatan"),
    "chose_language": gettext_lazy("Bahasa diganti"),
    "made_api_token": gettext_lazy("Token API dibuat"),
    "saved_view": gettext_lazy("Tampilan disimpan"),
    "deleted_view": gettext_lazy("Tampilan dihapus"),
    "began_draft": gettext_lazy("Draf dimulai"),
    "opened_draft": gettext_lazy("Draf dibuka"),
    "discarded_draft": gettext_lazy("Draf dibuang"),
    "compile_edition": gettext_lazy("Edisi disusun"),
    "publish_edition": gettext_lazy("Edisi diterbitkan"),
    "reproduce_edition": gettext_lazy("Edisi dihitung ulang"),
    "download_report": gettext_lazy("Laporan diunduh"),
    "began_era": gettext_lazy("Era audit dimulai"),
    "verified_audit": gettext_lazy("Jejak audit diperiksa"),
    "asked_export": gettext_lazy("Daftar diminta keluar"),
    "made_export": gettext_lazy("Daftar dikemas"),
    "downloaded_export": gettext_lazy("Daftar diunduh"),
    "opened_export_password": gettext_lazy("Kata sandi berkas dibuka"),
    "expired_export": gettext_lazy("Berkas daftar dimusnahkan"),
    "destroyed_export": gettext_lazy("Berkas daftar dimusnahkan sebelum waktunya"),
    "missed_break_glass": gettext_lazy("Buka darurat: perkara tidak ditemukan"),
    "waited_break_glass": gettext_lazy("Buka darurat terlalu sering"),
    "raised_alarm": gettext_lazy("Peringatan akses"),
    "reviewed_alarm": gettext_lazy("Peringatan akses ditinjau"),
    REVIEWED_WEEK: gettext_lazy("Tinjauan mingguan dilakukan"),
    SUSPENDED: gettext_lazy("Akun dibekukan"),
    "unsuspended_account": gettext_lazy("Akun diaktifkan lagi"),
    "moved_person": gettext_lazy("Mutasi"),
    "made_post": gettext_lazy("Jabatan dibuat"),
    "ended_posting": gettext_lazy("Jabatan diakhiri"),
    "left_office": gettext_lazy("Pekerjaan diserahkan kepada satuan"),
    "left_draft": gettext_lazy("Draf ditinggalkan"),
    "took_draft": gettext_lazy("Draf diambil alih"),
}


# Acts whose reason is told, by the codes that it is one of.
SAYS_WHY: Mapping[str, type[TextChoices]] = {
    "missed_break_glass": SightReason,
    "waited_break_glass": SightReason,
    SUSPENDED: SuspendReason,
}


def act(event: AuditEvent) -> str:
    return str(VERBS.get(event.verb, event.verb.replace("_", " ")))


def is_refusal(event: AuditEvent) -> bool:
    return event.verb in REFUSALS


def opened(event: AuditEvent) -> list[str]:
    """Sections that a look opened, by name. Other acts keep their bits as a field."""
    if event.verb not in LOOKS:
        return []
    said = event.changes.get("sections", [None, ""])[1]
    return [section for section in said.split(",") if section]


def touched(event: AuditEvent) -> str:
    """What the act was about: the sections that opened, else the fields, by name."""
    if event.verb in LOOKS:
        shown = [words.section(Section[name.upper()]) for name in opened(event)]
        why = [_("tanpa penugasan")] if event.reason == UNASSIGNED else []
        return ", ".join(shown + why)
    if event.verb in READ_LIST.values():
        return ", ".join([_rows(event), *sorted(event.changes.keys() - {"rows"})])
    if event.reason and (is_refusal(event) or event.verb in SAYS_WHY):
        return reason(event)
    return ", ".join(event.changes)


def _rows(event: AuditEvent) -> str:
    n = event.changes["rows"][1]
    return ngettext("%(n)d baris", "%(n)d baris", n) % {"n": n}


def reason(event: AuditEvent) -> str:
    """The reason in words where it is a code; as noted of any other refusal."""
    codes = SAYS_WHY.get(event.verb)
    told = codes(event.reason).label if codes and event.reason else event.reason
    return str(told)


def who(event: AuditEvent) -> str:
    return event.by.full_name if event.by else _("Sistem")


def office(event: AuditEvent) -> str:
    """The post that she acted for, and its agency."""
    if event.post is None:
        return ""
    return f"{event.post.title}, {event.post.agency.name}"
