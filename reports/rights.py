"""Who may do what with editions, asked with what the register knows of her office."""

from agencies import access
from agencies.access import Act
from agencies.lookup import directory
from agencies.models import User


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
