"""Agencies, regions and code lists for programs: what everyone signed in may read."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.views import APIView

from agencies.api.fields import REGION_CODE, Choice, Input, RegionCode, Text, valid
from agencies.api.openapi import listed, retrieved
from agencies.api.wire import answer
from agencies.choices import AgencyLevel, RegionKind
from agencies.models import Agency, Code, Region

PAGE = 100
AGENCY_CODE = r"^[0-9A-Za-z._-]{1,40}$"


class PageQuery(Input):
    """Pages go by code, forwards or backwards."""

    after = Text(required=False, max_length=40, help_text=_("Sesudah kode ini."))
    before = Text(required=False, max_length=40, help_text=_("Sebelum kode ini."))


class RegionQuery(PageQuery):
    kind = Choice(choices=RegionKind.choices, required=False)
    inside = RegionCode(required=False, help_text=_("Wilayah ini dan isinya."))


class AgencyQuery(PageQuery):
    type = Text(required=False, max_length=32)
    level = Choice(choices=AgencyLevel.choices, required=False)
    serves = RegionCode(required=False, help_text=_("Yang melayani wilayah ini."))


@extend_schema_field({"type": ["string", "null"], "pattern": REGION_CODE})
class ParentRegion(serializers.CharField):
    pass


@extend_schema_field({"type": "string", "pattern": REGION_CODE})
class ServedRegion(serializers.CharField):
    pass


class RegionOut(serializers.Serializer):
    code = ServedRegion()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=RegionKind.choices)
    parent = ParentRegion()
    capital = serializers.CharField()
    time_zone = serializers.CharField()
    population = serializers.IntegerField(min_value=0, allow_null=True)


class AgencyOut(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    type = serializers.CharField()
    level = serializers.ChoiceField(choices=AgencyLevel.choices)
    parent = serializers.CharField(allow_null=True)
    serves = serializers.ListField(
        child=ServedRegion(), help_text=_("Kosong berarti seluruh Indonesia.")
    )
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    verified = serializers.BooleanField()


class CodeOut(serializers.Serializer):
    code = serializers.CharField()
    label_id = serializers.CharField()
    label_en = serializers.CharField()
    retired_on = serializers.DateField(allow_null=True)


class CodeListOut(serializers.Serializer):
    list = serializers.CharField()
    entries = CodeOut(many=True)


def page_of(shape: type[serializers.Serializer]) -> serializers.Serializer:
    """The shape of a page of rows: `results`, and links to the pages around it."""
    name = f"{shape.__name__.removesuffix('Out')}Page"
    members = {
        "results": shape(many=True),
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
    }
    return type(name, (serializers.Serializer,), members)()


class RegionList(APIView):
    @listed(_("Daftar wilayah"), page_of(RegionOut), parameters=[RegionQuery])
    def get(self, request):
        query = query_of(request, RegionQuery)
        found = Region.objects.all()
        if "inside" in query:
            found = found.inside(query["inside"])
        if "kind" in query:
            found = found.filter(kind=query["kind"])
        return _page(request, _regions(found), query)


class RegionDetail(APIView):
    @retrieved(_("Lihat wilayah"), RegionOut, versioned=False)
    def get(self, request, code: str):
        return _one(_regions(Region.objects.filter(code=code)))


class AgencyList(APIView):
    @listed(_("Daftar instansi"), page_of(AgencyOut), parameters=[AgencyQuery])
    def get(self, request):
        query = query_of(request, AgencyQuery)
        found = Agency.objects.all()
        if "serves" in query:
            found = Agency.objects.filter(
                pk__in=found.serving(query["serves"].code).values("pk")
            )
        same = {name: query[name] for name in ("type", "level") if name in query}
        return _page(request, _agencies(found.filter(**same)), query)


class AgencyDetail(APIView):
    @retrieved(_("Lihat instansi"), AgencyOut, versioned=False)
    def get(self, request, code: str):
        return _one(_agencies(Agency.objects.filter(code=code)))


class CodeListList(APIView):
    @listed(_("Semua daftar kode"), CodeListOut(many=True))
    def get(self, request):
        query_of(request, Input)
        return answer(_lists(Code.objects.all()))


class CodeListDetail(APIView):
    @retrieved(_("Lihat daftar kode"), CodeListOut, versioned=False)
    def get(self, request, name: str):
        for found in _lists(Code.objects.of(name)):
            return answer(found)
        raise Http404


def query_of(request, shape: type[Input]) -> dict[str, Any]:
    """The query of the address, validated; one that nobody reads is refused."""
    return valid(shape(data=request.query_params.dict())).validated_data


def _regions(found: QuerySet) -> QuerySet:
    fields = ("code", "name", "kind", "capital", "time_zone", "population")
    return found.values(*fields, parent_code=F("parent__code"))


def _agencies(found: QuerySet) -> QuerySet:
    served = Region.objects.filter(agencies=OuterRef("pk")).order_by("code")
    return found.values(
        "code",
        "name",
        "type",
        "level",
        "valid_from",
        "valid_to",
        "verified",
        parent_code=F("parent__code"),
        serves=ArraySubquery(served.values("code")),
    )


def _told(row: dict[str, Any]) -> dict[str, Any]:
    row["parent"] = row.pop("parent_code")
    return row


def _one(found: QuerySet):
    for row in found:
        return answer(_told(row))
    raise Http404


def _page(request, found: QuerySet, query: dict[str, Any]):
    """A page of PAGE rows after or before a code, with links to its neighbours."""
    backwards = "before" in query
    if backwards:
        found = found.filter(code__lt=query["before"]).order_by("-code")
    else:
        found = found.filter(code__gt=query.get("after", "")).order_by("code")
    rows = list(found[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if backwards:
        rows.reverse()
    following = bool(rows) and (more or backwards)
    preceding = bool(rows) and (more if backwards else "after" in query)
    return answer(
        {
            "results": [_told(row) for row in rows],
            "next": _link(request, "after", rows[-1]) if following else None,
            "previous": _link(request, "before", rows[0]) if preceding else None,
        }
    )


def _link(request, way: str, row: dict[str, Any]) -> str:
    query = request.query_params.copy()
    query.pop("after", None)
    query.pop("before", None)
    query[way] = row["code"]
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _lists(found: QuerySet) -> list[dict[str, Any]]:
    lists: dict[str, list] = {}
    fields = ("code", "label_id", "label_en", "retired_on")
    for row in found.order_by("list", "order").values("list", *fields):
        lists.setdefault(row.pop("list"), []).append(row)
    return [{"list": name, "entries": entries} for name, entries in lists.items()]
