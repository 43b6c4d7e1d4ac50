"""Persons who may be one, for programs: by the rules of the pages, and masked."""

from typing import Any
from uuid import UUID

from django.urls import path
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import APIException
from rest_framework.views import APIView

from agencies.access import Act, OutOfScope, require
from agencies.api.fields import valid
from agencies.api.openapi import READ, TOO_LONG, WRITE, acted, done, refusals, retrieved
from agencies.api.wire import Misshapen, answer, body_of
from agencies.models import User
from cases import actions, duplicates
from cases.api import persons_shapes as shapes
from cases.choices import MergeReason, Sameness
from cases.models import Person, PersonMerge
from cases.names.client import IndexDown

BEFORE = OpenApiParameter(
    "before", UUID, description=gettext_lazy("`next` dari halaman sebelumnya.")
)


def _moment(at) -> str | None:
    return at and at.isoformat(timespec="microseconds")


class NamesDown(APIException):
    status_code = 503
    default_detail = duplicates.DOWN


class Duplicates(APIView):
    @extend_schema(
        summary=gettext_lazy("Daftar orang yang mungkin ganda"),
        parameters=[BEFORE],
        responses={
            200: shapes.PairPage,
            **TOO_LONG,
            **refusals((*READ, 400, 403, 503)),
        },
    )
    def get(self, request):
        require(request.user.hat, Act.EDIT_CASE)
        try:
            found, further = duplicates.queue(request.user, _before(request))
        except IndexDown as down:
            raise NamesDown from down
        persons = {each for pair in found for each in (pair.one, pair.other)}
        rows = _persons(persons, request.user)
        results = [_row(rows[p.one.pk], rows[p.other.pk], p) for p in found]
        return answer({"results": results, "next": further and str(further)})


def _before(request) -> UUID | None:
    said = request.query_params.get("before")
    try:
        return None if said is None else UUID(said)
    except ValueError as error:
        words = gettext_lazy("Kursor ini tidak dikenal.")
        raise Misshapen({"before": [str(words)]}) from error


def _persons(persons, user: User) -> dict[int, dict[str, Any]]:
    """As `duplicates.person_rows`, in the words of programs."""
    people = list(persons)
    parts = duplicates.parts_shown(people, user)
    return {
        person.pk: {
            "id": str(person.public_id),
            "version": person.version,
            "recorded": person.recorded,
            "parts": [
                {
                    "case": str(part.case.public_id),
                    "register_no": part.case.register_no,
                    "part": part.part,
                }
                for part in parts[person.pk]
            ],
        }
        for person in people
    }


def _row(one: dict, other: dict, pair: duplicates.Pair | None) -> dict[str, Any]:
    return {
        "one": one,
        "other": other,
        "percent": pair and pair.percent,
        "reasons": pair and [reason._asdict() for reason in pair.reasons],
    }


def _both(user: User, one: UUID, other: UUID) -> tuple[Person, Person]:
    require(user.hat, Act.EDIT_CASE)
    if one == other:
        raise OutOfScope
    found = [duplicates.of_user(user, each) for each in (one, other)]
    first, second = sorted(found, key=lambda person: person.pk)
    return first, second


class Duplicate(APIView):
    @retrieved(gettext_lazy("Bandingkan dua orang"), shapes.PairOut, versioned=False)
    def get(self, request, one: UUID, other: UUID):
        first, second = _both(request.user, one, other)
        compared, _down = duplicates.try_to_compare(first, second)
        rows = _persons([first, second], request.user)
        pair = compared.pair if compared else None
        return answer(_row(rows[first.pk], rows[second.pk], pair))

    @acted(gettext_lazy("Nilai dua orang"), shapes.SamenessIn, shapes.SamenessOut)
    def post(self, request, one: UUID, other: UUID):
        first, second = _both(request.user, one, other)
        taken = valid(shapes.SamenessIn(data=body_of(request))).validated_data
        compared, _down = duplicates.try_to_compare(first, second)
        features = compared.features if compared else {}
        who = {"by": request.user, "features": features}
        said = Sameness(taken["verdict"])
        made = actions.decide_duplicate(first, second, said, **who)
        return answer({"verdict": made.verdict, "at": _moment(made.at)})


def _merge_row(merge: PersonMerge) -> dict[str, Any]:
    return {
        "id": str(merge.public_id),
        "kept": str(merge.kept.public_id),
        "merged": str(merge.merged.public_id),
        "reason": merge.reason,
        "at": _moment(merge.at),
        "parted_at": _moment(merge.parted_at),
    }


class Merges(APIView):
    @extend_schema(
        summary=gettext_lazy("Gabungkan dua orang"),
        request=shapes.NewMerge,
        responses={200: shapes.MergeOut, **refusals((*WRITE, 412))},
    )
    def post(self, request):
        require(request.user.hat, Act.EDIT_CASE)
        taken = valid(shapes.NewMerge(data=body_of(request))).validated_data
        kept, merged = (
            duplicates.of_user(request.user, taken[name]) for name in ("kept", "merged")
        )
        made = actions.merge_persons(
            kept,
            merged,
            by=request.user,
            reason=MergeReason(taken["reason"]),
            seen=(taken["kept_version"], taken["merged_version"]),
        )
        return answer(_merge_row(made))


class Parting(APIView):
    @done(gettext_lazy("Pisahkan dua orang"), shapes.MergeOut)
    def post(self, request, id: UUID):
        require(request.user.hat, Act.EDIT_CASE)
        found = PersonMerge.objects.visible_to(request.user).select_related("kept")
        merge = found.filter(public_id=id).first()
        if merge is None:
            raise OutOfScope
        return answer(_merge_row(actions.part_persons(merge, by=request.user)))


PAIR = "duplicates/<uuid:one>/<uuid:other>/"
ADDRESSES = [
    path("duplicates/", Duplicates.as_view(), name="api_duplicate_list"),
    path(PAIR, Duplicate.as_view(), name="api_duplicate"),
    path("merges/", Merges.as_view(), name="api_merge_list"),
    path("merges/<uuid:id>/parting/", Parting.as_view(), name="api_merge_parting"),
]
