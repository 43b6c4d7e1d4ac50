"""Cases."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework.views import APIView

from agencies.access import OutOfScope
from agencies.api.fields import valid
from agencies.api.openapi import changed, created, done, listed, retrieved
from agencies.api.wire import answer_row, body_of, key_of, seen
from cases import actions
from cases.api import rows
from cases.api.door import look_at
from cases.api.pages import page_of_cases, parameters_of, summary_for
from cases.api.shapes import AnyCase, CaseOut, CasePage
from cases.doors import open_row
from cases.lists.filters import CaseFilters
from cases.models import Case, StageEntry
from cases.serializers import CaseIn, NewCase, StageIn, WithdrawalIn

CHILDREN = ("victims", "suspects", "police_reports")


class CaseList(APIView):
    @listed(
        _("Daftar perkara"),
        CasePage,
        parameters=parameters_of(CaseFilters, by_number=True),
    )
    def get(self, request):
        return page_of_cases(request)

    @created(_("Catat perkara"), NewCase, CaseOut)
    def post(self, request):
        key = key_of(request)
        taken = dict(valid(NewCase(data=body_of(request))).values())
        made = actions.log_case(
            by=request.user,
            narrative=taken.pop("narrative"),
            **{name: taken.pop(name, ()) for name in CHILDREN},
            fields=taken,
            key=key,
        )
        return rows.told(Case, request, made.public_id, status=201)


class CaseDetail(APIView):
    @retrieved(_("Lihat perkara"), AnyCase)
    def get(self, request, id: UUID):
        try:
            row = rows.case_row(request.user, id)
        except OutOfScope:
            row = summary_for(request.user, id)
        return answer_row(request, row)

    @changed(_("Ganti isi perkara"), CaseIn, CaseOut)
    def put(self, request, id: UUID):
        return _edit(request, id, whole=True)

    @changed(_("Ubah sebagian isi perkara"), CaseIn, CaseOut)
    def patch(self, request, id: UUID):
        return _edit(request, id, whole=False)


def _edit(request, public_id: UUID, *, whole: bool):
    case, version = look_at(request.user, public_id), seen(request)
    taken = valid(CaseIn(data=body_of(request), partial=not whole))
    actions.edit_case(case, taken.values(whole=whole), by=request.user, seen=version)
    return rows.told(Case, request, public_id)


class CaseWithdrawal(APIView):
    @changed(_("Tarik perkara"), WithdrawalIn, CaseOut)
    def post(self, request, id: UUID):
        case, version = look_at(request.user, id), seen(request)
        taken = valid(WithdrawalIn(data=body_of(request))).validated_data
        actions.withdraw_case(case, by=request.user, seen=version, **taken)
        return rows.told(Case, request, id)


class CaseRestoration(APIView):
    @done(_("Pulihkan perkara"), CaseOut)
    def post(self, request, id: UUID):
        actions.restore_case(look_at(request.user, id), by=request.user)
        return rows.told(Case, request, id)


class Stages(APIView):
    @changed(_("Catat kemajuan"), StageIn, CaseOut)
    def post(self, request, id: UUID):
        case, version = look_at(request.user, id), seen(request)
        taken = valid(StageIn(data=body_of(request))).validated_data
        actions.record_stage(case, by=request.user, seen=version, **taken)
        return rows.told(Case, request, id)


class StageWithdrawal(APIView):
    @changed(_("Tarik tahap terakhir"), WithdrawalIn, CaseOut)
    def post(self, request, id: UUID, stage_id: UUID):
        case, version = look_at(request.user, id), seen(request)
        entry = open_row(StageEntry, request.user, stage_id, of=case)
        taken = valid(WithdrawalIn(data=body_of(request))).validated_data
        actions.withdraw_stage(entry, by=request.user, seen=version, **taken)
        return rows.told(Case, request, id)


class StageRestoration(APIView):
    @done(_("Pulihkan tahap"), CaseOut)
    def post(self, request, id: UUID, stage_id: UUID):
        case = look_at(request.user, id)
        entry = open_row(StageEntry, request.user, stage_id, of=case)
        actions.restore_stage(entry, by=request.user)
        return rows.told(Case, request, id)
