"""What the API takes and gives for questions to other offices, and for their hits."""

from rest_framework import serializers

from agencies.api.fields import Choice, Input, Sentence
from cases.api.shapes import Id
from cases.forms.match import MatchForm
from cases.limits import LONGEST_LINE
from cases.person_choices import IdentifierKind, MatchAnswer, Part

MATCHED = [(kind.value, kind.label) for kind in IdentifierKind.matched()]


class NewMatch(Input):
    kind = Choice(choices=MATCHED)
    value = Sentence(max_length=LONGEST_LINE)

    class Meta:
        form = MatchForm


class MatchAnswerIn(Input):
    answer = Choice(choices=MatchAnswer.choices)


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
