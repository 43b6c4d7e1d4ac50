"""Persons who may be one, for programs: by the rules of the pages, and masked."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.urls import path
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.views import APIView

from agencies.access import Act, require
from agencies.accounts.attempts import LockedOut
from agencies.api.fields import valid
from agencies.api.openapi import READ, TOO_LONG, WRITE, acted, done, refusals, retrieved
from agencies.api.wire import Misshapen, answer, body_of
from agencies.models import User
from cases import actions, duplicates
from cases.api import duplicate_shapes as shapes
from cases.models import Involvement, Person, PersonMerge
from cases.person_choices import MergeReason, Sameness

BEFORE = OpenApiParameter(
    "before", UUID, description=gettext_lazy("`next` dari halaman sebelumnya.")
)


def _moment(at) -> str | None:
    return at and at.isoformat(timespec="microseconds")


class Duplicates(APIView):
    @extend_schema(
        summary=gettext_lazy("Daftar orang yang mungkin ganda"),
        parameters=[BEFORE],
        responses={
            200: shapes.PairPage,
            **TOO_LONG,
            **refusals((*READ, 400, 403, 429, 503)),
        },
    )
    def get(self, request):
        user = request.user
        require(user.hat, Act.EDIT_CASE)
        found, further = duplicates.queue(user, _before(request))
        persons = {each for pair in found for each in (pair.one, pair.other)}
        rows = _masked(duplicates.parts_behind(persons, user), persons, user)
        results = [_row(rows[p.one.pk], rows[p.other.pk], p) for p in found]
        return answer({"results": results, "next": further and str(further)})


def _before(request) -> UUID | None:
    said = request.query_params.get("before")
    try:
        return None if said is None else UUID(said)
    except ValueError as error:
        words = gettext_lazy("Kursor ini tidak dikenal.")
        raise Misshapen({"before": [str(words)]}) from error


def _masked(
    parts: Mapping[int, list[Involvement]], persons: Iterable[Person], user: User
) -> dict[int, dict[str, Any]]:
    """As `duplicates.masks`, in the words of programs."""
    return {
        person.pk: {
            "id": str(duplicates.told_as(person, user)),
            "version": duplicates.version_told(person, parts[person.pk]),
            "recorded": duplicates.recorded(person, parts[person.pk]),
        }
        for person in persons
    }


def _shown(persons: Collection[Person], user: User) -> dict[int, dict[str, Any]]:
    """As `duplicates.person_rows`: with the cases in which they stand."""
    parts = duplicates.parts_shown(persons, user)
    rows = _masked(parts, persons, user)
    for pk, row in rows.items():
        row["parts"] = [
            {
                "case": str(part.case.public_id),
                "register_no": part.case.register_no,
                "part": part.part,
            }
            for part in parts[pk]
        ]
    return rows


def _row(one: dict, other: dict, pair: duplicates.Pair | None) -> dict[str, Any]:
    return {
        "one": one,
        "other": other,
        "percent": pair and pair.percent,
        "reasons": pair and [reason._asdict() for reason in pair.reasons],
    }


class Duplicate(APIView):
    @retrieved(
        gettext_lazy("Bandingkan dua orang"),
        shapes.PairOut,
        versioned=False,
        also=(429,),
    )
    def get(self, request, one: UUID, other: UUID):
        first, second = duplicates.pair_of(request.user, one, other)
        compared, refusal = duplicates.try_to_compare(first, second, request.user)
        if isinstance(refusal, LockedOut):
            raise refusal
        rows = _shown([first, second], request.user)
        pair = compared.pair if compared else None
        return answer(_row(rows[first.pk], rows[second.pk], pair))

    @acted(gettext_lazy("Nilai dua orang"), shapes.SamenessIn, shapes.SamenessOut)
    def post(self, request, one: UUID, other: UUID):
        first, second = duplicates.pair_of(request.user, one, other)
        taken = valid(shapes.SamenessIn(data=body_of(request))).validated_data
        features = duplicates.features_of(first, second)
        who = {"by": request.user, "features": features}
        said = Sameness(taken["verdict"])
        made = actions.decide_duplicate(first, second, said, **who)
        return answer({"verdict": made.verdict, "at": _moment(made.at)})


def _merge_row(merge: PersonMerge, user: User) -> dict[str, Any]:
    return {
        "id": str(duplicates.told_as(merge, user)),
        "kept": str(duplicates.told_as(merge.kept, user)),
        "merged": str(duplicates.told_as(merge.merged, user)),
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
        return answer(_merge_row(made, request.user))


class Parting(APIView):
    @done(gettext_lazy("Pisahkan dua orang"), shapes.MergeOut)
    def post(self, request, id: UUID):
        merge = duplicates.merge_of(request.user, id)
        parted = actions.part_persons(merge, by=request.user)
        return answer(_merge_row(parted, request.user))


PAIR = "duplicates/<uuid:one>/<uuid:other>/"
ADDRESSES = [
    path("duplicates/", Duplicates.as_view(), name="api_duplicate_list"),
    path(PAIR, Duplicate.as_view(), name="api_duplicate"),
    path("merges/", Merges.as_view(), name="api_merge_list"),
    path("merges/<uuid:id>/parting/", Parting.as_view(), name="api_merge_parting"),
]
