"""Does anybody else know her? Ask, look for it unseen, and let the holder decide.

The act of asking is the same whatever is known: it writes one row and one event, and a
worker looks afterwards. Only who manages a case that knows her is told; what she does
not want to be known stays unknown, and so does that there was anything to know.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import audit, clock, idempotency, jobs
from agencies.access import Act, OutOfScope
from agencies.accounts.attempts import give_back, spend_try
from agencies.models import User
from agencies.sealing import keyring
from agencies.sections import Section
from cases import alarms, sight
from cases.actions import rows
from cases.choices import ANSWERED_MATCH
from cases.models import Case, MatchHit, MatchRequest
from cases.models.identifier import digest_of
from cases.models.match import (
    asks_of_suspects,
    is_of_a_suspect,
    may_ask_from,
    parts_that_match,
)
from cases.normal_forms import normal_form
from cases.person_choices import IdentifierKind, MatchAnswer
from cases.sight import Sight

RESOLVE = "cases.resolve_matches"
AT_ONCE = 100
WHERE = Section.VICTIM_IDENTITY

# One sentence for every reason.
NOT_FROM_HERE = gettext_lazy(
    "Dari perkara ini instansi lain tidak ditanya: perkaranya terbatas, atau seseorang"
    " di dalamnya dinaungi, dilindungi, atau menolak dicatat. Yang ditanya akan tahu"
    " bahwa satuan Anda menanganinya."
)
OF_SUSPECTS_ALONE = gettext_lazy(
    "Dari perkara ini hanya pertanyaan tentang pengenal terlapornya yang diteruskan:"
    " seseorang di dalamnya dinaungi, dilindungi, atau menolak dicatat."
)


def ask_match(
    case: Case, kind: IdentifierKind, value: str, *, by: User, key: str = ""
) -> MatchRequest:
    """Ask, for a case of hers, whether another office knows the bearer of this. With
    `key`, a second call returns the request of the first.

    Raises OutOfScope, PermissionDenied, ValidationError by field, LockedOut.
    """
    seen = sight.of(by, case)
    seen.require(Act.EDIT_CASE, WHERE)
    if kind not in IdentifierKind.matched():
        refusal = _("Jenis pengenal ini tidak dapat dipakai untuk bertanya.")
        raise ValidationError({"kind": refusal})
    digest = digest_of(kind, value)
    if digest is None:
        raise ValidationError({"value": _("Periksa isian ini: tidak lengkap.")})
    _require_from_here(case, seen)  # before it is paid for
    # An answer that was lost is asked for again, and costs no second try.
    is_again = idempotency.is_used(by, key)
    paid = [] if is_again else spend_try("match", by, reason="429 case_match")
    with transaction.atomic():
        found = rows.standing(rows.lock_case(by, case.pk, Act.EDIT_CASE, WHERE))
        _require_from_here(found, seen)
        content = ["match", str(case.public_id), kind, digest.hex()]
        made, is_new = rows.once(
            by, key, content, lambda: _new(found, kind, digest, by), of=MatchRequest
        )
        if is_new:
            _tell(made, found, value, by)
        else:
            give_back(*paid)
    return made


def why_not(case: Case, seen: Sight) -> str:
    """Why nobody is asked from this case, "" where somebody is: told to who sees that
    it is restricted, or where its people are housed. From whoever does not, a question
    is taken and finds nobody."""
    is_shut = case.is_restricted or (
        seen.sees(Section.SHELTER)
        and not asks_of_suspects(seen.hat.agency_type)
        and not may_ask_from(case)
    )
    return str(NOT_FROM_HERE) if is_shut else ""


def of_suspects_alone(case: Case, seen: Sight) -> str:
    """That questions of others find nobody, to who investigates and sees why."""
    is_told = seen.sees(Section.SHELTER) and not may_ask_from(case)
    return str(OF_SUSPECTS_ALONE) if is_told else ""


def _require_from_here(case: Case, seen: Sight) -> None:
    if refusal := why_not(case, seen):
        raise ValidationError(refusal, code="hidden")


def _new(case: Case, kind: str, digest: bytes, by: User) -> MatchRequest:
    return MatchRequest.objects.create(
        case=case,
        kind=kind,
        digest=digest,
        by=by,
        agency=rows.agency_of(by),
        at=clock.now(),
    )


def _tell(made: MatchRequest, case: Case, value: str, by: User) -> None:
    """The event has a digest of its own: the same question is known again, and no
    dump leads from it to a person."""
    asked = f"{made.kind} {normal_form(made.kind, value)}"
    mark = keyring.digest("match asked", asked).hex()[:16]
    changes = {"kind": [None, made.kind], "fingerprint": [None, mark]}
    audit.record(
        by=by, verb="asked_match", subject=made, case_id=case.pk, changes=changes
    )
    transaction.on_commit(lambda: jobs.wake(RESOLVE))


def resolve_matches(*, by: None) -> int:
    """Look for what was asked and forget it; the system's own work. Its event is the
    same hit or not: who reads the trail learns of a hit from who answered it."""
    waiting = MatchRequest.objects.unresolved().order_by("at")
    with transaction.atomic():
        found = list(waiting.select_for_update(skip_locked=True)[:AT_ONCE])
        for request in found:
            _resolve(request)
    return len(found)


def _resolve(request: MatchRequest) -> None:
    request.of_suspect = is_of_a_suspect(request)
    for part in parts_that_match(request):
        MatchHit.objects.create(
            case_id=part.case_id,
            involvement=part,
            request=request,
            at=clock.now(),
        )
    # Of no case: its timeline would tell everybody who reads it.
    audit.record(by=None, verb="resolved_match", subject=request)
    request.digest, request.resolved_at = None, clock.now()
    request.save(update_fields=["digest", "resolved_at", "of_suspect"])


def answer_match(hit: MatchHit, answer: MatchAnswer, *, by: User) -> MatchHit:
    """Get in touch with who asked, of whom she is told by this alone, or let nothing be
    known; OutOfScope unless it is hers to decide."""
    with transaction.atomic():
        mine = MatchHit.objects.to_decide_by(by).select_for_update(of=("self",))
        locked = mine.filter(pk=hit.pk).first()
        if locked is None:
            raise OutOfScope
        locked.answer = MatchAnswer(answer).value
        locked.answered_by, locked.answered_at = by, clock.now()
        locked.save(update_fields=["answer", "answered_by", "answered_at"])
        if locked.answer == MatchAnswer.CONTACT:
            asked = MatchRequest.objects.filter(pk=locked.request_id, answered_by=None)
            asked.update(answered_by=rows.agency_of(by), answered_at=clock.now())
        changes = {"answer": ["", locked.answer]}
        audit.record(by=by, verb=ANSWERED_MATCH, subject=locked, changes=changes)
        if locked.answer == MatchAnswer.CONTACT:
            alarms.over_contacts(by=by)
    return locked
