"""Two editors of one case at the same moment (S27)."""

from collections import Counter
from collections.abc import Callable

from agencies.models import AuditEvent, User
from cases import actions
from cases.conflicts import StaleVersion
from cases.models import Case
from tests.api.clients import program_of
from tests.cases.examples import a_case
from tests.parallel import together
from tests.people import person

SARIS, BUDIS = {"platforms": ["michat"]}, {"acts": ["recruitment"]}
NOTHING = {"platforms": [], "acts": []}
Send = Callable[[Case, User, dict], bool]


def by_action(case: Case, by: User, fields: dict) -> bool:
    """Edit as a page does; True when it was taken, False when it came too late."""
    try:
        actions.edit_case(case, fields, by=by, seen=case.version)
    except StaleVersion:
        return False
    return True


def by_api(case: Case, by: User, fields: dict) -> bool:
    """Edit as a program does: 200 when it was taken, 412 when it came too late."""
    answer = program_of(by.username).call(
        "PATCH", f"cases/{case.public_id}/", fields, if_match=f'"{case.version}"'
    )
    if answer.status_code not in (200, 412):
        raise AssertionError(f"{answer.status_code}: {answer.content.decode()}")
    return answer.status_code == 200


DOORS: dict[str, Send] = {"action": by_action, "api": by_api}


def race(times: int, send: Send = by_action) -> Counter:
    """How often one was taken and one told; how often a change was lost in silence.

    `sari` and `budi` open the same version and change different fields, so that the
    one who comes second would overwrite nothing visible but the version.
    """
    sari, budi = person("sari"), person("budi")
    case = a_case(sari)
    found: Counter = Counter()
    for _race in range(times):
        case = Case.objects.get(pk=case.pk)
        case = actions.edit_case(case, NOTHING, by=sari, seen=case.version)
        twin = Case.objects.get(pk=case.pk)
        taken = together(
            lambda case=case: send(case, sari, SARIS),
            lambda twin=twin: send(twin, budi, BUDIS),
        )
        found[outcome(case, *taken)] += 1
    return found


def outcome(seen: Case, sari_taken: bool, budi_taken: bool) -> str:
    """`told` when only the change that was taken stands, in one new version."""
    now = Case.objects.get(pk=seen.pk)
    stands = {
        "platforms": SARIS["platforms"] if sari_taken else [],
        "acts": BUDIS["acts"] if budi_taken else [],
    }
    as_told = {"platforms": now.platforms, "acts": now.acts} == stands
    events = AuditEvent.objects.filter(
        subject_type="cases.Case", subject_id=now.pk, subject_version__gt=seen.version
    )
    one = sari_taken != budi_taken and now.version == seen.version + 1
    if one and as_told and events.count() == 1:
        return "told"
    return "overwritten"
