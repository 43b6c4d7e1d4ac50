"""What the API gives, for the schema. The rows themselves come from `cases.api.rows`.

These serializers write nothing: PostgreSQL and orjson make the answers, and a test
holds each answer against its shape. Every member is always there, null if unknown.
"""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agencies.serializers import REGION_CODE, TIME
from cases.choices import Progress, WithdrawReason
from cases.models import Case, Place, PoliceReport, StageEntry, Suspect, Victim
from cases.serializers import (
    CASE_FIELDS,
    PlaceIn,
    PoliceReportIn,
    SuspectIn,
    VictimIn,
)

ID = {"type": "string", "format": "uuid"}
ROW = ("id", "version")
KEPT = ("created_at", "withdrawn_at", "withdraw_reason")


def _or_null(schema: dict) -> dict:
    return {**schema, "type": [schema["type"], "null"]}


@extend_schema_field(ID)
class Id(serializers.CharField):
    """A public id."""


@extend_schema_field(_or_null({"type": "string", "pattern": REGION_CODE}))
class RegionOrNull(serializers.CharField):
    pass


@extend_schema_field(_or_null({"type": "string", "pattern": "^[A-Z]{2}$"}))
class CountryOrNull(serializers.CharField):
    pass


@extend_schema_field(_or_null({"type": "string", "pattern": TIME}))
class TimeOrNull(serializers.CharField):
    pass


class Row(serializers.ModelSerializer):
    """All members are read: the schema then says that they are always there."""

    id = Id()
    withdraw_reason = serializers.ChoiceField(
        choices=WithdrawReason.choices, allow_null=True
    )

    def get_fields(self):
        fields = super().get_fields()
        for field in fields.values():
            field.read_only, field.required = True, False
        return fields


class VictimOnCase(Row):
    class Meta:
        model = Victim
        fields = (*ROW, *VictimIn.Meta.fields, *KEPT)


class SuspectOnCase(Row):
    class Meta:
        model = Suspect
        fields = (*ROW, *SuspectIn.Meta.fields, *KEPT)


class PoliceReportOnCase(Row):
    class Meta:
        model = PoliceReport
        fields = (*ROW, *PoliceReportIn.Meta.fields, *KEPT)


class PlaceOnCase(Row):
    region = RegionOrNull()
    country = CountryOrNull()

    class Meta:
        model = Place
        fields = (*ROW, *PlaceIn.Meta.fields, *KEPT)


class StageOnCase(Row):
    class Meta:
        model = StageEntry
        fields = (*ROW, "stage", "on", *KEPT)


class VictimOut(VictimOnCase):
    case = Id()

    class Meta(VictimOnCase.Meta):
        fields = (*ROW, "case", *VictimIn.Meta.fields, *KEPT)


class SuspectOut(SuspectOnCase):
    case = Id()

    class Meta(SuspectOnCase.Meta):
        fields = (*ROW, "case", *SuspectIn.Meta.fields, *KEPT)


class PoliceReportOut(PoliceReportOnCase):
    case = Id()

    class Meta(PoliceReportOnCase.Meta):
        fields = (*ROW, "case", *PoliceReportIn.Meta.fields, *KEPT)


class PlaceOut(PlaceOnCase):
    case = Id()

    class Meta(PlaceOnCase.Meta):
        fields = (*ROW, "case", *PlaceIn.Meta.fields, *KEPT)


class CaseOut(Row):
    """A case that she may open, with everything on it but the sentence."""

    sight = serializers.ChoiceField(choices=["case"])
    lead_agency = serializers.CharField(help_text=_("Kode instansi."))
    region = RegionOrNull()
    country = CountryOrNull()
    happened_time = TimeOrNull()
    progress = serializers.ChoiceField(choices=Progress.choices)
    victims = VictimOnCase(many=True)
    suspects = SuspectOnCase(many=True)
    police_reports = PoliceReportOnCase(many=True)
    places = PlaceOnCase(many=True)
    stages = StageOnCase(many=True)

    class Meta:
        model = Case
        fields = (
            "sight",
            *ROW,
            "register_no",
            "lead_agency",
            *CASE_FIELDS,
            "counted_on",
            "stage",
            "progress",
            *KEPT,
            "victims",
            "suspects",
            "police_reports",
            "places",
            "stages",
        )
