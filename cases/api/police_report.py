"""Police reports (LP)."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework.views import APIView

from agencies.api.fields import valid
from agencies.api.openapi import changed, created, done, listed, retrieved
from agencies.api.wire import answer_row, body_of, key_of, seen
from cases import actions
from cases.api import rows
from cases.api.pages import PoliceReportLines, page_of_rows, parameters_of
from cases.api.shapes import PoliceReportOut, PoliceReportPage
from cases.doors import open_case, open_row
from cases.lists.filters import PoliceReportFilters
from cases.models import PoliceReport
from cases.serializers import NewPoliceReport, PoliceReportIn, WithdrawalIn


class PoliceReportList(APIView):
    @listed(
        _("Daftar laporan polisi"),
        PoliceReportPage,
        parameters=parameters_of(PoliceReportFilters),
    )
    def get(self, request):
        return page_of_rows(request, PoliceReportLines, PoliceReportFilters)

    @created(_("Tambah laporan polisi"), NewPoliceReport, PoliceReportOut)
    def post(self, request):
        key = key_of(request)
        taken = valid(NewPoliceReport(data=body_of(request))).values()
        case = open_case(request.user, taken.pop("case"))
        made = actions.add_police_report(case, taken, by=request.user, key=key)
        return rows.told(PoliceReport, request, made.public_id, status=201)


class PoliceReportDetail(APIView):
    @retrieved(_("Lihat laporan polisi"), PoliceReportOut)
    def get(self, request, id: UUID):
        return answer_row(request, rows.child_row(PoliceReport, request.user, id))

    @changed(_("Ganti isi laporan polisi"), PoliceReportIn, PoliceReportOut)
    def put(self, request, id: UUID):
        return _edit(request, id, whole=True)

    @changed(_("Ubah sebagian isi laporan polisi"), PoliceReportIn, PoliceReportOut)
    def patch(self, request, id: UUID):
        return _edit(request, id, whole=False)


def _edit(request, public_id: UUID, *, whole: bool):
    row, version = open_row(PoliceReport, request.user, public_id), seen(request)
    taken = valid(PoliceReportIn(data=body_of(request), partial=not whole))
    actions.edit_police_report(
        row, taken.values(whole=whole), by=request.user, seen=version
    )
    return rows.told(PoliceReport, request, public_id)


class PoliceReportWithdrawal(APIView):
    @changed(_("Tarik laporan polisi"), WithdrawalIn, PoliceReportOut)
    def post(self, request, id: UUID):
        row, version = open_row(PoliceReport, request.user, id), seen(request)
        taken = valid(WithdrawalIn(data=body_of(request))).validated_data
        actions.withdraw_police_report(row, by=request.user, seen=version, **taken)
        return rows.told(PoliceReport, request, id)


class PoliceReportRestoration(APIView):
    @done(_("Pulihkan laporan polisi"), PoliceReportOut)
    def post(self, request, id: UUID):
        row = open_row(PoliceReport, request.user, id)
        actions.restore_police_report(row, by=request.user)
        return rows.told(PoliceReport, request, id)
