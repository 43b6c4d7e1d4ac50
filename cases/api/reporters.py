"""Who reported a case and where a victim of it is housed, for programs."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.views import APIView

from agencies.access import Act, require
from agencies.api.fields import valid
from agencies.api.openapi import acted, changed, created, done, retrieved
from agencies.api.wire import answer, answer_row, body_of, key_of, seen
from agencies.sections import Section
from cases import actions, identities, inbox, sight
from cases.api import identity_shapes as shapes
from cases.api.door import look_at
from cases.api.particulars import particulars_in, particulars_out
from cases.api.persons import moment
from cases.doors import open_row
from cases.models import Reporter, ReporterOpening, Shelter, Victim
from cases.person_choices import RefusalReason, ReporterKind, RevealReason
from cases.serializers import WithdrawalIn


def _made(request, row: dict[str, Any]):
    response = answer(row, status=201, version=row["version"])
    response.headers["Location"] = f"{request.path}{row['id']}/"
    return response


def reporter_row(row: Any) -> dict[str, Any]:
    """Of one that `identities.reporters_of` found."""
    return {
        "id": str(row.public_id),
        "version": row.version,
        "kind": row.kind,
        "recorded": row.recorded,
        "open_until": moment(row.open_until),
        "asked_at": moment(row.asked_at),
        "refusal": row.refusal,
    }


def opening_row(row: ReporterOpening) -> dict[str, Any]:
    return {
        "id": str(row.public_id),
        "version": row.version,
        "case": str(row.case.public_id),
        "asked_by": row.created_by.full_name,
        "reason": row.reason,
        "created_at": moment(row.created_at),
        "approved_at": moment(row.approved_at),
        "ends_at": moment(row.ends_at),
        "taken_back_at": moment(row.taken_back_at),
        "refusal": row.refusal,
    }


def shelter_row(row: Shelter) -> dict[str, Any]:
    return {
        "id": str(row.public_id),
        "version": row.version,
        "victim": str(row.victim.public_id),
    }


# -- Reporters -------------------------------------------------------------------------


class Reporters(APIView):
    @retrieved(gettext_lazy("Daftar pelapor"), shapes.ReporterList, versioned=False)
    def get(self, request, id: UUID):
        case = look_at(request.user, id)
        seen_now = sight.of(request.user, case)
        found = identities.reporters_of(case, request.user, seen_now)
        return answer({"results": [reporter_row(each) for each in found]})

    @created(gettext_lazy("Catat pelapor"), shapes.NewReporter, shapes.ReporterOut)
    def post(self, request, id: UUID):
        key = key_of(request)
        case = look_at(request.user, id)
        sight.of(request.user, case).require(Act.EDIT_CASE, Section.REPORTER)
        taken = valid(shapes.NewReporter(data=body_of(request))).validated_data
        kind = ReporterKind(taken["kind"])
        fields = particulars_in(taken.get("particulars", {}))
        made = actions.add_reporter(case, kind, fields, by=request.user, key=key)
        found = identities.reporter_of(case, request.user, made.public_id)
        return _made(request, reporter_row(found))


class OneReporter(APIView):
    @retrieved(gettext_lazy("Lihat pelapor"), shapes.ReporterOut)
    def get(self, request, id: UUID, row_id: UUID):
        case = look_at(request.user, id)
        found = identities.reporter_of(case, request.user, row_id)
        return answer_row(request, reporter_row(found))


class ReporterWithdrawal(APIView):
    @changed(gettext_lazy("Tarik pelapor"), WithdrawalIn, shapes.ReporterOut)
    def post(self, request, id: UUID, row_id: UUID):
        case, version = look_at(request.user, id), seen(request)
        found = identities.reporter_of(case, request.user, row_id)
        taken = valid(WithdrawalIn(data=body_of(request))).validated_data
        gone = actions.withdraw_reporter(found, by=request.user, seen=version, **taken)
        found.version = gone.version
        return answer(reporter_row(found), version=gone.version)


class ReporterRestoration(APIView):
    @done(gettext_lazy("Pulihkan pelapor"), shapes.ReporterOut)
    def post(self, request, id: UUID, row_id: UUID):
        case = look_at(request.user, id)
        found = open_row(Reporter, request.user, row_id, of=case)
        actions.restore_reporter(found, by=request.user)
        back = identities.reporter_of(case, request.user, row_id)
        return answer(reporter_row(back), version=back.version)


class ReporterOpenings(APIView):
    @acted(gettext_lazy("Minta pembukaan"), shapes.RevealReasonIn, shapes.OpeningOut)
    def post(self, request, id: UUID, row_id: UUID):
        case = look_at(request.user, id)
        found = identities.reporter_of(case, request.user, row_id)
        taken = valid(shapes.RevealReasonIn(data=body_of(request))).validated_data
        reason = RevealReason(taken["reason"])
        asked = actions.ask_reveal_reporter(found, by=request.user, reason=reason)
        return answer(opening_row(asked), version=asked.version)


class ReporterUnasking(APIView):
    @done(gettext_lazy("Tarik permintaan"), shapes.OpeningOut)
    def post(self, request, id: UUID, row_id: UUID):
        """Her own request, which nobody has answered; not the reporter."""
        case = look_at(request.user, id)
        found = identities.reporter_of(case, request.user, row_id)
        gone = actions.take_back_asking(found, by=request.user)
        return answer(opening_row(gone), version=gone.version)


class ReporterReveal(APIView):
    @done(gettext_lazy("Tampilkan pelapor"), shapes.RevealOut)
    def post(self, request, id: UUID, row_id: UUID):
        """For whom two people let it be opened, while it is."""
        case = look_at(request.user, id)
        found = identities.reporter_of(case, request.user, row_id)
        known = actions.reveal_reporter(found, by=request.user)
        return answer({"particulars": particulars_out(known, known.known())})


class Openings(APIView):
    @retrieved(
        gettext_lazy("Permintaan membuka pelapor"),
        shapes.OpeningList,
        versioned=False,
    )
    def get(self, request):
        """Those that wait for somebody in charge, the longest waiting first."""
        require(request.user.hat, Act.ASSIGN)
        found = ReporterOpening.objects.to_approve_by(request.user).order_by("pk")
        found = found.select_related("case", "created_by")[: inbox.MOST]
        return answer({"results": [opening_row(each) for each in found]})


class OpeningApproval(APIView):
    @done(gettext_lazy("Setujui pembukaan identitas pelapor"), shapes.OpeningOut)
    def post(self, request, id: UUID, row_id: UUID):
        opening = _opening(request, id, row_id)
        allowed = actions.approve_reveal_reporter(opening, by=request.user)
        return answer(opening_row(allowed), version=allowed.version)


class OpeningTakingBack(APIView):
    @done(gettext_lazy("Tarik persetujuan"), shapes.OpeningOut)
    def post(self, request, id: UUID, row_id: UUID):
        """What was allowed and not opened, by whoever may allow it."""
        opening = _opening(request, id, row_id)
        shut = actions.take_back_approval(opening, by=request.user)
        return answer(opening_row(shut), version=shut.version)


class OpeningRefusal(APIView):
    @acted(
        gettext_lazy("Tolak pembukaan identitas pelapor"),
        shapes.RefusalIn,
        shapes.OpeningOut,
    )
    def post(self, request, id: UUID, row_id: UUID):
        opening = _opening(request, id, row_id)
        taken = valid(shapes.RefusalIn(data=body_of(request))).validated_data
        reason = RefusalReason(taken["reason"])
        shut = actions.refuse_reveal_reporter(opening, by=request.user, reason=reason)
        return answer(opening_row(shut), version=shut.version)


def _opening(request, id: UUID, row_id: UUID) -> ReporterOpening:
    """One that she may answer as who is in charge; 403 for any other."""
    case = look_at(request.user, id)
    require(request.user.hat, Act.ASSIGN)
    hers = ReporterOpening.objects.in_charge_of(request.user).filter(case=case)
    opening = hers.select_related("created_by").filter(public_id=row_id).first()
    if opening is None:
        raise PermissionDenied(_("Orang kedua yang harus menyetujui."))
    opening.case = case
    return opening


# -- Shelters --------------------------------------------------------------------------


class Shelters(APIView):
    @retrieved(gettext_lazy("Daftar rumah aman"), shapes.ShelterList, versioned=False)
    def get(self, request, id: UUID):
        case = look_at(request.user, id)
        found = identities.shelters_of(case, sight.of(request.user, case))
        return answer({"results": [shelter_row(each) for each in found]})

    @created(gettext_lazy("Catat rumah aman"), shapes.NewShelter, shapes.ShelterOut)
    def post(self, request, id: UUID):
        key = key_of(request)
        case = look_at(request.user, id)
        sight.of(request.user, case).require(Act.EDIT_CASE, Section.SHELTER)
        taken = valid(shapes.NewShelter(data=body_of(request))).validated_data
        victim = open_row(Victim, request.user, taken["victim"], of=case)
        address = taken["address"]
        made = actions.add_shelter(victim, address, by=request.user, key=key)
        return _made(request, shelter_row(made))


def _shelter(request, id: UUID, row_id: UUID) -> Shelter:
    return open_row(Shelter, request.user, row_id, of=look_at(request.user, id))


class OneShelter(APIView):
    @retrieved(gettext_lazy("Lihat rumah aman"), shapes.ShelterOut)
    def get(self, request, id: UUID, row_id: UUID):
        return answer_row(request, shelter_row(_shelter(request, id, row_id)))

    @changed(gettext_lazy("Ubah alamat"), shapes.ShelterIn, shapes.ShelterOut)
    def patch(self, request, id: UUID, row_id: UUID):
        found, version = _shelter(request, id, row_id), seen(request)
        taken = valid(shapes.ShelterIn(data=body_of(request))).validated_data
        moved = actions.rewrite_shelter(
            found, taken["address"], by=request.user, seen=version
        )
        return answer(shelter_row(moved), version=moved.version)


class ShelterReading(APIView):
    @acted(gettext_lazy("Tampilkan alamat"), shapes.RevealReasonIn, shapes.AddressOut)
    def post(self, request, id: UUID, row_id: UUID):
        found = _shelter(request, id, row_id)
        taken = valid(shapes.RevealReasonIn(data=body_of(request))).validated_data
        reason = RevealReason(taken["reason"])
        address = actions.read_shelter(found, by=request.user, reason=reason)
        return answer({"address": address})


class ShelterWithdrawal(APIView):
    @changed(gettext_lazy("Tarik rumah aman"), WithdrawalIn, shapes.ShelterOut)
    def post(self, request, id: UUID, row_id: UUID):
        found, version = _shelter(request, id, row_id), seen(request)
        taken = valid(WithdrawalIn(data=body_of(request))).validated_data
        gone = actions.withdraw_shelter(found, by=request.user, seen=version, **taken)
        return answer(shelter_row(gone), version=gone.version)


class ShelterRestoration(APIView):
    @done(gettext_lazy("Pulihkan rumah aman"), shapes.ShelterOut)
    def post(self, request, id: UUID, row_id: UUID):
        back = actions.restore_shelter(_shelter(request, id, row_id), by=request.user)
        return answer(shelter_row(back), version=back.version)


CASE = "cases/<uuid:id>/"
REPORTER, SHELTER = f"{CASE}reporters/<uuid:row_id>/", f"{CASE}shelters/<uuid:row_id>/"
ROUTES = {
    f"{CASE}reporters/": (Reporters, "api_reporter_list"),
    REPORTER: (OneReporter, "api_reporter"),
    f"{REPORTER}withdrawal/": (ReporterWithdrawal, "api_reporter_withdrawal"),
    f"{REPORTER}restoration/": (ReporterRestoration, "api_reporter_restoration"),
    f"{REPORTER}openings/": (ReporterOpenings, "api_reporter_asking"),
    f"{REPORTER}openings/withdrawal/": (ReporterUnasking, "api_reporter_unasking"),
    f"{REPORTER}reveal/": (ReporterReveal, "api_reporter_reveal"),
    "reporter-openings/": (Openings, "api_opening_list"),
    f"{CASE}openings/<uuid:row_id>/approval/": (
        OpeningApproval,
        "api_opening_approval",
    ),
    f"{CASE}openings/<uuid:row_id>/taking-back/": (
        OpeningTakingBack,
        "api_opening_taking_back",
    ),
    f"{CASE}openings/<uuid:row_id>/refusal/": (OpeningRefusal, "api_opening_refusal"),
    f"{CASE}shelters/": (Shelters, "api_shelter_list"),
    SHELTER: (OneShelter, "api_shelter"),
    f"{SHELTER}reading/": (ShelterReading, "api_shelter_reading"),
    f"{SHELTER}withdrawal/": (ShelterWithdrawal, "api_shelter_withdrawal"),
    f"{SHELTER}restoration/": (ShelterRestoration, "api_shelter_restoration"),
}
ADDRESSES = [
    path(address, view.as_view(), name=name) for address, (view, name) in ROUTES.items()
]
