"""A question from Denpasar about somebody whom Balikpapan may know."""

from agencies.models import SignInAttempt
from cases import actions
from cases.models import Case, Involvement, MatchHit, MatchRequest
from cases.person_choices import IdentifierKind
from tests.cases.alike import victim_of
from tests.cases.examples import WOMAN, a_case
from tests.cases.somebody import FIELDS
from tests.cases.walled import eyes_of
from tests.parallel import by_whoever_is_first
from tests.people import person

NIK, NOBODY = FIELDS["nik"], "6471034101900009"


def from_denpasar() -> Case:
    """A case in Denpasar, from which somebody is asked for."""
    return a_case(person("citra"), victims=(WOMAN,))


def known_to_wati() -> Involvement:
    """Known to wati, who wrote the case and manages it."""
    return victim_of("wati", FIELDS)


def asked(
    case: Case, value: str = NIK, kind=IdentifierKind.NIK, by: str = "citra"
) -> MatchRequest:
    return actions.ask_match(case, kind, value, by=person(by))


def ask(case: Case, value: str = NIK, kind=IdentifierKind.NIK) -> list[MatchHit]:
    """The hits of a question, once a worker has looked."""
    made = asked(case, value, kind)
    looked_for()
    SignInAttempt.objects.all().delete()
    return list(MatchHit.objects.filter(request=made))


def looked_for() -> None:
    """Return once somebody has looked for all that was asked."""
    by_whoever_is_first(
        act=lambda: actions.resolve_matches(by=None),
        is_done=lambda: not MatchRequest.objects.unresolved().exists(),
    )


def told(username: str) -> list[MatchHit]:
    """Whom the hit waits for, through her own eyes."""
    user = person(username)
    with eyes_of(username):
        return list(MatchHit.objects.to_decide_by(user))


def is_housed(part: Involvement) -> None:
    actions.add_shelter(part.victim, "Jl. Kenaritenang 9", by=person("wati"))
