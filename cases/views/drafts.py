"""Drafts of a case: saved while typing, thrown away by a click."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from agencies import drafts
from agencies.access import Act, OutOfScope, require
from agencies.lookup import zones
from agencies.models import User
from cases.forms.log import filled, typed_fields

KIND = "case"


@require_POST
@sensitive_post_parameters()
def save(request: HttpRequest, draft: UUID) -> JsonResponse:
    """Answers {"saved_at": "14.05 WITA"}; 409 once the page has become a case."""
    require(request.user.hat, Act.LOG_CASE)
    data = request.POST.copy()
    data["draft"] = str(draft)
    try:
        return JsonResponse({"saved_at": keep(request.user, data)})
    except drafts.AlreadySent:
        return JsonResponse({}, status=409)
    except ValidationError:
        return JsonResponse({}, status=413)


@require_POST
def discard(request: HttpRequest, draft: UUID) -> HttpResponse:
    require(request.user.hat, Act.LOG_CASE)
    if not drafts.discard_draft(by=request.user, public_id=draft, reason="thrown_away"):
        raise OutOfScope
    messages.success(request, _("Draf dibuang."))
    return redirect("home")


def keep(by: User, data: QueryDict | Mapping) -> str:
    """Save what the page holds under its draft's id; when, in words of her office."""
    draft = drafts.save_draft(
        by=by,
        public_id=UUID(data["draft"]),
        kind=KIND,
        fields=typed_fields(data),
        done=filled(data),
    )
    return zones.at_in_words(draft.updated_at, zones.zone_of(by.assignment.post))
