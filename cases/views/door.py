"""How every page about a case enters, by `cases.doors`, and what it may do there."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from agencies.access import Act, require, require_on_case
from cases import doors


def opens_case(act: Act | None = None) -> Callable:
    """Decorator: the view gets the Case in the place of its public id.

    With `act`, 403 unless her hat may do it on this case.
    """

    def decorator(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def through(request: HttpRequest, public_id: UUID, **kwargs) -> HttpResponse:
            case = doors.open_case(request.user, public_id)
            if act is not None:
                require(request.user.hat, act)
                require_on_case(
                    request.user.hat, act, lead_agency_id=case.lead_agency_id
                )
            return view(request, case, **kwargs)

        return through

    return decorator
