"""What the API takes and gives for the people and offices of a case."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agencies.api.fields import EMPTY, Choice, Date, Input, OneCode, Sentence, Text
from agencies.lookup import directory
from agencies.sections import SHARED, Section
from cases.api.shapes import CountryOrNull, Id, Month, RegionOrNull, VictimCounts
from cases.choices import (
    DeclineReason,
    ReferralState,
    RestrictReason,
    SightReason,
    Work,
)
from cases.forms.people import ReaderForm, RestrictForm, WorkerForm
from cases.forms.referral import DeclineForm, ReferralForm

NAMES = {str(part.name).lower(): part for part in Section}
ASKABLE = [name for name, part in NAMES.items() if part in SHARED & ~Section.SUMMARY]
CODE = r"^[0-9A-Za-z._-]{1,40}$"
USERNAME = r"^[0-9A-Za-z.]{1,30}$"


def names_of(parts: Section) -> list[str]:
    return [name for name, part in NAMES.items() if part in parts]


# -- Taken -----------------------------------------------------------------------------


@extend_schema_field(
    {
        "type": "array",
        "items": {"type": "string", "enum": ASKABLE},
        "minItems": 1,
        "uniqueItems": True,
    }
)
class Sections(serializers.ListField):
    """Names of sections, each once; becomes the Section."""

    child = Choice(choices=[(name, name) for name in ASKABLE])
    default_error_messages = EMPTY | {
        "not_a_list": ReferralForm.base_fields["sections"].error_messages["required"],
        "empty": ReferralForm.base_fields["sections"].error_messages["required"],
        "twice": ReferralForm.base_fields["sections"].error_messages["invalid_list"],
    }

    def to_internal_value(self, data):
        if isinstance(data, list) and len(set(map(repr, data))) < len(data):
            self.fail("twice")
        return Section(sum(NAMES[name] for name in super().to_internal_value(data)))


@extend_schema_field({"type": "string", "pattern": CODE, "example": "UPTD-PPA-BPP"})
class AgencyCode(Text):
    """An agency by its code; becomes its directory entry."""

    default_error_messages = {
        "unknown": ReferralForm.base_fields["to_agency"].error_messages["required"]
    }

    def to_internal_value(self, data):
        found = directory.agency(super().to_internal_value(data))
        if found is None:
            self.fail("unknown")
        return found


@extend_schema_field({"type": "string", "pattern": USERNAME, "example": "87041234"})
class Username(Text):
    """NRP or NIP."""


class NewWorker(Input):
    user = Username()
    work = Choice(choices=Work.choices)
    letter_number = Sentence(max_length=80)
    starts_on = Date()
    ends_on = Date(required=False, allow_null=True)

    class Meta:
        form = WorkerForm


class NewReferral(Input):
    to_agency = AgencyCode()
    purpose = OneCode("service_type")
    sections = Sections(allow_empty=False)
    ends_on = Date(required=False, allow_null=True)

    class Meta:
        form = ReferralForm


class Acceptance(Input):
    """With `work` she takes the case herself, by the letter that she names."""

    work = Choice(choices=Work.choices, required=False)
    letter_number = Sentence(max_length=80, required=False)


class Declination(Input):
    reason = Choice(choices=DeclineReason.choices)

    class Meta:
        form = DeclineForm


class NewReader(Input):
    user = Username()
    reason = Choice(
        choices=[
            (each.value, each.label)
            for each in (SightReason.HANDLING, SightReason.OVERSIGHT)
        ]
    )

    class Meta:
        form = ReaderForm


class NewRestriction(Input):
    reason = Choice(
        choices=[(each.value, each.label) for each in RestrictReason.by_hand()]
    )

    class Meta:
        form = RestrictForm


# -- Given -----------------------------------------------------------------------------


class WorkerOut(serializers.Serializer):
    id = Id()
    version = serializers.IntegerField()
    name = serializers.CharField()
    agency = serializers.CharField()
    work = serializers.ChoiceField(choices=Work.choices)
    letter_number = serializers.CharField(allow_null=True)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class Told(serializers.Serializer):
    """What the asked office knows before it accepts."""

    month = Month()
    regency = RegionOrNull()
    country = CountryOrNull()
    victim_counts = VictimCounts()


class ReferralOut(serializers.Serializer):
    """`case` is null for an office that does not see the case (yet, or any more)."""

    id = Id()
    version = serializers.IntegerField()
    case = Id(allow_null=True)
    asked_by = serializers.CharField()
    to_agency = serializers.CharField()
    purpose = serializers.CharField()
    sections = serializers.ListField(child=serializers.ChoiceField(choices=[*NAMES]))
    ends_on = serializers.DateField(allow_null=True)
    state = serializers.ChoiceField(choices=ReferralState.choices)
    decline_reason = serializers.ChoiceField(
        choices=DeclineReason.choices, allow_null=True
    )
    told = Told()
    created_at = serializers.DateTimeField()


class ReaderOut(serializers.Serializer):
    id = Id()
    version = serializers.IntegerField()
    name = serializers.CharField()
    agency = serializers.CharField()
    reason = serializers.ChoiceField(choices=SightReason.choices)
    created_at = serializers.DateTimeField()


class RestrictionOut(serializers.Serializer):
    id = Id()
    is_restricted = serializers.BooleanField()


class WorkerList(serializers.Serializer):
    results = WorkerOut(many=True)


class ReferralList(serializers.Serializer):
    results = ReferralOut(many=True)


class ReaderList(serializers.Serializer):
    results = ReaderOut(many=True)
