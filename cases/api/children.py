"""What hangs on a case, for programs: four nouns, each with the same addresses."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import URLPattern, path
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from agencies.api.fields import valid
from agencies.api.openapi import changed, created, done, listed, retrieved
from agencies.api.wire import answer_row, body_of, key_of, seen
from cases import lists, nouns, serializers
from cases.api import rows, shapes
from cases.api.door import look_at, look_at_row
from cases.api.pages import (
    PoliceReportLines,
    SuspectLines,
    VictimLines,
    page_of_rows,
    parameters_of,
)
from cases.lists import filters
from cases.nouns import Noun


@dataclass(frozen=True)
class Listed:
    """The list of a noun: its rows, its page in the schema and what narrows it."""

    lines: type[lists.RegisterList]
    page: type[Serializer]
    narrowing: type[filters.RegisterFilters]


@dataclass(frozen=True)
class Child:
    """What a noun takes, when new and when edited, and what it gives."""

    noun: Noun
    new: type[serializers.OfCase]
    taken: type[serializers.RowInput]
    given: type[Serializer]
    listed: Listed | None = None


def list_of(child: Child) -> type[APIView]:
    noun = child.noun

    class Created(APIView):
        @created(
            format_lazy(_("Tambah {what}"), what=noun.word), child.new, child.given
        )
        def post(self, request):
            key = key_of(request)
            taken = valid(child.new(data=body_of(request))).values()
            case = look_at(request.user, taken.pop("case"))
            made = noun.add(case, taken, by=request.user, key=key)
            return rows.told(noun.model, request, made.public_id, status=201)

    if child.listed is None:
        return Created
    return _with_pages(Created, noun, child.listed)


def _with_pages(created_by: type[APIView], noun: Noun, pages: Listed) -> type[APIView]:
    class Paged(created_by):  # type: ignore[valid-type,misc]  # mypy follows no base made at run time
        @listed(
            format_lazy(_("Daftar: {what}"), what=noun.title),
            pages.page,
            parameters=parameters_of(pages.narrowing),
        )
        def get(self, request):
            return page_of_rows(request, pages.lines, pages.narrowing)

    return Paged


def detail_of(child: Child) -> type[APIView]:
    noun, word = child.noun, {"what": child.noun.word}

    def edited(request, public_id: UUID, *, whole: bool):
        row, version = look_at_row(noun.model, request.user, public_id), seen(request)
        taken = valid(child.taken(data=body_of(request), partial=not whole))
        noun.edit(row, taken.values(whole=whole), by=request.user, seen=version)
        return rows.told(noun.model, request, public_id)

    class Detail(APIView):
        @retrieved(format_lazy(_("Lihat {what}"), **word), child.given)
        def get(self, request, id: UUID):
            return answer_row(request, rows.child_row(noun.model, request.user, id))

        @changed(format_lazy(_("Ganti isi {what}"), **word), child.taken, child.given)
        def put(self, request, id: UUID):
            return edited(request, id, whole=True)

        @changed(
            format_lazy(_("Ubah sebagian isi {what}"), **word), child.taken, child.given
        )
        def patch(self, request, id: UUID):
            return edited(request, id, whole=False)

    return Detail


def withdrawal_of(child: Child) -> type[APIView]:
    noun, takes = child.noun, serializers.WithdrawalIn

    class Withdrawal(APIView):
        @changed(format_lazy(_("Tarik {what}"), what=noun.word), takes, child.given)
        def post(self, request, id: UUID):
            row, version = look_at_row(noun.model, request.user, id), seen(request)
            taken = valid(takes(data=body_of(request))).validated_data
            noun.withdraw(row, by=request.user, seen=version, **taken)
            return rows.told(noun.model, request, id)

    return Withdrawal


def restoration_of(child: Child) -> type[APIView]:
    noun = child.noun

    class Restoration(APIView):
        @done(format_lazy(_("Pulihkan {what}"), what=noun.word), child.given)
        def post(self, request, id: UUID):
            row = look_at_row(noun.model, request.user, id)
            noun.restore(row, by=request.user)
            return rows.told(noun.model, request, id)

    return Restoration


CHILDREN = (
    Child(
        nouns.VICTIM,
        new=serializers.NewVictim,
        taken=serializers.VictimIn,
        given=shapes.VictimOut,
        listed=Listed(VictimLines, shapes.VictimPage, filters.VictimFilters),
    ),
    Child(
        nouns.SUSPECT,
        new=serializers.NewSuspect,
        taken=serializers.SuspectIn,
        given=shapes.SuspectOut,
        listed=Listed(SuspectLines, shapes.SuspectPage, filters.SuspectFilters),
    ),
    Child(
        nouns.POLICE_REPORT,
        new=serializers.NewPoliceReport,
        taken=serializers.PoliceReportIn,
        given=shapes.PoliceReportOut,
        listed=Listed(
            PoliceReportLines, shapes.PoliceReportPage, filters.PoliceReportFilters
        ),
    ),
    Child(
        nouns.PLACE,
        new=serializers.NewPlace,
        taken=serializers.PlaceIn,
        given=shapes.PlaceOut,
    ),
)


def addresses() -> Iterator[URLPattern]:
    for child in CHILDREN:
        at, name = f"{child.noun.path}/", f"api_{child.noun.name}"
        one = f"{at}<uuid:id>/"
        yield path(at, list_of(child).as_view(), name=f"{name}_list")
        yield path(one, detail_of(child).as_view(), name=name)
        for act, view in (
            ("withdrawal", withdrawal_of(child)),
            ("restoration", restoration_of(child)),
        ):
            yield path(f"{one}{act}/", view.as_view(), name=f"{name}_{act}")
