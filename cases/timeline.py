"""Who did what to a case, from its audit events: acts and fields, never values."""

from collections.abc import Iterable, Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access import Act, Hat
from agencies.models import AuditEvent
from agencies.sections import Ground, Section
from cases import particulars, words
from cases.choices import (
    ELSEWHERE,
    LOOKS,
    MOVED,
    READ_AUDIT,
    REVEALED,
    REVEALED_REPORTER,
    RestrictReason,
    Stage,
    WithdrawReason,
)
from cases.models import (
    Case,
    CaseScope,
    CaseWorker,
    Involvement,
    MatchRequest,
    Person,
    PoliceReport,
    Referral,
    Reporter,
    ReporterOpening,
    Shelter,
    StageEntry,
    Suspect,
)
from cases.models.person import STANDS_IN
from cases.person_choices import Part
from cases.sight import Sight

SHOWN = 20
OF_OTHERS = gettext_lazy("Petugas instansi lain")
LONGEST = 500
OPENINGS = (REVEALED, ELSEWHERE[REVEALED])
THROUGH_OTHER_CASES = (*ELSEWHERE.values(), "merged_persons", "parted_persons", MOVED)
VERBS = {
    "logged_case": gettext_lazy("Perkara dicatat"),
    "edited_case": gettext_lazy("Perkara diubah"),
    "withdrew_case": gettext_lazy("Perkara ditarik"),
    "restored_case": gettext_lazy("Perkara dipulihkan"),
    "added_victim": gettext_lazy("Korban ditambahkan"),
    "edited_victim": gettext_lazy("Korban diubah"),
    "withdrew_victim": gettext_lazy("Korban ditarik"),
    "restored_victim": gettext_lazy("Korban dipulihkan"),
    "added_suspect": gettext_lazy("Terlapor/tersangka ditambahkan"),
    "edited_suspect": gettext_lazy("Terlapor/tersangka diubah"),
    "withdrew_suspect": gettext_lazy("Terlapor/tersangka ditarik"),
    "restored_suspect": gettext_lazy("Terlapor/tersangka dipulihkan"),
    "added_police_report": gettext_lazy("Laporan polisi ditambahkan"),
    "edited_police_report": gettext_lazy("Laporan polisi diubah"),
    "withdrew_police_report": gettext_lazy("Laporan polisi ditarik"),
    "restored_police_report": gettext_lazy("Laporan polisi dipulihkan"),
    "added_place": gettext_lazy("Tempat ditambahkan"),
    "edited_place": gettext_lazy("Tempat diubah"),
    "withdrew_place": gettext_lazy("Tempat ditarik"),
    "restored_place": gettext_lazy("Tempat dipulihkan"),
    "recorded_stage": gettext_lazy("Kemajuan dicatat"),
    "withdrew_stage": gettext_lazy("Kemajuan terakhir ditarik"),
    "restored_stage": gettext_lazy("Kemajuan dipulihkan"),
    "read_narrative": gettext_lazy("Uraian dibuka"),
    "rewrote_narrative": gettext_lazy("Uraian diubah"),
    "assigned_worker": gettext_lazy("Petugas ditugaskan"),
    "ended_work": gettext_lazy("Penugasan diakhiri"),
    "asked_referral": gettext_lazy("Rujukan diajukan"),
    "accepted_referral": gettext_lazy("Rujukan diterima"),
    "declined_referral": gettext_lazy("Rujukan ditolak"),
    "ended_referral": gettext_lazy("Rujukan diakhiri"),
    "restricted_case": gettext_lazy("Perkara dijadikan terbatas"),
    "lifted_restriction": gettext_lazy("Pembatasan dicabut"),
    "opened_case_to": gettext_lazy("Perkara dibuka bagi seorang pembaca"),
    "rescued_case": gettext_lazy("Pembaca ditunjuk oleh pengelola sistem"),
    "ended_key": gettext_lazy("Akses seorang pembaca diakhiri"),
    "broke_glass": gettext_lazy("Perkara dibuka darurat"),
    "reviewed_key": gettext_lazy("Pembukaan darurat ditinjau"),
    "added_person": gettext_lazy("Identitas dicatat"),
    "edited_particulars": gettext_lazy("Identitas diubah"),
    "linked_person": gettext_lazy("Orang dihubungkan dengan perkara"),
    "withdrew_involvement": gettext_lazy("Hubungan orang dengan perkara ditarik"),
    "restored_involvement": gettext_lazy("Hubungan orang dengan perkara dipulihkan"),
    "declined_recording": gettext_lazy("Menolak dicatat"),
    "agreed_to_recording": gettext_lazy("Setuju dicatat"),
    REVEALED: gettext_lazy("Identitas dibuka"),
    ELSEWHERE[REVEALED]: gettext_lazy("Identitas dibuka melalui perkara lain"),
    ELSEWHERE["edited_particulars"]: gettext_lazy(
        "Identitas diubah melalui perkara lain"
    ),
    ELSEWHERE["declined_recording"]: gettext_lazy(
        "Menolak dicatat, melalui perkara lain"
    ),
    ELSEWHERE["agreed_to_recording"]: gettext_lazy(
        "Setuju dicatat, melalui perkara lain"
    ),
    ELSEWHERE["linked_person"]: gettext_lazy("Orang dihubungkan dengan perkara lain"),
    ELSEWHERE["withdrew_involvement"]: gettext_lazy(
        "Hubungan orang dengan perkara lain ditarik"
    ),
    ELSEWHERE["restored_involvement"]: gettext_lazy(
        "Hubungan orang dengan perkara lain dipulihkan"
    ),
    "shredded_person": gettext_lazy("Identitas dimusnahkan"),
    "merged_persons": gettext_lazy("Dua catatan orang digabungkan"),
    "parted_persons": gettext_lazy("Dua catatan orang dipisahkan lagi"),
    MOVED: gettext_lazy("Hubungan dipindahkan ke catatan orang lain"),
    "asked_match": gettext_lazy("Instansi lain ditanya tentang seseorang"),
    "added_reporter": gettext_lazy("Pelapor dicatat"),
    "withdrew_reporter": gettext_lazy("Pelapor ditarik"),
    "restored_reporter": gettext_lazy("Pelapor dipulihkan"),
    "asked_reporter": gettext_lazy("Pembukaan identitas pelapor diminta"),
    "approved_reporter": gettext_lazy("Pembukaan identitas pelapor disetujui"),
    "refused_reporter": gettext_lazy("Pembukaan identitas pelapor ditolak"),
    "withdrew_request": gettext_lazy("Permintaan membuka identitas pelapor ditarik"),
    "took_back_approval": gettext_lazy(
        "Persetujuan membuka identitas pelapor ditarik kembali"
    ),
    REVEALED_REPORTER: gettext_lazy("Identitas pelapor dibuka"),
    "added_shelter": gettext_lazy("Rumah aman dicatat"),
    "edited_shelter": gettext_lazy("Rumah aman diubah"),
    "withdrew_shelter": gettext_lazy("Rumah aman ditarik"),
    "restored_shelter": gettext_lazy("Rumah aman dipulihkan"),
    "read_shelter": gettext_lazy("Alamat rumah aman dibuka"),
    "shredded_shelter": gettext_lazy("Alamat rumah aman dimusnahkan"),
}


def entries(
    case: Case, seen: Sight, zone: ZoneInfo, limit: int = SHOWN
) -> tuple[list[dict], bool]:
    """The newest `limit` acts in the sections that open to her, as the part
    `timeline.html` wants them; is there more?"""
    found = AuditEvent.objects.of_case(case.pk).exclude(subject_type__in=_hidden(seen))
    # Looks have a page of their own.
    found = found.exclude(verb__in=(*LOOKS, READ_AUDIT))
    if not seen.sees(Section.LAW):
        found = found.exclude(verb__endswith="_stage")
    found = found.exclude(_of_who_is_hidden(case, seen))
    events = list(found.select_related("by", "post")[: limit + 1])
    named = whose(events, case, seen)
    shown = [
        _entry(event, zone, _who(event, case, seen), named.get(event.pk, ""))
        for event in events[:limit]
    ]
    return shown, len(events) > limit


def whose(events: Iterable[AuditEvent], case: Case, seen: Sight) -> dict[UUID, str]:
    """By event whose identity it opened ("Korban 1"), of those of whom a part is told
    to her: as what she stands here, numbered as on the page of the case."""
    found = {each.pk: each.subject_id for each in events if each.verb in OPENINGS}
    if not found:
        return {}
    opened = [part for part in Part if seen.sees(STANDS_IN[part])]
    parts = case.involvements.filter(part__in=opened).as_told_to(seen.hat)
    told = {each.pk: _called(each, case) for each in parts if each.is_told}
    # Whoever was merged since was somebody else when she was opened.
    versions = Involvement.pgh_event_model.objects.filter(
        pgh_obj__in=list(told), person__in=set(found.values())
    )
    names: dict[int | None, list[str]] = {}
    for person, part in sorted(set(versions.values_list("person", "pgh_obj"))):
        names.setdefault(person, []).append(told[part])
    return {pk: ", ".join(names.get(who, [])) for pk, who in found.items()}


def _called(part: Involvement, case: Case) -> str:
    """ "Korban 1", "Saksi": its row counts the withdrawn too."""
    word = str(Part(part.part).label)
    row = part.victim_id or part.suspect_id
    if row is None:
        return word
    rows = case.victims if part.victim_id else case.suspects
    return f"{word} {rows.filter(pk__lte=row).count()}"


def _hidden(seen: Sight) -> list[str]:
    """Labels of the models whose rows stand in a section that is shut to her."""
    kinds: list = [PoliceReport, StageEntry, Suspect]
    kinds += [Person, Reporter, ReporterOpening, Shelter, MatchRequest]
    hidden = [kind for kind in kinds if not seen.sees(kind.section)]
    # Of a suspect too: an event does not say as what somebody stands there.
    hidden += [Involvement] if Person in hidden else []
    if not seen.may(Act.REFER):
        # Who works for which office tells where a victim may be (`cases.people`).
        hidden += [CaseWorker, Referral]
    return [kind._meta.label for kind in hidden]


def _of_who_is_hidden(case: Case, seen: Sight) -> Q:
    """As a condition: acts on those who stand here in shut sections alone, where not
    everybody's are hidden: the police's suspects from who shelters a victim."""
    shut = [part for part, section in STANDS_IN.items() if not seen.sees(section)]
    if not shut or not seen.sees(Person.section):
        return Q(pk__in=[])
    parts = list(case.involvements.values_list("pk", "part", "person_id"))
    hidden = [pk for pk, part, _person in parts if part in shut]
    known = {person for _pk, part, person in parts if part not in shut}
    of_parts = Q(subject_type=Involvement._meta.label, subject_id__in=hidden)
    of_people = Q(subject_type=Person._meta.label) & ~Q(subject_id__in=known)
    return of_parts | of_people


def _who(event: AuditEvent, case: Case, seen: Sight) -> str:
    """Her name; of another office than the lead's and one's own not even which it is,
    for who asks nobody in: who works for it tells where a victim may be."""
    if event.by is None:
        return _("Sistem")
    office = event.post.agency_id if event.post else None
    if is_of_others(event, seen.hat):
        return str(OF_OTHERS)
    if office in (case.lead_agency_id, seen.hat.agency_id) or seen.may(Act.REFER):
        return event.by.full_name
    return str(OF_OTHERS)


def is_of_others(event: AuditEvent, hat: Hat) -> bool:
    """Did staff of another office do it through a case of theirs, or because of one?
    Which office that is nobody is told. A part is moved by who writes in its case, or
    by who writes in those of whoever stays: then her office has none in it."""
    if event.verb not in THROUGH_OTHER_CASES:
        return False
    office = event.post.agency_id if event.post else None
    if office is None or office == hat.agency_id:
        return office is None
    return event.verb != MOVED or not _has_part(office, event.case_id)


def _has_part(office: int, case_id: int | None) -> bool:
    """Does this office lead the case, or was it asked in?"""
    of_office = CaseScope.objects.under([office]).filter(case_id=case_id)
    part = Ground.LEAD | Ground.PARTICIPATION
    return of_office.filter(grounds__shares=part).exists()


def who_changed(event: AuditEvent, case: Case, seen: Sight) -> str:
    """As `_who`, without a name from another office: to who asks others in that office
    alone. What was changed through another case nobody else has changed here."""
    if event.by is None:
        return _("Sistem")
    office = event.post.agency if event.post else None
    if office is None or is_of_others(event, seen.hat):
        return str(OF_OTHERS)
    here = event.case_id == case.pk
    if office.pk == seen.hat.agency_id or (here and office.pk == case.lead_agency_id):
        return event.by.full_name
    return office.name if here and seen.may(Act.REFER) else str(OF_OTHERS)


def _entry(event: AuditEvent, zone: ZoneInfo, name: str, whose: str) -> dict:
    act = str(VERBS.get(event.verb, event.verb))
    act = f"{act}: {whose}" if whose else act
    detail = _detail(event)
    return {
        "when": words.moment(event.at, zone),
        "words": act,
        "detail": f"{name} · {detail}" if detail else name,
        "state": "",
    }


def _detail(event: AuditEvent) -> str:
    if "stage" in event.changes and event.verb.endswith("_stage"):
        return str(Stage(event.changes["stage"][1]).label)
    if event.verb == "restricted_case":
        return str(dict(RestrictReason.choices).get(event.reason, ""))
    if event.verb.startswith("withdrew_") and event.reason:
        return str(WithdrawReason(event.reason).label)
    if event.verb.startswith("edited_"):
        return ", ".join(fields(event))
    return ""


# What an act tells of by a name that no form uses.
FIELDS: dict[str, str | Promise] = {
    "happened_precision": gettext_lazy("seberapa pasti tanggal kejadian"),
    "narrative": gettext_lazy("uraian"),
    "victims": gettext_lazy("korban"),
    "suspects": gettext_lazy("terlapor dan tersangka"),
    "police_reports": gettext_lazy("laporan polisi"),
    "agency": gettext_lazy("instansi"),
    "lead_agency": gettext_lazy("instansi utama"),
    "register_agency": gettext_lazy("instansi yang menomori"),
    "register_year": gettext_lazy("tahun register"),
    "register_n": gettext_lazy("nomor urut"),
    "normalised": gettext_lazy("nomor LP yang dibakukan"),
    "withdrawn_at": gettext_lazy("waktu penarikan"),
    "to_agency": gettext_lazy("instansi yang diminta"),
    "told": gettext_lazy("ringkasan bagi yang diminta"),
    "key": gettext_lazy("kunci pembaca"),
    "reviewers": gettext_lazy("yang meninjau"),
    "verdict": gettext_lazy("hasil tinjauan"),
    "sealed": gettext_lazy("isi tersegel"),
    "fingerprint": gettext_lazy("sidik digital isian"),
}


def fields(event: AuditEvent) -> list[str]:
    """The names of the fields that the act changed, as the forms call them."""
    return [field(event.subject_type, name) for name in event.changes]


def field(
    subject_type: str, name: str, others: Mapping[str, str | Promise] = FIELDS
) -> str:
    """One of them; of a name that nobody has given words, that it is one."""
    if name in others:
        return str(others[name])
    try:
        return str(apps.get_model(subject_type)._meta.get_field(name).verbose_name)
    except (LookupError, ValueError, FieldDoesNotExist):
        known = particulars.FIELDS.get(name)
        return str(known.label) if known else _("isian lain")
