"""What the API gives, for the schema. The rows themselves come from `cases.api.rows`.

These serializers write nothing: PostgreSQL and orjson make the answers, and a test
holds each answer against its shape. Every member is always there, null if unknown.
"""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from agencies.api.fields import REGION_CODE, TIME
from agencies.sections import Section
from cases.choices import Progress, WithdrawReason
from cases.models import Case, Place, PoliceReport, StageEntry, Suspect, Victim
from cases.serializers import (
    CaseIn,
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


class Masked(Row):
    """A row with members that are null where their section is shut to the asker."""

    MASKED: tuple[str, ...] = ()

    def get_fields(self):
        fields = super().get_fields()
        for name in self.MASKED:
            fields[name].allow_null = True
        return fields


class VictimOnCase(Masked):
    MASKED = Victim.MASKED

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
    sections = serializers.ListField(
        child=serializers.ChoiceField(
            choices=[str(section.name).lower() for section in Section]
        ),
        help_text=_("Bagian perkara yang terbuka bagi Anda."),
    )
    victims = VictimOnCase(many=True)
    suspects = SuspectOnCase(many=True, allow_null=True)
    police_reports = PoliceReportOnCase(many=True, allow_null=True)
    places = PlaceOnCase(many=True)
    stages = StageOnCase(many=True, allow_null=True)

    class Meta:
        model = Case
        fields = (
            "sight",
            "sections",
            *ROW,
            "register_no",
            "lead_agency",
            *CaseIn.Meta.fields,
            "counted_on",
            "stage",
            "is_restricted",
            "progress",
            *KEPT,
            "victims",
            "suspects",
            "police_reports",
            "places",
            "stages",
        )


@extend_schema_field({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"})
class Month(serializers.CharField):
    pass


class VictimCounts(serializers.Serializer):
    """Presumed and confirmed victims by age group."""

    child = serializers.IntegerField(min_value=0)
    adult = serializers.IntegerField(min_value=0)
    not_recorded = serializers.IntegerField(min_value=0)


class CaseSummary(serializers.Serializer):
    """What the secretariat of a task force sees of a case in its region."""

    sight = serializers.ChoiceField(choices=["summary"])
    month = Month()
    regency = RegionOrNull()
    country = CountryOrNull()
    progress = serializers.ChoiceField(choices=Progress.choices)
    victim_counts = VictimCounts()


class CaseLine(Row):
    """A case as its list shows it."""

    sight = serializers.ChoiceField(choices=["case"])
    lead_agency = serializers.CharField(help_text=_("Kode instansi."))
    region = RegionOrNull()
    country = CountryOrNull()
    progress = serializers.ChoiceField(choices=Progress.choices)
    has_lp = serializers.BooleanField()
    victim_counts = VictimCounts()
    is_withdrawn = serializers.BooleanField()
    withdraw_reason = None

    class Meta:
        model = Case
        fields = (
            "sight",
            *ROW,
            "register_no",
            "reported_on",
            "counted_on",
            "happened_on",
            "happened_precision",
            "lead_agency",
            "region",
            "country",
            "stage",
            "progress",
            "modus",
            "has_lp",
            "victim_counts",
            "is_withdrawn",
        )


def _either(name: str, full: type, summary: type = CaseSummary, **options):
    return PolymorphicProxySerializer(
        component_name=name,
        serializers={"case": full, "summary": summary},
        resource_type_field_name="sight",
        **options,
    )


class Count(serializers.Serializer):
    """Exact up to 1,000; beyond, `or_more` says that there are at least so many."""

    n = serializers.IntegerField(min_value=0, max_value=1000)
    or_more = serializers.BooleanField()


class Page(serializers.Serializer):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    count = Count(required=False)


class CasePage(Page):
    results = serializers.SerializerMethodField()

    @extend_schema_field(_either("CaseLineOrSummary", CaseLine, many=True))
    def get_results(self, row): ...


class VictimPage(Page):
    results = VictimOut(many=True)


class SuspectPage(Page):
    results = SuspectOut(many=True)


class PoliceReportPage(Page):
    results = PoliceReportOut(many=True)


AnyCase = _either("CaseOrSummary", CaseOut)
