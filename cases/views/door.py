"""The one door: every page about a case enters here, or not at all.

Outside her scope is 404, whether the row exists or not; in scope without the right is
403. What the door lets through carries its lead agency and its place with it.
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from agencies.access import Act, OutOfScope, require, require_on_case
from cases.models import Case
from cases.models.row import Row

R = TypeVar("R", bound=Row)
WITH = ("lead_agency", "region__parent__parent")


def case_for(request: HttpRequest, public_id: UUID) -> Case:
    """The case, of which she may see only the summary; OutOfScope otherwise."""
    found = Case.objects.visible_to(request.user).select_related(*WITH)
    return _only(found.filter(public_id=public_id))


def open_case_for(request: HttpRequest, public_id: UUID) -> Case:
    """The case that she sees as a case; OutOfScope for a summary too."""
    found = Case.objects.open_to(request.user).select_related(*WITH)
    return _only(found.filter(public_id=public_id))


def row_for(case: Case, model: type[R], public_id: UUID) -> R:
    """A row that hangs on a case which the door has let through."""
    row = _only(model._default_manager.filter(case_id=case.pk, public_id=public_id))
    row.case = case
    return row


def opens_case(act: Act | None = None) -> Callable:
    """Decorator: the view gets the Case in the place of its public id.

    With `act`, 403 unless her hat may do it on this case.
    """

    def decorator(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def through(request: HttpRequest, public_id: UUID, **kwargs) -> HttpResponse:
            case = open_case_for(request, public_id)
            if act is not None:
                require(request.user.hat, act)
                require_on_case(
                    request.user.hat, act, lead_agency_id=case.lead_agency_id
                )
            return view(request, case, **kwargs)

        return through

    return decorator


def _only(found):
    row = found.first()
    if row is None:
        raise OutOfScope
    return row
