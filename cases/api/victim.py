"""Victims."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework.views import APIView

from agencies.api.fields import valid
from agencies.api.openapi import changed, created, done, listed, retrieved
from agencies.api.wire import answer_row, body_of, key_of, seen
from cases import actions
from cases.api import rows
from cases.api.pages import VictimLines, page_of_rows, parameters_of
from cases.api.shapes import VictimOut, VictimPage
from cases.doors import open_case, open_row
from cases.lists.filters import VictimFilters
from cases.models import Victim
from cases.serializers import NewVictim, VictimIn, WithdrawalIn


class VictimList(APIView):
    @listed(_("Daftar korban"), VictimPage, parameters=parameters_of(VictimFilters))
    def get(self, request):
        return page_of_rows(request, VictimLines, VictimFilters)

    @created(_("Tambah korban"), NewVictim, VictimOut)
    def post(self, request):
        key = key_of(request)
        taken = valid(NewVictim(data=body_of(request))).values()
        case = open_case(request.user, taken.pop("case"))
        made = actions.add_victim(case, taken, by=request.user, key=key)
        return rows.told(Victim, request, made.public_id, status=201)


class VictimDetail(APIView):
    @retrieved(_("Lihat korban"), VictimOut)
    def get(self, request, id: UUID):
        return answer_row(request, rows.child_row(Victim, request.user, id))

    @changed(_("Ganti isi korban"), VictimIn, VictimOut)
    def put(self, request, id: UUID):
        return _edit(request, id, whole=True)

    @changed(_("Ubah sebagian isi korban"), VictimIn, VictimOut)
    def patch(self, request, id: UUID):
        return _edit(request, id, whole=False)


def _edit(request, public_id: UUID, *, whole: bool):
    row, version = open_row(Victim, request.user, public_id), seen(request)
    taken = valid(VictimIn(data=body_of(request), partial=not whole))
    actions.edit_victim(row, taken.values(whole=whole), by=request.user, seen=version)
    return rows.told(Victim, request, public_id)


class VictimWithdrawal(APIView):
    @changed(_("Tarik korban"), WithdrawalIn, VictimOut)
    def post(self, request, id: UUID):
        row, version = open_row(Victim, request.user, id), seen(request)
        taken = valid(WithdrawalIn(data=body_of(request))).validated_data
        actions.withdraw_victim(row, by=request.user, seen=version, **taken)
        return rows.told(Victim, request, id)


class VictimRestoration(APIView):
    @done(_("Pulihkan korban"), VictimOut)
    def post(self, request, id: UUID):
        row = open_row(Victim, request.user, id)
        actions.restore_victim(row, by=request.user)
        return rows.told(Victim, request, id)
