"""Who takes part in a case, for programs: masked, opened one by one."""

from typing import Any
from uuid import UUID

from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework.views import APIView

from agencies.access import Act
from agencies.api.fields import valid
from agencies.api.openapi import acted, changed, created, done, retrieved
from agencies.api.wire import answer, body_of, key_of, seen_of, version_of
from agencies.models import User
from cases import actions, identities, sight
from cases.api import identity_shapes as shapes
from cases.api import particulars
from cases.api.door import look_at, look_at_row
from cases.doors import open_row
from cases.models import Case, Involvement, Suspect, Victim
from cases.models.person import STANDS_IN
from cases.models.row import Row
from cases.person_choices import Part, PersonKind, RevealReason
from cases.serializers import WithdrawalIn

ROWS: dict[str, type[Row]] = {"victim": Victim, "suspect": Suspect, "of": Involvement}


def person_row(each: Involvement) -> dict[str, Any]:
    person = each.person
    return {
        "id": str(each.public_id),
        "version": each.version_told,
        "case": str(each.case.public_id),
        "part": each.part,
        **{name: _id_of(getattr(each, name)) for name in ROWS},
        "kind": person.kind,
        "recording": each.recording_told.value,
        "client_code": each.client_code_told,
        "recorded": each.recorded_told,
        "is_shredded": each.is_shredded_told,
        "is_hidden": each.is_hidden,
        "withdrawn_at": moment(each.withdrawn_at),
        "withdraw_reason": each.withdraw_reason or None,
    }


def moment(at) -> str | None:
    return at and at.isoformat(timespec="microseconds")


def _id_of(row: Row | None) -> str | None:
    return str(row.public_id) if row else None


def told(request, row_id: UUID, *, status: int = 200):
    """The part as it stands, with the version that its next act must name."""
    found = open_row(Involvement, request.user, row_id)
    version = version_of(found.whose, found.version_told)
    response = answer(person_row(found), status=status, version=version)
    if status == 201:
        at = f"/api/v1/cases/{found.case.public_id}/persons/{row_id}/"
        response.headers["Location"] = at
    return response


def rows_named(user: User, case: Case, taken: dict[str, Any]) -> dict[str, Any]:
    """Rows of the case by their public ids; OutOfScope for one that is none."""
    return {
        name: open_row(model, user, taken[name], of=case)
        for name, model in ROWS.items()
        if taken.get(name)
    }


class Persons(APIView):
    @retrieved(_("Daftar orang dalam perkara"), shapes.PersonList, versioned=False)
    def get(self, request, id: UUID):
        case = look_at(request.user, id)
        found = identities.involvements_of(case, sight.of(request.user, case))
        rows = [person_row(each) for each in found.select_related("case", "of")]
        return answer({"results": rows})

    @created(_("Catat identitas"), shapes.NewPerson, shapes.PersonOut)
    def post(self, request, id: UUID):
        key = key_of(request)
        case = look_at(request.user, id)
        taken = valid(shapes.NewPerson(data=body_of(request))).validated_data
        part = Part(taken["part"])
        sight.of(request.user, case).require(Act.EDIT_CASE, STANDS_IN[part])
        fields = particulars.particulars_in(taken.get("particulars", {}))
        more = rows_named(request.user, case, taken)
        kind = PersonKind(taken.get("kind", PersonKind.NATURAL))
        made = actions.add_person(
            case, part, fields, by=request.user, kind=kind, key=key, **more
        )
        return told(request, made.public_id, status=201)


class Links(APIView):
    @created(
        _("Hubungkan yang sudah tercatat"),
        shapes.NewLink,
        shapes.PersonOut,
    )
    def post(self, request, id: UUID):
        key = key_of(request)
        case = look_at(request.user, id)
        taken = valid(shapes.NewLink(data=body_of(request))).validated_data
        part = Part(taken["part"])
        sight.of(request.user, case).require(Act.EDIT_CASE, STANDS_IN[part])
        known = look_at_row(Involvement, request.user, taken["known"])
        more = rows_named(request.user, case, taken)
        made = actions.link_person(
            known.person, case, part, by=request.user, key=key, **more
        )
        return told(request, made.public_id, status=201)


class Person(APIView):
    @retrieved(_("Lihat orang dalam perkara"), shapes.PersonOut)
    def get(self, request, id: UUID, row_id: UUID):
        _of(request, id, row_id)
        return told(request, row_id)

    @changed(_("Ubah identitas"), particulars.ParticularsIn, shapes.PersonOut)
    def patch(self, request, id: UUID, row_id: UUID):
        """What is not sent stays; a list replaces the one that is recorded."""
        found, seen = _of(request, id, row_id), _seen(request)
        sent = valid(particulars.ParticularsIn(data=body_of(request))).validated_data
        fields = particulars.particulars_in(sent)
        actions.edit_particulars(found, fields, by=request.user, **seen)
        return told(request, row_id)


def _of(request, case_id: UUID, row_id: UUID) -> Involvement:
    """The part in that case; the look at it is on record."""
    case = look_at(request.user, case_id)
    return open_row(Involvement, request.user, row_id, of=case)


def _seen(request) -> dict[str, Any]:
    """Whom she saw, and at which version, as the actions ask for it."""
    whose, version = seen_of(request)
    return {"whose": whose, "seen": version}


class Withdrawal(APIView):
    @changed(_("Tarik hubungan dengan perkara"), WithdrawalIn, shapes.PersonOut)
    def post(self, request, id: UUID, row_id: UUID):
        found, seen = _of(request, id, row_id), _seen(request)
        taken = valid(WithdrawalIn(data=body_of(request))).validated_data
        actions.unlink_person(found, by=request.user, **seen, **taken)
        return told(request, row_id)


class Restoration(APIView):
    @done(_("Pulihkan hubungan dengan perkara"), shapes.PersonOut)
    def post(self, request, id: UUID, row_id: UUID):
        actions.relink_person(_of(request, id, row_id), by=request.user)
        return told(request, row_id)


class Declination(APIView):
    @changed(_("Ia menolak dicatat"), None, shapes.PersonOut)
    def post(self, request, id: UUID, row_id: UUID):
        found, seen = _of(request, id, row_id), _seen(request)
        actions.declare_declined(found, by=request.user, **seen)
        return told(request, row_id)


class Agreement(APIView):
    @changed(_("Ia setuju dicatat"), None, shapes.PersonOut)
    def post(self, request, id: UUID, row_id: UUID):
        found, seen = _of(request, id, row_id), _seen(request)
        actions.declare_agreed(found, by=request.user, **seen)
        return told(request, row_id)


class Reveal(APIView):
    @acted(_("Buka identitas"), shapes.RevealIn, shapes.RevealOut)
    def post(self, request, id: UUID, row_id: UUID):
        """Named fields of one person, once, for a reason. There is no act for many.
        With what reaches her comes her safe contact, where that opens."""
        found = _of(request, id, row_id)
        taken = valid(shapes.RevealIn(data=body_of(request))).validated_data
        names = list(dict.fromkeys(taken["fields_shown"]))
        reason = RevealReason(taken["reason"])
        opened = actions.reveal(
            found.person, found.case, names, by=request.user, reason=reason
        )
        shown = list(dict.fromkeys([*names, *opened.known()]))
        return answer({"particulars": particulars.particulars_out(opened, shown)})


PERSONS = "cases/<uuid:id>/persons/"
ONE = f"{PERSONS}<uuid:row_id>/"
ROUTES = {
    PERSONS: (Persons, "api_identity_list"),
    "cases/<uuid:id>/person-links/": (Links, "api_identity_links"),
    ONE: (Person, "api_identity"),
    f"{ONE}reveal/": (Reveal, "api_identity_reveal"),
    f"{ONE}withdrawal/": (Withdrawal, "api_identity_withdrawal"),
    f"{ONE}restoration/": (Restoration, "api_identity_restoration"),
    f"{ONE}declination/": (Declination, "api_identity_declination"),
    f"{ONE}agreement/": (Agreement, "api_identity_agreement"),
}
ADDRESSES = [
    path(address, view.as_view(), name=name) for address, (view, name) in ROUTES.items()
]
