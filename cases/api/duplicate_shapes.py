"""What the API takes and gives for persons who may be one, and for their merges."""

from rest_framework import serializers

from agencies.api.fields import Choice, Input, Integer, PublicId
from cases.api.shapes import Id
from cases.forms.duplicate import MergeForm, SamenessForm
from cases.person_choices import MergeReason, Part, Sameness


class SamenessIn(Input):
    verdict = Choice(choices=Sameness.choices)

    class Meta:
        form = SamenessForm


class NewMerge(Input):
    """`kept` stays; the versions are those that were seen of both."""

    kept = PublicId()
    merged = PublicId()
    kept_version = Integer(min_value=1, max_value=2**31 - 1)
    merged_version = Integer(min_value=1, max_value=2**31 - 1)
    reason = Choice(choices=MergeReason.choices)

    class Meta:
        form = MergeForm


class PartOut(serializers.Serializer):
    case = Id()
    register_no = serializers.CharField()
    part = serializers.ChoiceField(choices=Part.choices)


class ListedPerson(serializers.Serializer):
    """`recorded` says how much is recorded, by field, and nothing of what."""

    id = Id()
    version = serializers.IntegerField()
    recorded = serializers.DictField(child=serializers.IntegerField())


class MaskedPerson(ListedPerson):
    parts = PartOut(many=True)


class SignOut(serializers.Serializer):
    words = serializers.CharField()
    speaks_for = serializers.BooleanField()


class ListedPair(serializers.Serializer):
    """Where the two stand is told with the pair itself."""

    one = ListedPerson()
    other = ListedPerson()
    percent = serializers.IntegerField()
    reasons = SignOut(many=True)


class PairOut(serializers.Serializer):
    """`percent` and `reasons` are null where the two cannot be compared now."""

    one = MaskedPerson()
    other = MaskedPerson()
    percent = serializers.IntegerField(allow_null=True)
    reasons = SignOut(many=True, allow_null=True)


class PairPage(serializers.Serializer):
    results = ListedPair(many=True)
    next = serializers.CharField(allow_null=True)


class SamenessOut(serializers.Serializer):
    verdict = serializers.ChoiceField(choices=Sameness.choices)
    at = serializers.DateTimeField()


class MergeOut(serializers.Serializer):
    id = Id()
    kept = Id()
    merged = Id()
    reason = serializers.ChoiceField(choices=MergeReason.choices)
    at = serializers.DateTimeField()
    parted_at = serializers.DateTimeField(allow_null=True)
