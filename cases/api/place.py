"""Further places of a case."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework.views import APIView

from agencies.api.fields import valid
from agencies.api.openapi import changed, created, done, retrieved
from agencies.api.wire import answer_row, body_of, key_of, seen
from cases import actions
from cases.api import rows
from cases.api.shapes import PlaceOut
from cases.doors import open_case, open_row
from cases.models import Place
from cases.serializers import NewPlace, PlaceIn, WithdrawalIn


class PlaceList(APIView):
    @created(_("Tambah tempat lain"), NewPlace, PlaceOut)
    def post(self, request):
        key = key_of(request)
        taken = valid(NewPlace(data=body_of(request))).values()
        case = open_case(request.user, taken.pop("case"))
        made = actions.add_place(case, taken, by=request.user, key=key)
        return rows.told(Place, request, made.public_id, status=201)


class PlaceDetail(APIView):
    @retrieved(_("Lihat tempat lain"), PlaceOut)
    def get(self, request, id: UUID):
        return answer_row(request, rows.child_row(Place, request.user, id))

    @changed(_("Ganti isi tempat lain"), PlaceIn, PlaceOut)
    def put(self, request, id: UUID):
        return _edit(request, id, whole=True)

    @changed(_("Ubah sebagian isi tempat lain"), PlaceIn, PlaceOut)
    def patch(self, request, id: UUID):
        return _edit(request, id, whole=False)


def _edit(request, public_id: UUID, *, whole: bool):
    row, version = open_row(Place, request.user, public_id), seen(request)
    taken = valid(PlaceIn(data=body_of(request), partial=not whole))
    actions.edit_place(row, taken.values(whole=whole), by=request.user, seen=version)
    return rows.told(Place, request, public_id)


class PlaceWithdrawal(APIView):
    @changed(_("Tarik tempat lain"), WithdrawalIn, PlaceOut)
    def post(self, request, id: UUID):
        row, version = open_row(Place, request.user, id), seen(request)
        taken = valid(WithdrawalIn(data=body_of(request))).validated_data
        actions.withdraw_place(row, by=request.user, seen=version, **taken)
        return rows.told(Place, request, id)


class PlaceRestoration(APIView):
    @done(_("Pulihkan tempat lain"), PlaceOut)
    def post(self, request, id: UUID):
        row = open_row(Place, request.user, id)
        actions.restore_place(row, by=request.user)
        return rows.told(Place, request, id)
