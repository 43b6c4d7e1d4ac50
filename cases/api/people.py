"""Who works on a case, which offices were asked in, who reads it by name."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from agencies.access import Act, require
from agencies.api.fields import valid
from agencies.api.openapi import acted, created, done, retrieved
from agencies.api.wire import answer, body_of, key_of
from agencies.lookup import directory
from agencies.models import Agency, User
from cases import actions, inbox, people, readers
from cases.api import people_shapes as shapes
from cases.api.door import looked_at
from cases.choices import RestrictReason
from cases.models import Case, CaseKey, CaseWorker, Referral
from cases.sight import Sight


def _moment(at) -> str | None:
    return at and at.isoformat(timespec="microseconds")


def _day(on) -> str | None:
    return on and on.isoformat()


def worker_row(worker: CaseWorker, seen: Sight) -> dict[str, Any]:
    return {
        "id": str(worker.public_id),
        "version": worker.version,
        "name": worker.user.full_name,
        "agency": directory.agency_code(worker.agency_id),
        "work": worker.work,
        "letter_number": people.letter_of(worker, seen) or None,
        "starts_on": _day(worker.starts_on),
        "ends_on": _day(worker.ends_on),
        "ended_at": _moment(worker.ended_at),
        "created_at": _moment(worker.created_at),
    }


def referral_rows(found: Iterable[Referral], user: User) -> list[dict[str, Any]]:
    referrals = list(found)
    opened = people.opened_cases(referrals, user)
    return [_referral_row(each, opened.get(each.case_id)) for each in referrals]


def referral_row(referral: Referral, user: User) -> dict[str, Any]:
    (row,) = referral_rows([referral], user)
    return row


def _referral_row(referral: Referral, case: UUID | None) -> dict[str, Any]:
    told = dict(referral.told)
    return {
        "id": str(referral.public_id),
        "version": referral.version,
        "case": case and str(case),
        "asked_by": told.pop("asked_by"),
        "to_agency": directory.agency_code(referral.to_agency_id),
        "purpose": referral.purpose,
        "sections": shapes.names_of(referral.opens),
        "ends_on": _day(referral.ends_on),
        "state": referral.state,
        "decline_reason": referral.decline_reason or None,
        "told": told,
        "created_at": _moment(referral.created_at),
    }


def reader_row(key: CaseKey) -> dict[str, Any]:
    return {
        "id": str(key.public_id),
        "version": key.version,
        "name": key.key.user.full_name,
        "agency": directory.agency_code(key.key.agency_id),
        "reason": key.reason,
        "created_at": _moment(key.created_at),
    }


def _made(request, row: dict[str, Any]):
    response = answer(row, status=201, version=row["version"])
    response.headers["Location"] = f"{request.path}{row['id']}/"
    return response


def _account(username: str, otherwise: str) -> User:
    """The account, or in one sentence what is wrong, whatever it is."""
    found = User.objects.filter(username=username.lower()).first()
    if found is None:
        raise ValidationError({"user": otherwise})
    return found


# -- Workers ---------------------------------------------------------------------------


class Workers(APIView):
    @retrieved(
        gettext_lazy("Daftar petugas perkara"), shapes.WorkerList, versioned=False
    )
    def get(self, request, id: UUID):
        case, seen = looked_at(request.user, id)
        found = people.workers_of(case, seen)
        return answer({"results": [worker_row(each, seen) for each in found]})

    @created(gettext_lazy("Tugaskan petugas"), shapes.NewWorker, shapes.WorkerOut)
    def post(self, request, id: UUID):
        key = key_of(request)
        case, seen = looked_at(request.user, id)
        seen.require_in_office(Act.ASSIGN)
        taken = valid(shapes.NewWorker(data=body_of(request))).validated_data
        user = _account(taken.pop("user"), _("Pilih petugas dari satuan Anda sendiri."))
        made = actions.assign_worker(case, user=user, by=request.user, key=key, **taken)
        return _made(request, worker_row(made, seen))


class Worker(APIView):
    @retrieved(gettext_lazy("Lihat petugas perkara"), shapes.WorkerOut, versioned=False)
    def get(self, request, id: UUID, row_id: UUID):
        case, seen = looked_at(request.user, id)
        return answer(worker_row(people.worker_of(case, seen, row_id), seen))


class WorkerEnding(APIView):
    @done(gettext_lazy("Akhiri penugasan"), shapes.WorkerOut)
    def post(self, request, id: UUID, row_id: UUID):
        case, seen = looked_at(request.user, id)
        worker = people.worker_of(case, seen, row_id)
        ended = actions.end_work(worker, by=request.user)
        return answer(worker_row(ended, seen), version=ended.version)


# -- Referrals -------------------------------------------------------------------------


class CaseReferrals(APIView):
    @retrieved(
        gettext_lazy("Daftar rujukan perkara"), shapes.ReferralList, versioned=False
    )
    def get(self, request, id: UUID):
        case, seen = looked_at(request.user, id)
        found = people.referrals_of(case, seen)
        return answer({"results": referral_rows(found, request.user)})

    @created(gettext_lazy("Ajukan rujukan"), shapes.NewReferral, shapes.ReferralOut)
    def post(self, request, id: UUID):
        key = key_of(request)
        case, seen = looked_at(request.user, id)
        seen.require(Act.REFER)
        taken = valid(shapes.NewReferral(data=body_of(request))).validated_data
        to_agency = Agency.objects.get(pk=taken.pop("to_agency").id)
        made = actions.ask_referral(
            case, to_agency=to_agency, by=request.user, key=key, **taken
        )
        row = referral_row(made, request.user)
        response = _made(request, row)
        response.headers["Location"] = f"/api/v1/referrals/{row['id']}/"
        return response


class Referrals(APIView):
    @retrieved(gettext_lazy("Rujukan masuk"), shapes.ReferralList, versioned=False)
    def get(self, request):
        """Those that wait for her office's answer, the longest waiting first of each
        who asked."""
        require(request.user.hat, Act.REFER)
        found = Referral.objects.addressed_to(request.user).waiting()
        rows = referral_rows(found[: inbox.MOST], request.user)
        return answer({"results": rows})


class OneReferral(APIView):
    @retrieved(gettext_lazy("Lihat rujukan"), shapes.ReferralOut, versioned=False)
    def get(self, request, id: UUID):
        require(request.user.hat, Act.REFER)
        found = people.referral(request.user, id)
        return answer(referral_row(found, request.user))


class ReferralAcceptance(APIView):
    @acted(gettext_lazy("Terima rujukan"), shapes.Acceptance, shapes.ReferralOut)
    def post(self, request, id: UUID):
        return _reply(request, id, shapes.Acceptance, actions.accept_referral)


class ReferralDeclination(APIView):
    @acted(gettext_lazy("Tolak rujukan"), shapes.Declination, shapes.ReferralOut)
    def post(self, request, id: UUID):
        return _reply(request, id, shapes.Declination, actions.decline_referral)


class ReferralEnding(APIView):
    @done(gettext_lazy("Akhiri rujukan"), shapes.ReferralOut)
    def post(self, request, id: UUID):
        found = people.referral(request.user, id)
        return _moved(request, actions.end_referral(found, by=request.user))


def _reply(request, id: UUID, shape: type[Serializer], act: Callable[..., Referral]):
    """What the asked office says to it."""
    asked = people.asked_referral(request.user, id)
    taken = valid(shape(data=body_of(request))).validated_data
    return _moved(request, act(asked, by=request.user, **taken))


def _moved(request, referral: Referral):
    return answer(referral_row(referral, request.user), version=referral.version)


# -- Restricted cases ------------------------------------------------------------------


class Readers(APIView):
    @retrieved(
        gettext_lazy("Daftar pembaca perkara terbatas"),
        shapes.ReaderList,
        versioned=False,
    )
    def get(self, request, id: UUID):
        case, seen = looked_at(request.user, id)
        found = people.readers_of(case, seen)
        return answer({"results": [reader_row(each) for each in found]})

    @created(gettext_lazy("Tambah pembaca"), shapes.NewReader, shapes.ReaderOut)
    def post(self, request, id: UUID):
        key = key_of(request)
        case, seen = looked_at(request.user, id)
        seen.require(Act.NAME_READER)
        taken = valid(shapes.NewReader(data=body_of(request))).validated_data
        user = _account(taken.pop("user"), str(readers.NOBODY))
        made = actions.name_reader(case, user=user, by=request.user, key=key, **taken)
        return _made(request, reader_row(made))


class Reader(APIView):
    @retrieved(
        gettext_lazy("Lihat pembaca perkara terbatas"),
        shapes.ReaderOut,
        versioned=False,
    )
    def get(self, request, id: UUID, row_id: UUID):
        case, seen = looked_at(request.user, id)
        return answer(reader_row(people.reader_of(case, seen, row_id)))


class ReaderEnding(APIView):
    @done(gettext_lazy("Keluarkan pembaca"), shapes.ReaderOut)
    def post(self, request, id: UUID, row_id: UUID):
        case, seen = looked_at(request.user, id)
        key = people.reader_of(case, seen, row_id)
        ended = actions.end_key(key, by=request.user)
        return answer(reader_row(ended), version=ended.version)


class Restriction(APIView):
    @acted(
        gettext_lazy("Jadikan perkara terbatas"),
        shapes.NewRestriction,
        shapes.RestrictionOut,
    )
    def post(self, request, id: UUID):
        """A receipt, like that of its end: who lifts it may see the case no more."""
        case, seen = looked_at(request.user, id)
        seen.require(Act.NAME_READER)
        taken = valid(shapes.NewRestriction(data=body_of(request))).validated_data
        reason = RestrictReason(taken["reason"])
        closed = actions.restrict_case(case, by=request.user, reason=reason)
        return _receipt(closed)


class RestrictionLifting(APIView):
    @done(gettext_lazy("Cabut pembatasan"), shapes.RestrictionOut)
    def post(self, request, id: UUID):
        case, _seen = looked_at(request.user, id)
        return _receipt(actions.lift_restriction(case, by=request.user))


def _receipt(case: Case):
    told = {"id": str(case.public_id), "is_restricted": case.is_restricted}
    return answer(told, version=case.version)


CASE = "cases/<uuid:id>/"
ROUTES = {
    f"{CASE}workers/": (Workers, "api_worker_list"),
    f"{CASE}workers/<uuid:row_id>/": (Worker, "api_worker"),
    f"{CASE}workers/<uuid:row_id>/ending/": (WorkerEnding, "api_worker_ending"),
    f"{CASE}referrals/": (CaseReferrals, "api_case_referral_list"),
    f"{CASE}readers/": (Readers, "api_reader_list"),
    f"{CASE}readers/<uuid:row_id>/": (Reader, "api_reader"),
    f"{CASE}readers/<uuid:row_id>/ending/": (ReaderEnding, "api_reader_ending"),
    f"{CASE}restriction/": (Restriction, "api_case_restriction"),
    f"{CASE}restriction/lifting/": (RestrictionLifting, "api_case_restriction_lifting"),
    "referrals/": (Referrals, "api_referral_list"),
    "referrals/<uuid:id>/": (OneReferral, "api_referral"),
    "referrals/<uuid:id>/acceptance/": (ReferralAcceptance, "api_referral_acceptance"),
    "referrals/<uuid:id>/declination/": (
        ReferralDeclination,
        "api_referral_declination",
    ),
    "referrals/<uuid:id>/ending/": (ReferralEnding, "api_referral_ending"),
}
ADDRESSES = [
    path(address, view.as_view(), name=name) for address, (view, name) in ROUTES.items()
]
