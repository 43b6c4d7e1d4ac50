"""Live figures for programs: what the asker may see, counted now or as known then."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.views import APIView

from agencies.api.fields import REGION_CODE
from agencies.api.openapi import refusals
from agencies.api.wire import Misshapen, answer
from agencies.lookup import zones
from cases.api.pages import fits
from reports import counting, questions
from reports.counting import Answer
from reports.cuts import CUTS, WordCut
from reports.figures import FIGURES
from reports.list_links import list_url

DAY = {"type": "string", "format": "date"}
CODE = {"type": "string", "pattern": r"^[0-9A-Za-z._-]{1,40}$"}
# A day, or a moment with its zone: 2025-11-12, 2025-11-12T14:05+07:00.
MOMENT = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2}))?$"
)


def shape_of(cut) -> dict[str, Any]:
    if isinstance(cut, WordCut):
        return {"type": "string", "enum": cut.all_keys()}
    if cut.code == "has_lp":
        return {"type": "string", "enum": ["true", "false"]}
    return CODE


SHAPES = {
    "figure": {"type": "string", "enum": list(FIGURES)},
    "region": {"type": "string", "pattern": REGION_CODE},
    "from": DAY,
    "to": DAY,
    "by": {"type": "string", "pattern": r"^[a-z_]{1,20}(,[a-z_]{1,20}){0,3}$"},
    "known_at": {"type": "string", "pattern": MOMENT},
    **{name: shape_of(CUTS[name]) for name in questions.NARROWING},
}
WORDS = {
    "figure": gettext_lazy("Angka yang dihitung."),
    "region": gettext_lazy("Kode wilayah tempat kejadian utama; tanpa ini, Indonesia."),
    "from": gettext_lazy("Hari pertama; tanpa ini, 1 Januari tahun berjalan."),
    "to": gettext_lazy("Hari terakhir, ikut dihitung; tanpa ini, hari ini."),
    "by": gettext_lazy("Potongan, dipisah koma: %(cuts)s.") % {"cuts": ", ".join(CUTS)},
    "known_at": gettext_lazy("Seperti diketahui pada saat itu."),
}


class Cell(serializers.Serializer):
    key = serializers.DictField(child=serializers.CharField())
    value = serializers.IntegerField(min_value=0)
    list_url = serializers.CharField(
        allow_null=True, help_text=gettext_lazy("Daftar sepanjang nilainya.")
    )


class Place(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()


class FigureOut(serializers.Serializer):
    figure = serializers.ChoiceField(choices=list(FIGURES))
    unit = serializers.CharField()
    definition = serializers.CharField()
    version = serializers.IntegerField(min_value=1)
    fingerprint = serializers.CharField()
    date_basis = serializers.CharField()
    region_basis = serializers.CharField()
    scope = serializers.CharField()
    region = Place()
    # `from` is no name for a Python attribute.
    vars()["from"] = serializers.DateField()
    to = serializers.DateField()
    known_at = serializers.DateTimeField(allow_null=True)
    by = serializers.ListField(child=serializers.CharField())
    narrowed = serializers.DictField(child=serializers.CharField())
    adds_up = serializers.BooleanField(
        help_text=gettext_lazy("Salah bila satu satuan dapat masuk beberapa sel.")
    )
    cells = Cell(many=True)
    total = serializers.IntegerField(min_value=0)
    list_url = serializers.CharField(allow_null=True)


class Figures(APIView):
    @extend_schema(
        summary=gettext_lazy("Hitung angka"),
        parameters=[
            OpenApiParameter(
                name,
                type=shape,
                required=name == "figure",
                description=WORDS.get(name) or CUTS[name].label,
            )
            for name, shape in SHAPES.items()
        ],
        responses={200: FigureOut, **refusals((400, 401, 403, 406))},
    )
    def get(self, request):
        found = counting.count(read(request), asker=request.user)
        return answer(told(found))


def read(request) -> questions.Question:
    """The question of an address.

    Misshapen (400) names each text that the schema does not know; ValidationError
    (400) each that is well formed and says nothing we count.
    """
    texts = request.query_params.dict()
    errors = {
        name: [_("Isian ini tidak dikenal.")] for name in texts if name not in SHAPES
    }
    for name in texts.keys() & SHAPES.keys():
        if not fits(SHAPES[name], texts[name]):
            errors[name] = [_("Nilai ini tidak dikenal.")]
    if "figure" not in texts:
        errors["figure"] = [_("Sebut angka yang dihitung.")]
    if errors:
        raise Misshapen(errors)
    zone = zones.zone_of(request.user.assignment.post)
    return questions.read(texts, zone=zone, by_code=True)


def told(found: Answer) -> dict[str, Any]:
    question = found.question
    figure = question.figure
    return {
        "figure": figure.code,
        "unit": str(figure.unit),
        "definition": str(figure.definition),
        "version": figure.version,
        "fingerprint": figure.fingerprint,
        "date_basis": str(figure.date_basis),
        "region_basis": str(figure.region_basis),
        "scope": _("Perkara satuan Anda"),
        "region": {"code": question.area.code, "name": question.area.name},
        "from": question.first,
        "to": question.last,
        "known_at": question.known_at,
        "by": list(question.by),
        "narrowed": dict(question.narrowed),
        "adds_up": question.adds_up,
        "cells": [
            {"key": key, "value": value, "list_url": list_url(question, key)}
            for key, value in found.named()
        ],
        "total": found.total,
        "list_url": list_url(question, {}),
    }
