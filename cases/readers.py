"""Who reads a restricted case by name, and who would if a case became one."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agencies import access, clock
from agencies.access import Act, may
from agencies.models import Agency, Assignment, Post, User
from agencies.sections import NOTHING, Section
from cases.choices import PublicOffice, SightKind, SightReason
from cases.models import Case, CaseKey, Referral, Suspect
from cases.models.row import Row

Entrusted = tuple[User, Section]
# One sentence, whatever is wrong with the account: whose they are is not told.
NOBODY = _("Tidak ada akun dengan NRP/NIP itu yang dapat membaca perkara.")
WORKS = _("Ia bekerja pada perkara ini: akhiri penugasannya dahulu.")
WROTE = _("Ia mencatat perkara ini untuk satuan yang memimpinnya, maka tetap membaca.")
OVERSEES = _("Ia membaca untuk pengawasan: hanya ia sendiri yang dapat keluar.")
STAYS_CLOSED = _(
    "Pembatasan tidak dapat dicabut selama ada terlapor penyelenggara negara."
)


def named(case: Case) -> QuerySet[CaseKey]:
    """Keys of those who read it by name now."""
    now = clock.now()
    return (
        CaseKey.objects.standing()
        .filter(Q(key__ends_at=None) | Q(key__ends_at__gt=now), case=case)
        .filter(kind=SightKind.NAMED, key__ended_at=None)
        .select_related("key__user", "key__agency")
        .order_by("pk")
    )


def may_act(case: Case) -> QuerySet[CaseKey]:
    """Keys of those who may go on with it today: not suspended, in a post of the
    office that leads that still names readers, for nobody else writes it, and by a key
    to more than the open parts."""
    posts = Assignment.objects.current(clock.today()).that_may(Act.NAME_READER)
    there = posts.filter(
        user_id=OuterRef("key__user_id"), post__agency_id=OuterRef("key__agency_id")
    )
    return named(case).filter(
        Exists(there),
        key__agency_id=case.lead_agency_id,
        key__user__suspended_at=None,
        sections__shares=access.SECTION_OF[Act.NAME_READER],
    )


def may_go(key: CaseKey, case: Case) -> bool:
    """Would somebody be left who may go on with it?"""
    return may_act(case).exclude(pk=key.pk).exists()


def kept(case: Case) -> dict[tuple[int, int], str]:
    """Who works on the case, by letter or as its writer, or oversees it, by her id and
    her office's, and in words why nobody else takes her off."""
    working = case.workers.today().values_list("user_id", "agency_id")
    wrote = (case.created_by_id, case.lead_agency_id)
    kept = dict.fromkeys(working, str(WORKS)) | {wrote: str(WROTE)}
    overseeing = named(case).filter(reason=SightReason.OVERSIGHT)
    held = overseeing.values_list("key__user_id", "key__agency_id")
    return kept | dict.fromkeys(held, str(OVERSEES))


def oversees(key: CaseKey, user: User) -> bool:
    """Does she read by it for oversight? Then she may leave, whatever else she may."""
    return key.reason == SightReason.OVERSIGHT and key.key.user_id == user.pk


def to_be(case: Case, *, by: User) -> list[Entrusted]:
    """Who would read the case by name if `by` closed it, herself first, each under the
    hat that she works under; with what opens to her beside what she sees now.

    They are who works on it, for the office that leads and for each that was asked in:
    a closed case must not cost a victim her shelter.
    """
    found: list[Entrusted] = [(by, NOTHING), *_of_lead(case)]
    for referral in case.referrals.in_force():
        found += _of_asked(case, referral)
    once: dict[tuple, Entrusted] = {}
    for user, more in found:
        once.setdefault((user.pk, user.hat.agency_id), (user, more))
    return list(once.values())


def _of_lead(case: Case) -> list[Entrusted]:
    """Who wrote it or is assigned to it; where nobody is left who may go on with it,
    the supervisors too."""
    office = case.lead_agency_id
    supervise = Q(assignments__post__in=Post.objects.in_charge_of(office))
    found = _wearing(Q(pk=case.created_by_id) | _assigned(case, office), office)
    if not any(may(user.hat, Act.NAME_READER) for user in found):
        found += _wearing(supervise, office)
    return [(user, NOTHING) for user in found]


def _of_asked(case: Case, referral: Referral) -> list[Entrusted]:
    """Who is assigned to it; where nobody is, those who would assign, themselves too:
    they open what the office was asked for."""
    office = referral.to_agency_id
    if found := _wearing(_assigned(case, office), office):
        return [(user, NOTHING) for user in found]
    there = _wearing(Q(assignments__post__agency_id=office), office, Act.ASSIGN)
    return [(user, referral.opens) for user in there]


def _assigned(case: Case, office: int) -> Q:
    workers = case.workers.today().filter(agency_id=office)
    return Q(pk__in=workers.values("user_id"))


def _wearing(which: Q, office: int, act: Act = Act.SEE_CASES) -> list[User]:
    """Those who may do that today, under a hat of that office."""
    found = User.objects.filter(which, suspended_at=None).distinct().order_by("pk")
    return [user for user in found if user.wear_of(office, act)]


def has_official(case: Case) -> bool:
    """Is somebody in public office reported in it? Then it stays closed."""
    in_power = PublicOffice.in_power()
    return case.suspects.standing().filter(public_office__in=in_power).exists()


def would_close(case: Case, row: Row) -> bool:
    """Would it close the case if it stood in it?"""
    return isinstance(row, Suspect) and row.is_in_power and not case.is_restricted


def shut_out(case: Case) -> tuple[list[Agency], bool]:
    """Offices whose people would no longer see it, but for its readers, the one that
    leads first; and do task forces see its summary?"""
    keys = list(case.scopes.values_list("scope_key", flat=True))
    offices = Agency.objects.filter(pk__in=[key for key in keys if key > 0])
    lead = case.lead_agency_id
    ordered = sorted(offices, key=lambda each: (each.pk != lead, -len(each.ancestors)))
    return ordered, any(key < 0 for key in keys)
