"""Why a part of a case is open to her or shut, said from the rule itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies import access
from agencies.access import Act, Hat
from agencies.choices import Role
from agencies.lookup import zones
from agencies.models import User
from agencies.sections import OPEN, Ground, Section, mandate
from cases import danger, words
from cases.models import Case
from cases.sight import Sight

# In the order in which they are told: the nearest ground first.
BECAUSE: Mapping[Ground, str | Promise] = {
    Ground.LEAD: _("Satuan Anda memimpin perkara ini."),
    Ground.PARTICIPATION: _(
        "Satuan Anda menerima rujukan untuk perkara ini, sampai rujukannya berakhir."
    ),
    Ground.PERSONAL: _("Perkara ini Anda buka darurat."),
    Ground.COMMAND: _("Satuan Anda berada di atas satuan yang menangani perkara ini."),
}
NAMED = _("Perkara terbatas: Anda pembaca yang disebut namanya.")
ASSIGNED = _("Anda ditugaskan pada perkara ini.")
WROTE = _("Anda yang mencatat perkara ini.")
SUPERVISES = _("Anda atasan langsung di satuan ini.")
NOT_ASSIGNED = _(
    "Hanya untuk petugas yang ditugaskan. Atasan langsung satuan Anda dapat menugaskan"
    " Anda pada perkara ini dengan surat."
)
MAY_ASSIGN = _(
    "Hanya untuk petugas yang ditugaskan. Anda dapat menugaskan petugas satuan Anda"
    " dengan surat."
)
NOT_ASKED_FOR = _(
    "Rujukan kepada satuan Anda tidak mencakup bagian ini. Instansi utama perkara ini"
    " dapat membukanya dengan rujukan baru."
)
NOT_OF_COMMAND = _(
    "Hanya untuk satuan yang menangani perkara ini. Satuan di atasnya tidak membukanya."
)
NOT_BY_REFERRAL = _(
    "Rujukan tidak membuka bagian ini bagi instansi seperti satuan Anda."
)
NOT_THEIR_TRADE = _("Instansi seperti satuan Anda tidak memegang bagian ini.")
NOT_HER_ROLE = _("Peran Anda tidak membuka perkara.")
NOT_BY_KEY = _("Pembukaan bagi Anda tidak mencakup bagian ini.")
# Of her hat alone, without a case.
FREELY = _("Terbuka pada perkara yang dipimpin satuan Anda")
BY_REFERRAL = _("Terbuka pada perkara yang dirujuk kepada satuan Anda")
BY_BOTH = _("Terbuka pada perkara yang dipimpin satuan Anda atau dirujuk kepadanya")
IF_ASSIGNED = _("bila Anda ditugaskan pada perkara itu")


@dataclass(frozen=True, slots=True)
class Answer:
    """One section in words: is it open, and why."""

    section: str
    is_open: bool
    reason: str


def of_case(seen: Sight, case: Case, user: User) -> list[Answer]:
    """Every section of a case that she sees as a case."""
    told = {each: why_shut(seen, each) for each in Section if not seen.sees(each)}
    told |= _why_open(seen, case, user)
    return [
        Answer(words.section(each), seen.sees(each), told[each]) for each in Section
    ]


def _why_open(seen: Sight, case: Case, user: User) -> dict[Section, str]:
    """Of each section that opens to her. A restricted case opens by name alone."""
    if case.is_restricted:
        return dict.fromkeys(seen.opened, str(NAMED))
    # As `access.opening`: who reported opens to whoever works on it, not to a chief.
    is_chief, mine = seen.hat.role == Role.SUPERVISOR, _work(case, user)
    because = {**BECAUSE, Ground.PERSONAL: _in_danger(case, user)}
    found = {}
    for section in seen.opened:
        opened = access.opened_by(seen.hat, section, seen.ties)
        ground = next(ground for ground in because if ground & opened)
        parts = [because[ground]]
        if section not in OPEN and ground != Ground.PERSONAL:
            by_post = is_chief and section != Section.REPORTER
            parts.append(SUPERVISES if by_post else mine)
        found[section] = " ".join(str(part) for part in parts)
    return found


def _work(case: Case, user: User) -> str | Promise:
    """Whoever wrote a case works on it without a letter."""
    mine = case.workers.today().filter(user=user, agency_id=user.hat.agency_id)
    return ASSIGNED if mine.exists() else WROTE


def _in_danger(case: Case, user: User) -> str | Promise:
    until = danger.open_until(case, user)
    if until is None:
        return BECAUSE[Ground.PERSONAL]
    at = zones.at_in_words(until, zones.zone_of(user.assignment.post))
    return gettext("Perkara ini Anda buka darurat, sampai %(at)s.") % {"at": at}


def why_shut(seen: Sight, section: Section) -> str:
    """What is missing, the nearest way to it first."""
    grounds = Ground(0)
    for why, _granted in seen.ties.rows:
        grounds |= why
    parts = [g for g in (Ground.LEAD, Ground.PARTICIPATION) if g & grounds]
    held = [g for g in parts if section in mandate(seen.hat.agency_type, g).reads]
    if held:
        way = access.opening(seen.hat, section)
        granted = any(why & way.if_assigned and section in open_to
                      for why, open_to in seen.ties.rows)  # fmt: skip
        if granted:
            in_charge = access.may(seen.hat, Act.ASSIGN)
            return str(MAY_ASSIGN if in_charge else NOT_ASSIGNED)
        return str(NOT_BY_KEY if grounds & Ground.PERSONAL else NOT_ASKED_FOR)
    if parts:
        could_lead = section in mandate(seen.hat.agency_type, Ground.LEAD).reads
        return str(NOT_BY_REFERRAL if could_lead else NOT_THEIR_TRADE)
    return str(NOT_OF_COMMAND if grounds & Ground.COMMAND else NOT_BY_KEY)


def of_hat(hat: Hat) -> list[Answer]:
    """Every section, by her post alone: when it would open to her."""
    return [
        Answer(words.section(section), bool(way.freely | way.if_assigned), told)
        for section in Section
        for way in [access.opening(hat, section)]
        for told in [_in_general(hat, section)]
    ]


def _in_general(hat: Hat, section: Section) -> str:
    if not access.may(hat, Act.SEE_CASES):
        return str(NOT_HER_ROLE)
    way = access.opening(hat, section)
    office = (way.freely | way.if_assigned) & (Ground.LEAD | Ground.PARTICIPATION)
    if not office:
        return str(NOT_THEIR_TRADE)
    told = {
        Ground.LEAD: FREELY,
        Ground.PARTICIPATION: BY_REFERRAL,
    }.get(office, BY_BOTH)
    if way.freely & office:
        return f"{told}."
    return f"{told}, {IF_ASSIGNED}."
