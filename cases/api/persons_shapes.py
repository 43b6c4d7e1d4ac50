"""What the API takes and gives for persons who may be one, and for questions to other
offices."""

from rest_framework import serializers

from agencies.api.fields import Choice, Input, Integer, PublicId, Sentence
from cases.api.shapes import Id
from cases.forms.duplicate import MergeForm, SamenessForm
from cases.forms.match import MatchForm
from cases.limits import LONGEST_LINE
from cases.person_choices import (
    IdentifierKind,
    MatchAnswer,
    MergeReason,
    Part,
    Sameness,
)

MATCHED = [(kind.value, kind.label) for kind in IdentifierKind.matched()]


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


class NewMatch(Input):
    kind = Choice(choices=MATCHED)
    value = Sentence(max_length=LONGEST_LINE)

    class Meta:
        form = MatchForm


class MatchAnswerIn(Input):
    answer = Choice(choices=MatchAnswer.choices)


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


class MatchOut(serializers.Serializer):
    """The same with a hit and without; `answered_by`: an office that gets in touch."""

    id = Id()
    kind = serializers.ChoiceField(choices=MATCHED)
    told = serializers.CharField()
    answered_by = serializers.CharField(allow_null=True)
    at = serializers.DateTimeField()


class MatchList(serializers.Serializer):
    results = MatchOut(many=True)


class MatchHitOut(serializers.Serializer):
    """Who asked is null until the answer is that she gets in touch."""

    id = Id()
    case = Id()
    register_no = serializers.CharField()
    part = serializers.ChoiceField(choices=Part.choices)
    kind = serializers.ChoiceField(choices=MATCHED)
    answer = serializers.ChoiceField(choices=["", *MatchAnswer.values])
    asker = serializers.CharField(allow_null=True)
    agency = serializers.CharField(allow_null=True)
    on = serializers.DateField()


class MatchHitList(serializers.Serializer):
    results = MatchHitOut(many=True)
