"""What a search for somebody takes and gives."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from agencies.api.fields import Choice, Input, Integer, Sentence
from cases.api.shapes import Id
from cases.forms.search import SEXES, SearchForm
from cases.limits import EARLIEST_BIRTH, LONGEST_LINE
from cases.particulars import FIELDS
from cases.person_choices import Part
from cases.search import LATEST


class NamesAsked(Input):
    """A name, or a NIK alone; and what else is known of her."""

    name = Sentence(max_length=LONGEST_LINE)
    born = Integer(required=False, min_value=EARLIEST_BIRTH, max_value=LATEST)
    sex = Choice(required=False, choices=SEXES)

    class Meta:
        form = SearchForm


class FoundOut(serializers.Serializer):
    """A part in a case that opens to the asker; who it is stays masked."""

    case = Id()
    register_no = serializers.CharField()
    part = serializers.ChoiceField(choices=Part.choices)
    recorded = serializers.ListField(
        child=serializers.ChoiceField(choices=sorted(FIELDS)),
        help_text=_("Isian yang tercatat, tanpa nilainya."),
    )
    likeness = serializers.FloatField(
        min_value=0,
        max_value=1,
        allow_null=True,
        help_text=_("Seberapa mirip namanya; null bila NIK yang sama."),
    )
    differs = serializers.ListField(
        child=serializers.ChoiceField(choices=["born", "sex"]),
        help_text=_("Yang ditanyakan dan lain dari yang tercatat pada perkara itu."),
    )


class ElsewhereOut(serializers.Serializer):
    agency = serializers.CharField(help_text=_("Kode instansi."))
    part = serializers.ChoiceField(choices=Part.choices)


class NamesFound(serializers.Serializer):
    found = FoundOut(many=True)
    elsewhere = ElsewhereOut(many=True)
    outside = serializers.CharField(
        help_text=_("Satu kalimat yang sama, ada atau tidak ada kecocokan.")
    )
