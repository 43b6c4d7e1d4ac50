"""The audit trail in words: acts, refusals, sections. Never a value."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agencies.accounts.staff import SUSPENDED
from agencies.choices import SuspendReason
from agencies.models import AuditEvent
from agencies.models.audit_event import REFUSALS
from agencies.sections import Section
from cases import timeline, words
from cases.choices import (
    ANSWERED_MATCH,
    ELSEWHERE,
    HANDLED,
    LISTED,
    LOOKS,
    OPENED,
    READ_AUDIT,
    READ_LIST,
    REVEALED,
    REVEALS,
    REVIEWED_WEEK,
    SEARCHED_NAMES,
    UNASSIGNED,
    RestrictReason,
    SightReason,
)
from cases.lists import filters
from cases.looks import UNSHOWN
from cases.person_choices import MergeReason, RefusalReason, RevealReason
from cases.timeline import VERBS as OF_CASES
from cases.trail import refused

VERBS = {
    **OF_CASES,
    OPENED: gettext_lazy("Perkara dibuka"),
    LISTED: gettext_lazy("Identitas korban tampil dalam daftar"),
    READ_AUDIT: gettext_lazy("Jejak audit dibaca"),
    READ_LIST["victims"]: gettext_lazy("Daftar korban dibaca"),
    READ_LIST["suspects"]: gettext_lazy("Daftar terlapor dan tersangka dibaca"),
    READ_LIST["police_reports"]: gettext_lazy("Daftar laporan polisi dibaca"),
    SEARCHED_NAMES: gettext_lazy("Nama dicari"),
    "signed_in": gettext_lazy("Masuk"),
    "signed_out": gettext_lazy("Keluar"),
    "sign_in_refused": gettext_lazy("Masuk ditolak"),
    "showed_password": gettext_lazy("Kata sandi benar, menunggu kode"),
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
    "asked_export": gettext_lazy("Ekspor diminta"),
    "made_export": gettext_lazy("Ekspor dibuat"),
    "downloaded_export": gettext_lazy("Ekspor diunduh"),
    "opened_export_password": gettext_lazy("Kata sandi ekspor dibuka"),
    "expired_export": gettext_lazy("Ekspor dimusnahkan"),
    "destroyed_export": gettext_lazy("Ekspor dimusnahkan sebelum waktunya"),
    "missed_break_glass": gettext_lazy("Buka darurat: perkara tidak ditemukan"),
    "waited_break_glass": gettext_lazy("Buka darurat terlalu sering"),
    "decided_duplicate": gettext_lazy("Data orang ganda dinilai"),
    "resolved_match": gettext_lazy("Pertanyaan antarinstansi diproses"),
    ANSWERED_MATCH: gettext_lazy("Kecocokan antarinstansi dijawab"),
    "raised_alarm": gettext_lazy("Peringatan akses"),
    "reviewed_alarm": gettext_lazy("Peringatan akses ditinjau"),
    REVIEWED_WEEK: gettext_lazy("Tinjauan mingguan dilakukan"),
    SUSPENDED: gettext_lazy("Akun dibekukan"),
    "ended_sessions": gettext_lazy("Sesi diakhiri"),
    "set_up_second_factor": gettext_lazy("Verifikasi dua langkah dipasang"),
    "renewed_recovery_codes": gettext_lazy("Kode pemulihan dibuat baru"),
    "reset_second_factor": gettext_lazy("Verifikasi dua langkah dihapus"),
    "asked_account_change": gettext_lazy("Perubahan akun diminta"),
    "approved_account_change": gettext_lazy("Perubahan akun disetujui"),
    "declined_account_change": gettext_lazy("Perubahan akun ditolak"),
    "withdrew_account_change": gettext_lazy("Permintaan perubahan akun ditarik"),
    "unsuspended_account": gettext_lazy("Akun diaktifkan lagi"),
    "moved_person": gettext_lazy("Mutasi"),
    "made_post": gettext_lazy("Jabatan dibuat"),
    "ended_posting": gettext_lazy("Jabatan diakhiri"),
    "left_office": gettext_lazy("Pekerjaan diserahkan kepada satuan"),
    "left_draft": gettext_lazy("Draf ditinggalkan"),
    "took_draft": gettext_lazy("Draf diambil alih"),
}


# What acts beside the register tell of, by the names that they tell it by.
FIELDS: Mapping[str, str | Promise] = {
    **timeline.FIELDS,
    # what an auditor asked by
    "who": gettext_lazy("petugas"),
    "verb": gettext_lazy("aktivitas"),
    "case": gettext_lazy("nomor register"),
    "first": gettext_lazy("dari tanggal"),
    "last": gettext_lazy("sampai tanggal"),
    "refusals": gettext_lazy("hanya penolakan"),
    # who was searched for
    "name": gettext_lazy("nama"),
    "born": gettext_lazy("tahun lahir"),
    "sex": gettext_lazy("jenis kelamin"),
    "shown": gettext_lazy("yang tampil"),
    "elsewhere": gettext_lazy("satuan yang disebut"),
    # accounts, posts and what is left behind
    "assignment": gettext_lazy("jabatan"),
    "post": gettext_lazy("jabatan"),
    "letter_number": gettext_lazy("nomor surat"),
    "keys": gettext_lazy("kunci pembaca"),
    "kind": gettext_lazy("jenis"),
    "sessions": gettext_lazy("sesi"),
    "second_factor": gettext_lazy("verifikasi dua langkah"),
    "work": gettext_lazy("penugasan"),
    "drafts": gettext_lazy("draf"),
    "by": gettext_lazy("pemilik draf"),
    # exports and editions
    "list": gettext_lazy("daftar"),
    "format": gettext_lazy("format berkas"),
    "filters": gettext_lazy("saringan"),
    "rows": gettext_lazy("jumlah baris"),
    "sha256": gettext_lazy("sidik berkas"),
    "edition": gettext_lazy("edisi"),
    "outcome": gettext_lazy("hasil"),
    "digest": gettext_lazy("sidik isi"),
    # verifications
    "seals": gettext_lazy("jumlah segel"),
    "wrong": gettext_lazy("yang salah"),
    # who is alike, and who is known elsewhere
    "answer": gettext_lazy("jawaban"),
}


# What the lists of people and police reports are narrowed by.
FILTERS: Mapping[str, type[filters.RegisterFilters]] = {
    READ_LIST["victims"]: filters.VictimFilters,
    READ_LIST["suspects"]: filters.SuspectFilters,
    READ_LIST["police_reports"]: filters.PoliceReportFilters,
}


# Acts whose reason is told, by the codes that it is one of.
SAYS_WHY: Mapping[str, type[TextChoices]] = {
    "missed_break_glass": SightReason,
    "waited_break_glass": SightReason,
    "broke_glass": SightReason,
    "restricted_case": RestrictReason,
    SUSPENDED: SuspendReason,
    "refused_reporter": RefusalReason,
    **dict.fromkeys(("merged_persons", "moved_involvement"), MergeReason),
    **dict.fromkeys(
        (*REVEALS, ELSEWHERE[REVEALED], "asked_reporter", "read_shelter"), RevealReason
    ),
}


def act(event: AuditEvent) -> str:
    return str(VERBS.get(event.verb, event.verb.replace("_", " ")))


def is_refusal(event: AuditEvent) -> bool:
    return event.verb in REFUSALS


def opened(event: AuditEvent) -> list[str]:
    """Sections that a look opened, by name. Other acts keep their bits as a field.

    Looks of before named the sentence and the reporter too, which they did not show.
    """
    if event.verb not in LOOKS:
        return []
    said = event.changes.get("sections", [None, ""])[1].split(",")
    return [name for name in said if name and Section[name.upper()] not in UNSHOWN]


def touched(event: AuditEvent) -> str:
    """What the act was about: the sections that opened, else the fields, by name."""
    if event.verb in LOOKS:
        shown = [words.section(Section[name.upper()]) for name in opened(event)]
        why = [_("tanpa penugasan")] if event.reason == UNASSIGNED else []
        return ", ".join(shown + why)
    if event.verb in FILTERS:
        return "; ".join([_rows(event), *_narrowed_by(event)])
    fields = ", ".join(
        timeline.field(event.subject_type, name, FIELDS) for name in event.changes
    )
    if _why(event) and (is_refusal(event) or event.verb in SAYS_WHY):
        is_opening = event.verb in (*REVEALS, ELSEWHERE[REVEALED])
        opened_here = [fields] if is_opening and fields else []
        return "; ".join([*opened_here, reason(event)])
    return fields


class Handled(NamedTuple):
    """What was done to somebody, for who reviews it; of a restricted case no field and
    no reason, whoever asks."""

    act: str
    fields: str = ""
    reasons: str = ""


def handled(events: Iterable[AuditEvent]) -> list[Handled]:
    """Acts on one person in one case, each sort once: all fields that she opened or
    changed, and each reason that she gave. Each event tells whether its case
    `is_beyond` (restricted now)."""
    found: dict[str, list[AuditEvent]] = {}
    for event in events:
        if event.verb not in LOOKS:
            found.setdefault(event.verb, []).append(event)
    return [_handled(same) for same in found.values()]


def _handled(same: list[AuditEvent]) -> Handled:
    first = same[0]
    if first.verb not in HANDLED or first.is_beyond:  # type: ignore[attr-defined]  # annotated by the query
        return Handled(act(first))
    names = dict.fromkeys(name for event in same for name in event.changes)
    fields = [timeline.field(first.subject_type, name, FIELDS) for name in names]
    why = dict.fromkeys(reason(event) for event in same)
    return Handled(act(first), ", ".join(fields), "; ".join(filter(None, why)))


def fields_counted(counts: Mapping[str, int]) -> str:
    """ "nama (3), NIK": what was opened of people, and how often."""
    words = {name: timeline.field("cases.Person", name, FIELDS) for name in counts}
    return _counted({words[name]: n for name, n in counts.items()})


def reasons_counted(counts: Mapping[str, int]) -> str:
    words = {code: str(RevealReason(code).label) for code in counts if code}
    return _counted({words[code]: counts[code] for code in words})


def _counted(counts: Mapping[str, int]) -> str:
    """ "nama (3), NIK"."""
    return ", ".join(f"{word} ({n})" if n > 1 else word for word, n in counts.items())


def _rows(event: AuditEvent) -> str:
    n = event.changes["rows"][1]
    return ngettext("%(n)d baris", "%(n)d baris", n) % {"n": n}


def _narrowed_by(event: AuditEvent) -> list[str]:
    """The filters of a list, in one phrase, if there were any."""
    known = FILTERS[event.verb].base_filters
    names = sorted(str(known[name].label) for name in known if name in event.changes)
    return [f"{FIELDS['filters']}: {', '.join(names)}"] if names else []


def reason(event: AuditEvent) -> str:
    """The reason in words; of an act that is no refusal, as it was noted."""
    codes = SAYS_WHY.get(event.verb)
    if codes and _why(event):
        return str(codes(_why(event)).label)
    return refused.in_words(event.reason) if is_refusal(event) else event.reason


def _why(event: AuditEvent) -> str:
    """The reason as it was noted; of what opens in danger it stands in the key."""
    return event.reason or event.changes.get("reason", [None, ""])[1]


def who(event: AuditEvent) -> str:
    return event.by.full_name if event.by else _("Sistem")


def office(event: AuditEvent) -> str:
    """The post that she acted for, and its agency."""
    if event.post is None:
        return ""
    return f"{event.post.title}, {event.post.agency.name}"
