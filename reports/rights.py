"""Who may do what with editions, asked with what the register knows of her office."""

from agencies import access
from agencies.access import Act
from agencies.lookup import directory
from agencies.models import User
from cases.models import CaseScope


def reads_editions_only(user: User) -> bool:
    """Does her post see summaries, and no case as a case? A live figure would be 0."""
    seen = CaseScope.objects.under(user.hat.agency_keys)
    return access.may(user.hat, Act.SEE_SUMMARIES) and not seen.exists()


def may(user: User, act: Act, region_code: str) -> bool:
    return access.may_on_edition(
        user.hat,
        act,
        served=directory.codes_served_by(user.hat),
        region=region_code,
    )


def require(user: User, act: Act, region_code: str) -> None:
    """Raise PermissionDenied (403) unless she may do it with editions of the region."""
    access.require_on_edition(
        user.hat,
        act,
        served=directory.codes_served_by(user.hat),
        region=region_code,
    )
