"""How every page about a case enters, by `cases.doors`, and what it may do there."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from agencies.access import Act, require
from agencies.sections import Section
from cases import doors, looks, sight


def opens_case(act: Act | None = None, section: Section | None = None) -> Callable:
    """Decorator: the view gets the Case in the place of its public id.

    With `act`, 403 unless her hat may do it on the section: the one named, else that in
    which rows of the view's `noun` are written, else the one that the act is about.
    """

    def decorator(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def through(request: HttpRequest, public_id: UUID, **kwargs) -> HttpResponse:
            case = doors.open_case(request.user, public_id)
            seen = sight.of(request.user, case)
            if act is not None:
                require(request.user.hat, act)
                noun = kwargs.get("noun")
                where = section or (noun.model.written_in if noun else None)
                seen.require(act, where)
            looks.opened(seen, request.user)
            return view(request, case, **kwargs)

        return through

    return decorator
