"""Questions to other offices for programs: one answer, whoever is known."""

from typing import Any
from uuid import UUID

from django.urls import path
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework.views import APIView

from agencies import clock
from agencies.access import Act, OutOfScope, require
from agencies.api.fields import valid
from agencies.api.openapi import CREATE_ONCE, WRITE, acted, refusals, retrieved
from agencies.api.wire import answer, body_of, key_of
from agencies.lookup import directory
from agencies.models import User
from agencies.sections import Section
from cases import actions, matches, sight
from cases.api import match_shapes as shapes
from cases.api.door import look_at
from cases.models import Case, MatchHit, MatchRequest
from cases.person_choices import IdentifierKind, MatchAnswer


def _looked_at(user: User, id: UUID) -> Case:
    case = look_at(user, id)
    sight.of(user, case).require(Act.EDIT_CASE, Section.VICTIM_IDENTITY)
    return case


def _moment(at) -> str:
    return at.isoformat(timespec="microseconds")


def _asked_row(request: MatchRequest) -> dict[str, Any]:
    office = request.answered_by_id
    return {
        "id": str(request.public_id),
        "kind": request.kind,
        "told": str(matches.PASSED_ON),
        "answered_by": directory.agency_code(office) if office else None,
        "at": _moment(request.at),
    }


class CaseMatches(APIView):
    @retrieved(
        gettext_lazy("Daftar pertanyaan kepada instansi lain"),
        shapes.MatchList,
        versioned=False,
    )
    def get(self, request, id: UUID):
        case = _looked_at(request.user, id)
        return answer({"results": list(map(_asked_row, matches.asked_for(case)))})

    @extend_schema(
        summary=gettext_lazy("Tanya instansi lain"),
        request=shapes.NewMatch,
        parameters=[CREATE_ONCE],
        responses={201: shapes.MatchOut, **refusals((*WRITE, 422, 429))},
    )
    def post(self, request, id: UUID):
        key = key_of(request)
        case = _looked_at(request.user, id)
        taken = valid(shapes.NewMatch(data=body_of(request))).validated_data
        kind, value = IdentifierKind(taken["kind"]), taken["value"]
        made = actions.ask_match(case, kind, value, by=request.user, key=key)
        return answer(_asked_row(made), status=201)


def _hit_row(hit: MatchHit) -> dict[str, Any]:
    asker = matches.asker_of(hit)
    return {
        "id": str(hit.public_id),
        "case": str(hit.case.public_id),
        "register_no": hit.case.register_no,
        "part": hit.involvement.part,
        "kind": hit.request.kind,
        "answer": hit.answer,
        "asker": asker and asker.name,
        "agency": asker and asker.agency.code,
        "on": matches.day_of(hit, clock.WIB).isoformat(),
    }


class Hits(APIView):
    @retrieved(
        gettext_lazy("Daftar kecocokan yang menunggu keputusan atau akan dihubungi"),
        shapes.MatchHitList,
        versioned=False,
    )
    def get(self, request):
        require(request.user.hat, Act.EDIT_CASE)
        found = matches.hits_of(request.user)
        return answer({"results": list(map(_hit_row, found))})


class HitAnswer(APIView):
    @acted(gettext_lazy("Putuskan kecocokan"), shapes.MatchAnswerIn, shapes.MatchHitOut)
    def post(self, request, id: UUID):
        mine = MatchHit.objects.to_decide_by(request.user)
        hit = mine.filter(public_id=id).first()
        if hit is None:
            raise OutOfScope
        taken = valid(shapes.MatchAnswerIn(data=body_of(request))).validated_data
        said = actions.answer_match(hit, MatchAnswer(taken["answer"]), by=request.user)
        return answer(_hit_row(said))


ADDRESSES = [
    path("cases/<uuid:id>/matches/", CaseMatches.as_view(), name="api_case_match_list"),
    path("matches/", Hits.as_view(), name="api_match_list"),
    path("matches/<uuid:id>/answer/", HitAnswer.as_view(), name="api_match_answer"),
]
