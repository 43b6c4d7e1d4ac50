"""Victims, suspects, police reports and further places: one table of nouns."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from agencies.access import Act
from agencies.accounts.carry import keeps_typed_text
from cases.doors import open_row
from cases.models import Case
from cases.models.row import Row
from cases.nouns import Noun
from cases.views import flow
from cases.views.door import opens_case


@keeps_typed_text
@opens_case(Act.EDIT_CASE)
def add(request: HttpRequest, case: Case, noun: Noun) -> HttpResponse:
    return flow.add(request, case, noun)


@keeps_typed_text
@opens_case(Act.EDIT_CASE)
def edit(request: HttpRequest, case: Case, noun: Noun, row_id: UUID) -> HttpResponse:
    return flow.edit(request, case, noun, _row(request, case, noun, row_id))


@keeps_typed_text
@opens_case(Act.WITHDRAW)
def withdraw(
    request: HttpRequest, case: Case, noun: Noun, row_id: UUID
) -> HttpResponse:
    return flow.withdraw(request, case, noun, _row(request, case, noun, row_id))


@keeps_typed_text
@opens_case(Act.RESTORE)
def restore(request: HttpRequest, case: Case, noun: Noun, row_id: UUID) -> HttpResponse:
    return flow.restore(request, case, noun, _row(request, case, noun, row_id))


def _row(request: HttpRequest, case: Case, noun: Noun, row_id: UUID) -> Row:
    return open_row(noun.model, request.user, row_id, of=case)
