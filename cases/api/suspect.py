"""Suspects."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework.views import APIView

from agencies.api.fields import valid
from agencies.api.openapi import changed, created, done, listed, retrieved
from agencies.api.wire import answer_row, body_of, key_of, seen
from cases import actions
from cases.api import rows
from cases.api.pages import SuspectLines, page_of_rows, parameters_of
from cases.api.shapes import SuspectOut, SuspectPage
from cases.doors import open_case, open_row
from cases.lists.filters import SuspectFilters
from cases.models import Suspect
from cases.serializers import NewSuspect, SuspectIn, WithdrawalIn


class SuspectList(APIView):
    @listed(
        _("Daftar tersangka"), SuspectPage, parameters=parameters_of(SuspectFilters)
    )
    def get(self, request):
        return page_of_rows(request, SuspectLines, SuspectFilters)

    @created(_("Tambah tersangka"), NewSuspect, SuspectOut)
    def post(self, request):
        key = key_of(request)
        taken = valid(NewSuspect(data=body_of(request))).values()
        case = open_case(request.user, taken.pop("case"))
        made = actions.add_suspect(case, taken, by=request.user, key=key)
        return rows.told(Suspect, request, made.public_id, status=201)


class SuspectDetail(APIView):
    @retrieved(_("Lihat tersangka"), SuspectOut)
    def get(self, request, id: UUID):
        return answer_row(request, rows.child_row(Suspect, request.user, id))

    @changed(_("Ganti isi tersangka"), SuspectIn, SuspectOut)
    def put(self, request, id: UUID):
        return _edit(request, id, whole=True)

    @changed(_("Ubah sebagian isi tersangka"), SuspectIn, SuspectOut)
    def patch(self, request, id: UUID):
        return _edit(request, id, whole=False)


def _edit(request, public_id: UUID, *, whole: bool):
    row, version = open_row(Suspect, request.user, public_id), seen(request)
    taken = valid(SuspectIn(data=body_of(request), partial=not whole))
    actions.edit_suspect(row, taken.values(whole=whole), by=request.user, seen=version)
    return rows.told(Suspect, request, public_id)


class SuspectWithdrawal(APIView):
    @changed(_("Tarik tersangka"), WithdrawalIn, SuspectOut)
    def post(self, request, id: UUID):
        row, version = open_row(Suspect, request.user, id), seen(request)
        taken = valid(WithdrawalIn(data=body_of(request))).validated_data
        actions.withdraw_suspect(row, by=request.user, seen=version, **taken)
        return rows.told(Suspect, request, id)


class SuspectRestoration(APIView):
    @done(_("Pulihkan tersangka"), SuspectOut)
    def post(self, request, id: UUID):
        row = open_row(Suspect, request.user, id)
        actions.restore_suspect(row, by=request.user)
        return rows.told(Suspect, request, id)
