"""What the API takes and gives for persons, reporters and shelters: masked, but for
what an act of its own has opened."""

from rest_framework import serializers

from agencies.api.fields import Choice, Input, PublicId, Text
from cases.actions.shelter import LONGEST_ADDRESS
from cases.api.particulars import ParticularsIn, ParticularsOut, Several
from cases.api.shapes import Id
from cases.choices import Recording, WithdrawReason
from cases.forms.reveal import RevealForm, ShelterForm
from cases.particulars import FIELDS
from cases.person_choices import (
    Part,
    PersonKind,
    RefusalReason,
    ReporterKind,
    RevealReason,
)

# -- Taken -----------------------------------------------------------------------------


class RowsOfPerson(Input):
    """Which row of the case she is, or (`of`) the part of whom she stands beside."""

    victim = PublicId(required=False, allow_null=True)
    suspect = PublicId(required=False, allow_null=True)
    of = PublicId(required=False, allow_null=True)


class NewPerson(RowsOfPerson):
    part = Choice(choices=Part.choices)
    kind = Choice(choices=PersonKind.choices, required=False)
    particulars = ParticularsIn(required=False)


class NewLink(RowsOfPerson):
    """`known` is her part in another case that opens to the asker."""

    known = PublicId()
    part = Choice(choices=Part.choices)


class RevealIn(Input):
    reason = Choice(choices=RevealReason.choices)
    fields_shown = Several(
        child=Choice(choices=[(name, field.label) for name, field in FIELDS.items()]),
        allow_empty=False,
        max_length=len(FIELDS),
        error_messages={
            "empty": RevealForm.base_fields["fields_shown"].error_messages["required"]
        },
    )

    class Meta:
        form = RevealForm


class RevealReasonIn(Input):
    reason = Choice(choices=RevealReason.choices)

    class Meta:
        form = RevealForm


class NewReporter(Input):
    kind = Choice(choices=ReporterKind.choices)
    particulars = ParticularsIn(required=False)


class NewShelter(Input):
    victim = PublicId()
    address = Text(max_length=LONGEST_ADDRESS)

    class Meta:
        form = ShelterForm


class ShelterIn(Input):
    address = Text(max_length=LONGEST_ADDRESS)

    class Meta:
        form = ShelterForm


# -- Given -----------------------------------------------------------------------------


class PersonOut(serializers.Serializer):
    """A part in a case, with its person masked: `recorded` says how much is recorded of
    her, by field. `version` is the person's, whose other parts share it; of who
    `is_hidden` from the asker nothing is told, and no more than the part taken back."""

    id = Id()
    version = serializers.IntegerField()
    case = Id()
    part = serializers.ChoiceField(choices=Part.choices)
    victim = Id(allow_null=True)
    suspect = Id(allow_null=True)
    of = Id(allow_null=True)
    kind = serializers.ChoiceField(choices=PersonKind.choices)
    recording = serializers.ChoiceField(choices=Recording.choices)
    client_code = serializers.CharField(allow_null=True)
    recorded = serializers.DictField(child=serializers.IntegerField(min_value=1))
    is_shredded = serializers.BooleanField()
    is_hidden = serializers.BooleanField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdraw_reason = serializers.ChoiceField(
        choices=WithdrawReason.choices, allow_null=True
    )


class PersonList(serializers.Serializer):
    results = PersonOut(many=True)


class RevealOut(serializers.Serializer):
    """Given once, in this answer alone."""

    particulars = ParticularsOut()


class ReporterOut(serializers.Serializer):
    """`open_until` is when an opening that the asker was allowed ends: in a day, and
    once she opens it in minutes; `asked_at` when she asked for one that waits, seven
    days; `refusal` why the last was refused."""

    id = Id()
    version = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=ReporterKind.choices)
    recorded = serializers.DictField(child=serializers.IntegerField(min_value=1))
    open_until = serializers.DateTimeField(allow_null=True)
    asked_at = serializers.DateTimeField(allow_null=True)
    refusal = serializers.ChoiceField(choices=RefusalReason.choices, allow_blank=True)


class ReporterList(serializers.Serializer):
    results = ReporterOut(many=True)


class OpeningOut(serializers.Serializer):
    """Somebody asks to know who reported a case."""

    id = Id()
    version = serializers.IntegerField()
    case = Id()
    asked_by = serializers.CharField()
    reason = serializers.ChoiceField(choices=RevealReason.choices)
    created_at = serializers.DateTimeField()
    approved_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
    taken_back_at = serializers.DateTimeField(allow_null=True)
    refusal = serializers.ChoiceField(choices=RefusalReason.choices, allow_blank=True)


class RefusalIn(Input):
    """Why nobody is told who reported; the asker reads it."""

    reason = Choice(choices=RefusalReason.choices)


class OpeningList(serializers.Serializer):
    results = OpeningOut(many=True)


class ShelterOut(serializers.Serializer):
    """That a victim is housed; the address is for an act of its own."""

    id = Id()
    version = serializers.IntegerField()
    victim = Id()


class ShelterList(serializers.Serializer):
    results = ShelterOut(many=True)


class AddressOut(serializers.Serializer):
    """Given once, in this answer alone."""

    address = serializers.CharField()
